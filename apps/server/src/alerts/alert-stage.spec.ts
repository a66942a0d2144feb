import {
  buildEpisode,
  buildQualified,
  buildReading,
  buildStation,
  ledgerWith,
  NOON,
  required,
} from '@clearwell/testkit';
import { HOUR, MINUTE, type EpochMs, type Episode } from '@clearwell/water-quality';
import { openStage } from './open-stage.ts';

const station = buildStation();

/** A station that fell silent while a limit was broken. */
async function fallSilent() {
  const { ledger } = await ledgerWith(station, []);
  const { keeper, stage } = openStage(ledger, { stations: () => [station] });
  const commit = (work: () => void) => {
    ledger.commit(work);
    return stage.adopt().flatMap(({ timeline }) => timeline.map(({ what }) => what));
  };
  const hear = (sampledAt: EpochMs, at: EpochMs, put: readonly Episode[] = []) =>
    commit(() => {
      const newest = buildQualified(buildReading({ station: station.id, sampledAt, receivedAt: at }));
      stage.take([{ station, newest, episodes: { put, withdrawn: [] } }], at);
    });
  hear(NOON, NOON, [buildEpisode({ station: station.id, start: NOON, detectedAt: NOON })]);
  commit(() => stage.enter([{ kind: 'silent', at: NOON + HOUR, station: station.id, since: NOON }]));
  const [limit, silence] = ['limit', 'silence'].map((of) => {
    return () => required(keeper.book.alerts().find(({ kind }) => kind === of)).condition;
  });
  return { hear, conditions: () => [required(limit)(), required(silence)()] };
}

describe('A silent station', () => {
  it('stays so while all that comes of it is old, and nothing is said over and over', async () => {
    const { hear, conditions } = await fallSilent();
    expect(conditions()).toEqual(['unverified', 'active']);
    for (const slot of [1, 2, 3]) expect(hear(NOON + slot * 10 * MINUTE, NOON + (3 + slot) * HOUR)).toEqual([]);
    expect(conditions()).toEqual(['unverified', 'active']);
  });

  it('is heard again with the first reading that is of now, which says what still holds', async () => {
    const { hear, conditions } = await fallSilent();
    hear(NOON + 10 * MINUTE, NOON + 3 * HOUR);
    hear(NOON + 3 * HOUR, NOON + 3 * HOUR + MINUTE);
    expect(conditions()).toEqual(['active', 'cleared']);
  });
});

describe('A station that was last heard long before the server began to listen', () => {
  const silence = { kind: 'silence', level: 'notice', channel: null, since: NOON, lateMs: 0 } as const;
  const [restart, { intervalMs }] = [NOON + 2 * HOUR, station];

  async function silentAt(at: EpochMs) {
    const { stage } = openStage((await ledgerWith(station, [])).ledger, { stations: () => [station] });
    return [...stage.clocked([{ station: station.id, findings: [silence] }], { at, listeningSince: restart })];
  }

  it('is not silent while it had no time to speak: nobody was there to hear it', async () => {
    expect(await silentAt(restart + 1_000)).toEqual([]);
    expect(await silentAt(restart + 2 * intervalMs)).toEqual([]);
  });

  it('is silent since it was last heard when it does not speak then either', async () => {
    expect(await silentAt(restart + 4 * intervalMs)).toMatchObject([{ kind: 'silent', since: NOON }]);
  });
});

describe('A cluster that is over at all its stations', () => {
  const cluster = { kind: 'incident', incident: 'i1', of: 'cluster', level: 'red', strength: 5 } as const;
  const where = { stations: [station.id], parts: [{ station: station.id, from: NOON, until: NOON + HOUR }] };
  const when = { at: NOON + HOUR, start: NOON, raisedAt: NOON, clearedAt: NOON + HOUR };
  const paging = { code: 'cluster', notifies: true };

  async function open() {
    const { ledger } = await ledgerWith(station, []);
    const { keeper, stage } = openStage(ledger, { stations: () => [station] });
    const hear = (sampledAt: EpochMs) => {
      const newest = buildQualified(buildReading({ station: station.id, sampledAt }));
      stage.take([{ station, newest, episodes: { put: [], withdrawn: [] } }], sampledAt);
    };
    /** What it is after a commit. */
    const commit = (work: () => void) => {
      ledger.commit(work);
      stage.adopt();
      return required(keeper.book.alerts()[0]).condition;
    };
    const end = () => {
      stage.enter([{ ...cluster, ...where, ...when, paging }]);
    };
    return { hear, commit, end };
  }

  it('is over with the first reading sampled two hours after, and not before, though no episode changes', async () => {
    const { hear, commit, end } = await open();
    expect(commit(end)).toBe('active');
    expect(commit(() => hear(NOON + 3 * HOUR - MINUTE))).toBe('active');
    expect(commit(() => hear(NOON + 3 * HOUR))).toBe('cleared');
  });

  it('is so too where both come in one commit', async () => {
    const { hear, commit, end } = await open();
    const both = () => {
      end();
      hear(NOON + 3 * HOUR);
    };
    expect(commit(both)).toBe('cleared');
  });
});
