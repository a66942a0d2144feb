import { buildReading, buildStation, buildValues, NOON } from '@clearwell/testkit';
import { HOUR, MINUTE, type Episode, type QualifiedReading, type Standard } from '@clearwell/water-quality';
import fc from 'fast-check';
import { Engine, type DetectorMemory } from './engine.ts';
import type { DetectorState } from './fold.ts';

const SLOT = 10 * MINUTE;
const station = buildStation({ siteType: 'pipe_end' });
const STANDARDS: readonly Standard[] = ['GB 5749-2022', 'operational'];

/** Keeps states as text, as the ledger does, so that a restart can be anywhere. */
class KeptMemory implements DetectorMemory {
  readonly readings = new Map<number, QualifiedReading>();
  readonly episodes = new Map<string, Episode>();
  readonly checkpoints = new Map<number, string>();
  newest: string | null = null;
  folded = 0;

  newestState = (): DetectorState | null => (this.newest === null ? null : (JSON.parse(this.newest) as DetectorState));
  keepState = (_: unknown, state: DetectorState): void => {
    this.newest = JSON.stringify(state);
  };
  checkpointBefore = (_: unknown, at: number): DetectorState | null => {
    const found = [...this.checkpoints.keys()].filter((key) => key < at).sort((a, b) => b - a)[0];
    return found === undefined ? null : (JSON.parse(this.checkpoints.get(found) ?? '') as DetectorState);
  };
  keepCheckpoint = (_: unknown, state: DetectorState): void => {
    this.checkpoints.set(state.judgedUntil ?? 0, JSON.stringify(state));
  };
  dropCheckpointsFrom = (_: unknown, at: number): void => {
    for (const key of this.checkpoints.keys()) if (key >= at) this.checkpoints.delete(key);
  };
  *readingsAfter(_: unknown, after: number): Iterable<QualifiedReading> {
    for (const key of [...this.readings.keys()].filter((at) => at > after).sort((a, b) => a - b)) {
      this.folded++;
      yield this.readings.get(key) as QualifiedReading;
    }
  }
  keepEpisode = (episode: Episode): void => {
    this.episodes.set(`${episode.rule} ${String(episode.start)}`, episode);
  };
  withdrawEpisodesRaisedAfter = (_: unknown, after: number): void => {
    for (const [key, episode] of this.episodes) if (episode.raisedAt > after) this.episodes.delete(key);
  };
}

function qualified(slot: number, chlorine: number, turbidity: number): QualifiedReading {
  const reading = buildReading({
    sampledAt: NOON + slot * SLOT,
    values: buildValues({ free_chlorine: chlorine, turbidity }),
  });
  return { ...reading, quality: { free_chlorine: { flag: 1 }, turbidity: { flag: 1 } } as never, timing: 'judged' };
}

/** Judges readings in the batches given, each batch with an engine of its own. */
function judgeAll(batches: readonly (readonly QualifiedReading[])[]) {
  const memory = new KeptMemory();
  let findings: unknown = [];
  for (const batch of batches) {
    for (const reading of batch) memory.readings.set(reading.sampledAt, reading);
    const inOrder = [...batch].sort((a, b) => a.sampledAt - b.sampledAt);
    findings = new Engine(memory, STANDARDS).judge(station, inOrder, NOON).findings;
  }
  const episodes = [...memory.episodes.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, episode]) => episode);
  return { findings, episodes, memory };
}

const history = fc
  .array(
    fc.tuple(fc.boolean(), fc.constantFrom(0.02, 0.04, 0.06, 0.09, 0.11, 0.5), fc.constantFrom(0.2, 0.45, 0.7, 1.2, 6)),
    {
      minLength: 1,
      maxLength: 120,
    },
  )
  .map((slots) =>
    slots.flatMap(([sent, chlorine, turbidity], slot) => (sent ? [qualified(slot, chlorine, turbidity)] : [])),
  );

describe('Engine', () => {
  it('comes to the same episodes in whatever order and batches the readings arrive', () => {
    const shuffled = history.chain((readings) =>
      fc.tuple(
        fc.constant(readings),
        fc.shuffledSubarray(readings, { minLength: readings.length }),
        fc.integer({ min: 1, max: 12 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([readings, order, size]) => {
        const batches = order.flatMap((_, i) => (i % size === 0 ? [order.slice(i, i + size)] : []));
        const expected = judgeAll([readings]);
        const { findings, episodes } = judgeAll(batches);
        expect(episodes).toEqual(expected.episodes);
        expect(findings).toEqual(expected.findings);
      }),
      { numRuns: 300 },
    );
  });

  it('judges a reading on time without looking at those before it', () => {
    const { memory } = judgeAll(Array.from({ length: 500 }, (_, slot) => [qualified(slot, 0.5, 0.2)]));
    expect(memory.folded).toBe(0);
  });

  it('rewinds to the checkpoint before a late reading, and no further', () => {
    const onTime = Array.from({ length: 500 }, (_, slot) => [qualified(slot, 0.5, 0.2)]).filter(
      (_, slot) => slot !== 490,
    );
    const { memory } = judgeAll([...onTime, [qualified(490, 0.02, 0.2)]]);
    expect(memory.folded).toBeLessThanOrEqual(10 + HOUR / SLOT);
  });

  it('withdraws an episode that a late reading takes away', () => {
    const [first, second, third, fourth] = [0.02, 0.5, 0.5, 0.02].map((chlorine, slot) =>
      qualified(slot, chlorine, 0.2),
    );
    if (!first || !second || !third || !fourth) throw new Error('four readings');
    expect(judgeAll([[first, fourth]]).episodes.length).toBeGreaterThan(0);
    expect(
      judgeAll([
        [first, fourth],
        [second, third],
      ]).episodes,
    ).toEqual([]);
  });

  it('does not judge a value that failed its quality tests', () => {
    const failed = [0, 1, 2].map((slot) => ({
      ...qualified(slot, 0.02, 0.2),
      quality: { free_chlorine: { flag: 4 } } as never,
    }));
    expect(judgeAll([failed]).episodes).toEqual([]);
  });
});
