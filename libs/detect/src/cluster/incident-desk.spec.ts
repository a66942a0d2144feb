import {
  channelKey,
  DAY,
  HOUR,
  MINUTE,
  stationId,
  type Episode,
  type EpisodeChange,
  type ParameterCode,
} from '@clearwell/water-quality';
import { IncidentDesk, type Incident } from './incident-desk.ts';
import { decidePaging, PAGING } from './paging.ts';
import type { StationEvent } from './station-event.ts';
import { Waterways } from './waterways.ts';

const START = Date.UTC(2026, 2, 1);
const IDS = ['plant', 'upper', 'lower'].map(stationId);
const WATERWAYS = new Waterways(
  [
    { from: stationId('plant'), to: stationId('upper'), travelMinutes: 60 },
    { from: stationId('upper'), to: stationId('lower'), travelMinutes: 60 },
  ],
  IDS.map((id) => ({ id, position: { lat: 34, lon: 113 } })),
);
const DIRT = { turbidity: 8, uv254: 4 };
const SWITCH = { free_chlorine: -4, conductivity: -9, temperature: -3, ph: 2 };

type Moves = Partial<Record<ParameterCode, number>>;

/** As a station's detector knows it. */
function episodeOf(
  kind: 'event' | 'hint',
  { station, start, until, score: worst, shifts, clearedAt }: StationEvent,
): Episode {
  const details = { contributions: [], shifts, until };
  const over = clearedAt === null ? { end: null } : { end: until, clearedAt };
  const seen = { start, raisedAt: start, detectedAt: start, ...over };
  return { station, kind, rule: kind, channel: null, level: 'amber', ...seen, worst, count: 1, details };
}

function event(station: string, start: number, moves: Moves, score = 3.2): StationEvent {
  const shifts = Object.entries(moves).map(([parameter, deviation]) => ({
    parameter: parameter as ParameterCode,
    direction: deviation > 0 ? (1 as const) : (-1 as const),
    size: parameter === 'temperature' ? 0 : Math.min(4, Math.abs(deviation)),
    deviation,
  }));
  return { station: stationId(station), start, until: start + HOUR, score, shifts, clearedAt: null };
}

const hint = (one: StationEvent): EpisodeChange => ({ put: [episodeOf('hint', one)], withdrawn: [] });
const alert = (one: StationEvent): EpisodeChange => ({
  put: [episodeOf('hint', one), episodeOf('event', one)],
  withdrawn: [],
});

/** A legal limit is broken at a station. */
function breach(station: string, parameter: 'turbidity' | 'free_chlorine', at: number): EpisodeChange {
  const rule = parameter === 'turbidity' ? 'gb2022.turbidity' : 'gb2022.free_chlorine.end.min';
  const seen = { start: at, raisedAt: at, detectedAt: at, end: null, worst: 2, count: 2 };
  const channel = channelKey(parameter);
  return { put: [{ station: stationId(station), kind: 'limit', rule, channel, level: 'red', ...seen }], withdrawn: [] };
}

/** Passes down all three stations. */
function pass(desk: IncidentDesk, start: number, moves: Moves, take = hint) {
  return ['plant', 'upper', 'lower'].flatMap((id, i) =>
    desk.take(take(event(id, start + i * HOUR, moves)), start + i * HOUR),
  );
}

