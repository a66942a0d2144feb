import type { EpochMs } from '@clearwell/water-quality';
import { fraction, mix } from '../random.ts';

const { floor } = Math;

/** Uniform in −1…1, another at every instant of the grid. */
const lattice = (key: number, place: number): number => 2 * fraction(mix(key, place)) - 1;

/**
 * Smooth noise in −1…1 that wanders over about `period` ms. It is computed from the instant alone, without any history,
 * so the water of any past moment can be known without living through the time before it.
 */
function wander(key: number, at: EpochMs, period: number): number {
  const x = at / period + fraction(key);
  const place = floor(x);
  const t = x - place;
  const [a, b] = [lattice(key, place), lattice(key, place + 1)];
  return a + (b - a) * t * t * (3 - 2 * t);
}

/** Noise of several scales at once, in −1…1: each period weighs half of the one before. */
export function drift(key: number, at: EpochMs, ...periods: readonly number[]): number {
  let [sum, total, weight] = [0, 0, 1];
  for (const [scale, period] of periods.entries()) {
    sum += weight * wander(mix(key, scale + 1), at, period);
    total += weight;
    weight /= 2;
  }
  return sum / total;
}

/** Noise in −1…1 without memory: what an instrument adds to each single value. */
export function jitter(key: number, at: EpochMs): number {
  // In two parts, because an instant is wider than the 32 bits that are hashed.
  return lattice(mix(key, floor(at / 0x1_0000_0000)), at % 0x1_0000_0000);
}
