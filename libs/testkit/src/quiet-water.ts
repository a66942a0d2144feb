import { MINUTE, type EpochMs, type Reading, type Values } from '@clearwell/water-quality';
import { buildReading, buildValues } from './builders.ts';

/** Water that leaves what it does, by so many usual deviations, for a while. */
export interface Surge {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly size: number;
}

const USUAL = { free_chlorine: [0.5, 0.01], turbidity: [0.2, 0.01], ph: [7.4, 0.02] } as const;
/** What dirt does: chlorine falls, all else rises. */
const DIRT = { free_chlorine: -1, turbidity: 1, ph: 1 } as const;

/** Readings of `buildStation`'s station that go up and down a little by chance, the same for the same times. */
export function quietWater(from: EpochMs, until: EpochMs, surges: readonly Surge[] = []): Reading[] {
  const readings: Reading[] = [];
  for (let sampledAt = from; sampledAt < until; sampledAt += 10 * MINUTE) {
    const surge = surges.find((one) => one.from <= sampledAt && sampledAt < one.until)?.size ?? 0;
    readings.push(buildReading({ sampledAt, seq: readings.length + 1, values: valuesAt(sampledAt, surge) }));
  }
  return readings;
}

function valuesAt(at: EpochMs, surge: number): Values {
  const places = Object.entries(USUAL).map(([key, [level, deviation]], place) => {
    const moved = DIRT[key as keyof typeof DIRT] * surge;
    return [key, Math.round((level + deviation * (chance(at / MINUTE + place * 7_919) + moved)) * 1_000) / 1_000];
  });
  return buildValues(Object.fromEntries(places) as Record<string, number>);
}

/** About a standard deviation, by a number: the sum of twelve even ones, less their mean. */
function chance(seed: number): number {
  let [state, sum] = [Math.trunc(seed) | 0, 0];
  for (let i = 0; i < 12; i++) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    sum += ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
  }
  return sum - 6;
}
