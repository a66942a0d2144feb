import { buildChannel, NOON, required } from '@clearwell/testkit';
import { limitById, MINUTE, stationId, type Episode } from '@clearwell/water-quality';
import { limitFinding, stepLimit, type LimitMemory } from './limit-rule.ts';

const SLOT = 10 * MINUTE;
const TURBIDITY = required(limitById('gb2022.turbidity'));
const CHLORINE = required(limitById('gb2022.free_chlorine.end.min'));

interface Run {
  readonly memory: LimitMemory | null;
  readonly episodes: readonly Episode[];
}

/** Values of one channel, a slot apart; `undefined` is a slot without a reading. */
function run(limit: typeof TURBIDITY, values: readonly (number | undefined)[]): Run {
  let memory: LimitMemory | null = null;
  const episodes: Episode[] = [];
  values.forEach((value, slot) => {
    if (value === undefined) return;
    const sampledAt = NOON + slot * SLOT;
    const channel = buildChannel(limit.parameter);
    const step = stepLimit(limit, memory, {
      station: stationId('zz-001'),
      channel,
      intervalMs: SLOT,
      sampledAt,
      receivedAt: sampledAt + 5_000,
      value,
    });
    memory = step.memory;
    if (step.episode !== null) episodes.push(step.episode);
  });
  return { memory, episodes };
}

describe('stepLimit', () => {
  it('does not raise for one reading beyond the limit', () => {
    expect(run(TURBIDITY, [0.2, 1.4, 0.2, 0.2, 0.2])).toEqual({ memory: null, episodes: [] });
  });

  it('raises at the second of three readings beyond the limit, and starts at the first', () => {
    const { episodes } = run(TURBIDITY, [0.2, 1.4, 0.2, 1.2]);
    expect(episodes).toMatchObject([
      {
        start: NOON + SLOT,
        raisedAt: NOON + 3 * SLOT,
        detectedAt: NOON + 3 * SLOT + 5_000,
        worst: 1.4,
        count: 2,
        end: null,
      },
    ]);
  });

  it('raises at once for an extreme value', () => {
    expect(run(TURBIDITY, [0.2, 6.2]).episodes).toMatchObject([{ start: NOON + SLOT, raisedAt: NOON + SLOT }]);
  });

  it('does not join readings on both sides of a long gap', () => {
    const gap = Array.from({ length: 6 }, () => undefined);
    expect(run(TURBIDITY, [1.4, ...gap, 1.4]).episodes).toEqual([]);
    expect(run(TURBIDITY, [1.4, ...gap.slice(1), 1.4]).episodes).toHaveLength(1);
  });

  it('does not clear inside the guard band of the limit', () => {
    expect(run(TURBIDITY, [2, 2, 0.95, 0.95, 0.95, 0.95]).memory?.episode).not.toBeNull();
  });

  it('clears at the second of three readings beyond the guard band, and ends at the first', () => {
    const { memory, episodes } = run(TURBIDITY, [2, 2, 0.8, 0.95, 0.8]);
    expect(memory).toBeNull();
    expect(episodes.at(-1)).toMatchObject({ end: NOON + 2 * SLOT, worst: 2, count: 2 });
  });

  it('keeps the value farthest beyond a lower limit as the worst', () => {
    expect(run(CHLORINE, [0.04, 0.04, 0.01, 0.03]).episodes.at(-1)).toMatchObject({ worst: 0.01, count: 4 });
  });
});

describe('limitFinding', () => {
  it.each([
    [[0.02, 0.02], false],
    [[0.02, 0.04], true],
  ])('of %p says within instrument tolerance: %p', (values, withinTolerance) => {
    const memory = required(run(CHLORINE, values).memory);
    const finding = limitFinding(CHLORINE, buildChannel('free_chlorine'), memory);
    expect(finding).toMatchObject({ level: 'red', value: values[1], since: NOON, count: 2, withinTolerance });
  });
});