describe('IncidentDesk', () => {
  it('notifies of a cluster once, however many stations it reaches', () => {
    const desk = new IncidentDesk(WATERWAYS);
    const said = pass(desk, START, DIRT, alert);
    expect(said.map(({ kind, notifies }) => [kind, notifies])).toEqual([
      ['event', false],
      ['cluster', true],
    ]);
    expect(said[1]?.saidAt).toBe(START + HOUR);
    expect(said[1]?.current.stations).toEqual(IDS);
  });

  it('forks: either goes on from what both know, and hears nothing of the other', () => {
    const desk = new IncidentDesk(WATERWAYS);
    desk.take(alert(event('plant', START, DIRT)), START);
    const other = desk.fork();
    const grow = (one: IncidentDesk) => one.take(hint(event('upper', START + HOUR, DIRT)), START + HOUR);
    expect(grow(other).map(({ kind }) => kind)).toEqual(['cluster']);
    expect(other.incidents).toHaveLength(2);
    expect(desk.incidents).toHaveLength(1);
    pass(other, START + HOUR, DIRT);
    const said = grow(desk);
    expect(said.map(({ kind }) => kind)).toEqual(['cluster']);
    expect(said[0]?.current.stations).toEqual(IDS.slice(0, 2));
    const third = desk.fork();
    third.take(hint(event('lower', START + 2 * HOUR, DIRT)), START + 2 * HOUR);
    expect([said[0], third.incidents[1]].map((one) => one?.current.stations.length)).toEqual([2, 3]);
  });

  it('forks as often as you like, and says nothing again that has become part of a cluster', () => {
    const at = START + 2 * HOUR;
    const lower = (moves: Moves, score?: number) =>
      alert({ ...event('lower', at, moves, score), until: at + 3 * HOUR });
    const changes = [
      ...['plant', 'upper'].map((id, i) => hint(event(id, START + i * HOUR, DIRT))),
      // Alone at first, then like the cluster, then like nothing else again, and alarming.
      ...[lower({ ph: 3 }, 2), lower(DIRT), lower({ ph: 9, conductivity: 9 }, 6)],
    ];
    const desk = new IncidentDesk(WATERWAYS);
    let forked = desk.fork();
    for (const change of changes) {
      desk.take(change, at);
      forked = forked.fork();
      forked.take(change, at);
    }
    expect(desk.incidents.map(({ kind, notifies }) => [kind, notifies])).toEqual([
      ['cluster', true],
      ['event', false],
    ]);
    expect(desk.incidents[1]?.current.strength).toBe(6);
    expect(forked.incidents).toEqual(desk.incidents);
    const resumed = new IncidentDesk(WATERWAYS);
    resumed.resume(desk.incidents, []);
    expect(resumed.take(lower({ ph: 9, conductivity: 9 }, 6), at)).toEqual([]);
  });

  it('shows the event of one station, and wakes somebody for it from the paging score on', () => {
    const desk = new IncidentDesk(WATERWAYS);
    const grown = event('plant', START, DIRT, 6);
    expect(desk.take(alert(event('plant', START, DIRT)), START)[0]).toMatchObject({ code: 'event', notifies: false });
    expect(desk.take(alert(grown), START + HOUR)[0]).toMatchObject({ code: 'score', notifies: true });
    expect(desk.take(alert({ ...grown, score: 9 }), START + 2 * HOUR)).toEqual([]);
  });

  it('wakes somebody for the event of one station where a red limit of what moved is broken', () => {
    for (const [parameter, code] of [
      ['turbidity', 'limit'],
      ['free_chlorine', 'event'],
    ] as const) {
      const desk = new IncidentDesk(WATERWAYS);
      expect(desk.take(breach('plant', parameter, START), START)).toEqual([]);
      expect(desk.take(alert(event('plant', START, DIRT)), START)).toMatchObject([{ code }]);
    }
  });

  it('wakes somebody when a red limit breaks while the event goes on, and not when it is over', () => {
    const desk = new IncidentDesk(WATERWAYS);
    const shown = event('plant', START, DIRT);
    desk.take(alert(shown), START);
    const later = breach('plant', 'turbidity', shown.until + 20 * MINUTE);
    expect(desk.take(later, START)).toMatchObject([{ code: 'limit', notifies: true }]);
    const late = new IncidentDesk(WATERWAYS);
    late.take(alert(shown), START);
    expect(late.take(breach('plant', 'turbidity', shown.until + HOUR), START)).toEqual([]);
  });

  it('waits a while for the probe to be found at fault where one parameter alone breaks a limit', () => {
    const lone = event('plant', START, { turbidity: 9 });
    const desk = new IncidentDesk(WATERWAYS);
    desk.take(breach('plant', 'turbidity', START), START);
    const at = (minutes: number) => desk.take(alert({ ...lone, until: START + minutes * MINUTE }), START);
    expect(at(10)).toMatchObject([{ code: 'event', notifies: false }]);
    expect(at(30)).toEqual([]);
    expect(at(40)).toMatchObject([{ code: 'limit', notifies: true }]);
  });

  it('wakes nobody for one parameter of one station, however far it goes', () => {
    const desk = new IncidentDesk(WATERWAYS);
    const lone = event('plant', START, { turbidity: 90, temperature: 2 }, 5);
    expect(desk.take(alert(lone), START)).toMatchObject([{ code: 'event', notifies: false }]);
  });

  it('says an event no more that has become part of a cluster', () => {
    const desk = new IncidentDesk(WATERWAYS);
    const first = event('plant', START, DIRT);
    expect(desk.take(alert(first), START)).toMatchObject([{ kind: 'event', notifies: false }]);
    expect(desk.take(hint(event('upper', START + HOUR, DIRT)), START + HOUR)).toMatchObject([{ kind: 'cluster' }]);
    expect(desk.take(alert({ ...first, score: 9 }), START + 2 * HOUR)).toEqual([]);
  });

  it('names a change of source an operation when it moves stations as it did before, and wakes nobody', () => {
    const desk = new IncidentDesk(WATERWAYS);
    expect(pass(desk, START, SWITCH)[0]?.kind).toBe('cluster');
    const again = pass(desk, START + 5 * DAY, SWITCH)[0];
    expect(again).toMatchObject({ kind: 'operation', notifies: false });
    expect(again?.precedent?.start).toBe(START);
  });

  it('takes nothing for an operation that brings dirt, or that people found real before', () => {
    const dirty = new IncidentDesk(WATERWAYS);
    pass(dirty, START, { ...DIRT, conductivity: 3 });
    expect(pass(dirty, START + 5 * DAY, { ...DIRT, conductivity: 3 })[0]?.kind).toBe('cluster');
    const real = new IncidentDesk(WATERWAYS);
    const [said] = pass(real, START, SWITCH);
    expect(real.judge(({ id }) => id === said?.id, true)).toHaveLength(1);
    expect(pass(real.fork(), START + 5 * DAY, SWITCH)[0]?.kind).toBe('cluster');
    expect(real.judge(({ id }) => id === said?.id, true)).toEqual([]);
    real.judge(({ id }) => id === said?.id, false);
    expect(pass(real, START + 5 * DAY, SWITCH)[0]?.kind).toBe('operation');
  });

  it('takes nothing for an operation where only the dose changes', () => {
    const desk = new IncidentDesk(WATERWAYS);
    pass(desk, START, { free_chlorine: -8, orp: -6 });
    expect(pass(desk, START + 5 * DAY, { free_chlorine: -8, orp: -6 })[0]?.kind).toBe('cluster');
  });

  it('hears that one of its events is over, also where what moves there is like the others no longer', () => {
    const desk = new IncidentDesk(WATERWAYS);
    pass(desk, START, DIRT);
    const endOf = (id: string, i: number, moves: Moves) =>
      hint({ ...event(id, START + i * HOUR, moves), clearedAt: START + 5 * HOUR });
    desk.take(endOf('plant', 0, DIRT), START + 5 * HOUR);
    desk.take(endOf('upper', 1, DIRT), START + 5 * HOUR);
    desk.take(endOf('lower', 2, { ph: -4, turbidity: 1 }), START + 5 * HOUR);
    expect(desk.incidents.map(({ current }) => current.events.map(({ clearedAt }) => clearedAt))).toEqual([
      [START + 5 * HOUR, START + 5 * HOUR, START + 5 * HOUR],
    ]);
  });

  it('says no cluster of an event that late readings took back', () => {
    const desk = new IncidentDesk(WATERWAYS);
    const gone = event('plant', START, DIRT);
    desk.take(hint(gone), START);
    desk.take({ put: [], withdrawn: [episodeOf('hint', gone)] }, START + HOUR);
    expect(desk.take(hint(event('upper', START + HOUR, DIRT)), START + HOUR)).toEqual([]);
  });
});

