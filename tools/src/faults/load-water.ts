import { fraction, keyOf } from '@clearwell/firmware-sim';
import { MINUTE, type EpochMs, type ParameterCode, type Station } from '@clearwell/water-quality';
import type { WireReading } from '@clearwell/contracts';
import { ORDINARY } from '../bench/publish-load.ts';

/** Values far enough beyond a limit to be seen by everybody. */
const BROKEN: Readonly<Partial<Record<ParameterCode, number>>> = {
  free_chlorine: 0.02,
  turbidity: 2.4,
  ph: 8.9,
  ammonia_n: 0.7,
};

/** Slots in which a limit is broken once at most, and how many of them the break lasts. */
const BLOCK = 36;
const LONGEST_BREAK = 8;
const BREAKS = 0.08;

/** What a station measures in its n-th interval: ordinary water and, now and then, some hours beyond a limit. Seeded. */
export function readingAt(
  station: Station,
  slot: number,
  { seed, start }: { readonly seed: number; readonly start: EpochMs },
): WireReading & { readonly sampledAt: EpochMs; readonly seq: number } {
  const values = Object.fromEntries(
    station.channels.map(({ key, parameter }) => {
      const broken = BROKEN[parameter];
      const ordinary = (ORDINARY[parameter] ?? 1) * (1 + 0.05 * fraction(keyOf(seed, station.id, key, slot)));
      const value = broken !== undefined && isBroken(seed, `${station.id}/${key}`, slot) ? broken : ordinary;
      return [key, Number(value.toFixed(4))];
    }),
  );
  return { sampledAt: start + slot * 10 * MINUTE, boot: 1, seq: slot + 1, values };
}

function isBroken(seed: number, name: string, slot: number): boolean {
  const block = Math.floor(slot / BLOCK);
  const chance = (what: string): number => fraction(keyOf(seed, name, block, what));
  if (chance('happens') >= BREAKS) return false;
  const begins = block * BLOCK + Math.floor(chance('begins') * (BLOCK - LONGEST_BREAK));
  return slot >= begins && slot < begins + 1 + Math.floor(chance('lasts') * LONGEST_BREAK);
}
