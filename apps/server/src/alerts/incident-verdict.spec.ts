import type { Ledger } from '@clearwell/ledger';
import { buildStation, ledgerWith, NOON, required } from '@clearwell/testkit';
import {
  DAY,
  HOUR,
  stationId,
  type Act,
  type Episode,
  type Link,
  type ParameterCode,
  type Verdict,
} from '@clearwell/water-quality';
import { AlertDesk } from './alert-desk.ts';
import { openStage } from './open-stage.ts';

const STATIONS = ['plant', 'upper', 'lower'].map((id) => buildStation({ id: stationId(id) }));
const [PLANT, UPPER, LOWER] = STATIONS.map(({ id }) => id);
const LINKS: readonly Link[] = [
  { from: required(PLANT), to: required(UPPER), travelMinutes: 60 },
  { from: required(UPPER), to: required(LOWER), travelMinutes: 60 },
];
/** What a change of source does. */
const MOVES: Partial<Record<ParameterCode, number>> = { free_chlorine: -4, conductivity: -9, temperature: -3, ph: 2 };

function movedAt(start: number, station = stationId('plant'), kind: 'hint' | 'event' = 'hint'): Episode {
  const shifts = Object.entries(MOVES).map(([parameter, deviation]) => ({
    parameter: parameter as ParameterCode,
    direction: deviation > 0 ? (1 as const) : (-1 as const),
    ...{ size: Math.min(4, Math.abs(deviation)), deviation },
  }));
  const until = start + HOUR;
  return {
    ...{ station, kind, rule: kind, channel: null, level: 'notice', start, raisedAt: start },
    ...{ detectedAt: start, end: until, clearedAt: until, worst: 3.2, count: 7 },
    details: { contributions: [], shifts, until },
  };
}

/** A server's alerts over a ledger: what has happened before is known as after a restart. */
function open(ledger: Ledger) {
  let now = NOON;
  const { keeper, stage } = openStage(ledger, { stations: () => STATIONS, links: () => LINKS });
  const desk = new AlertDesk({ ledger, stage, now: () => now, tell: () => undefined });
  stage.restore(now);
  return {
    /** The same moves at one station after the other. */
    pass: (start: number) => {
      ledger.commit(() => {
        for (const [i, station] of STATIONS.entries()) {
          now = start + i * HOUR;
          stage.take([{ station, newest: null, episodes: { put: [movedAt(now, station.id)], withdrawn: [] } }], now);
        }
      });
      stage.adopt();
      return required(stage.incidents.at(-1));
    },
    /** One station alone, so much that it is an event. */
    move: () => {
      const put = [movedAt(NOON, PLANT, 'event')];
      ledger.commit(() => {
        stage.take([{ station: required(STATIONS[0]), newest: null, episodes: { put, withdrawn: [] } }], NOON);
      });
      stage.adopt();
    },
    act: (act: Partial<Act> & Pick<Act, 'do'>) => {
      const alert = required(keeper.book.alerts()[0]).id;
      const asked = { alert, revision: null, ...act } as Act;
      return desk.act({ by: 'li', key: `${act.do} ${String(now)}`, act: asked }).outcome;
    },
    isReal: () => stage.incidents.map((incident) => incident.isReal),
  };
}

const close = (verdict: Verdict) => ({ do: 'close', verdict, cause: 'Dosed twice at the works' }) as const;

describe('the verdict on the alert of an incident', () => {
  it('keeps what was real from being a precedent, also after a restart', async () => {
    const { ledger } = await ledgerWith(required(STATIONS[0]), []);
    const before = open(ledger);
    expect(before.pass(NOON).kind).toBe('cluster');
    expect(before.act(close('real_event'))).toBe('done');
    expect(before.isReal()).toEqual([true]);
    const after = open(ledger);
    expect(after.isReal()).toEqual([true]);
    expect(after.pass(NOON + 5 * DAY).kind).toBe('cluster');
  });

  it('lets what was not real be one', async () => {
    const { ledger } = await ledgerWith(required(STATIONS[0]), []);
    const { pass, act, isReal } = open(ledger);
    pass(NOON);
    expect(act(close('network_work'))).toBe('done');
    expect(isReal()).toEqual([false]);
    expect(pass(NOON + 5 * DAY).kind).toBe('operation');
  });

  it('holds for the event of one station too', async () => {
    const { ledger } = await ledgerWith(required(STATIONS[0]), []);
    const { move, act, isReal } = open(ledger);
    move();
    act(close('real_event'));
    expect(isReal()).toEqual([true]);
  });

  it('is taken back with the alert, also in what is kept', async () => {
    const { ledger } = await ledgerWith(required(STATIONS[0]), []);
    const before = open(ledger);
    before.pass(NOON);
    before.act(close('real_exceedance'));
    expect(before.act({ do: 'reopen', reason: 'It was the pump after all' })).toBe('done');
    expect(before.isReal()).toEqual([false]);
    expect(open(ledger).pass(NOON + 5 * DAY).kind).toBe('operation');
  });
});