describe('IncidentDesk over restarts', () => {
  /** As a ledger would have them: JSON, and the episodes that stand. */
  function restart(desk: IncidentDesk, episodes: readonly Episode[]): IncidentDesk {
    const kept = desk.incidents.map((incident) => {
      const { hints, alerts, ...record } = incident;
      const text = JSON.stringify({ ...record, hints: [...hints], alerts: [...alerts] });
      const read = JSON.parse(text) as Incident;
      return { ...read, hints: new Set(read.hints), alerts: new Set(read.alerts) };
    });
    const next = new IncidentDesk(WATERWAYS);
    next.resume(kept, episodes);
    return next;
  }

  it('goes on as if there had been none', () => {
    const changes = ['plant', 'upper', 'lower'].map((id, i) => alert(event(id, START + i * HOUR, DIRT)));
    const whole = new IncidentDesk(WATERWAYS);
    for (const [i, change] of changes.entries()) whole.take(change, START + i * HOUR);
    for (let stop = 1; stop < changes.length; stop++) {
      let desk = new IncidentDesk(WATERWAYS);
      for (const [i, change] of changes.entries()) {
        if (i === stop)
          desk = restart(
            desk,
            changes.slice(0, stop).flatMap(({ put }) => put),
          );
        desk.take(change, START + i * HOUR);
      }
      expect(desk.incidents).toEqual(whole.incidents);
    }
  });

  it('tells what was said, what became of it, and that it is no more', () => {
    const desk = new IncidentDesk(WATERWAYS);
    const lone = event('plant', START, DIRT, 6);
    desk.take(alert(lone), START);
    expect(desk.touched()).toMatchObject([{ kind: 'event', isWithdrawn: false }]);
    expect(desk.touched()).toEqual([]);
    const over = { ...episodeOf('event', lone), clearedAt: START + 2 * HOUR };
    desk.take({ put: [over], withdrawn: [] }, START);
    expect(desk.touched()[0]?.current.events[0]?.clearedAt).toBe(START + 2 * HOUR);
    desk.take({ put: [], withdrawn: [over] }, START);
    expect(desk.touched()).toMatchObject([{ isWithdrawn: true }]);
  });

  it('hears after a restart of what was over before, and was not heard of', () => {
    const desk = new IncidentDesk(WATERWAYS);
    pass(desk, START, DIRT);
    const ends = ['plant', 'upper', 'lower'].flatMap(
      (id, i) => hint({ ...event(id, START + i * HOUR, DIRT), clearedAt: START + 5 * HOUR }).put,
    );
    const next = restart(desk, ends);
    const [incident] = next.touched();
    expect(incident?.current.events.map(({ clearedAt }) => clearedAt)).toEqual(Array(3).fill(START + 5 * HOUR));
  });

  it('lets go what is too old to matter', () => {
    const desk = new IncidentDesk(WATERWAYS);
    pass(desk, START, DIRT);
    desk.forget(START + 30 * DAY);
    expect(desk.incidents).toHaveLength(1);
    desk.forget(START + 90 * DAY);
    expect(desk.incidents).toEqual([]);
  });
});

describe('decidePaging', () => {
  const nothing = { isOperation: false, strength: null, score: 0, isBeyondRedLimit: false };

  it('goes by the first row that applies', () => {
    expect(decidePaging({ ...nothing, isOperation: true, strength: 40 })?.code).toBe('operation');
    expect(decidePaging({ ...nothing, strength: 5 })).toMatchObject({ code: 'cluster', notifies: true });
    expect(decidePaging({ ...nothing, strength: 1 })).toBeNull();
    expect(decidePaging({ ...nothing, score: 2 })).toMatchObject({ code: 'event', notifies: false });
  });

  it('never lets a weaker case wake somebody where a stronger one does not', () => {
    for (const code of ['cluster', 'score'] as const) {
      const from = PAGING.find((row) => row.code === code)?.from ?? NaN;
      const found = (size: number) =>
        code === 'cluster' ? { ...nothing, strength: size } : { ...nothing, score: size };
      expect(decidePaging(found(from + 0.1))?.notifies).toBe(true);
      expect(decidePaging(found(from - 0.1))?.notifies ?? false).toBe(false);
    }
  });
});
