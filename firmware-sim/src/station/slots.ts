import type { EpochMs } from '@clearwell/water-quality';

/** When a station samples: every `interval` ms, `phase` ms after the full interval since 1970. */
export interface Rhythm {
  readonly interval: number;
  readonly phase: number;
}

/** Stations take turns, so that the city's readings come evenly. */
export const rhythmOf = (index: number, stations: number, interval: number): Rhythm => ({
  interval,
  phase: Math.floor((index * interval) / stations),
});

/** First sampling time after `at`. */
export function slotAfter({ interval, phase }: Rhythm, at: EpochMs): EpochMs {
  return (Math.floor((at - phase) / interval) + 1) * interval + phase;
}

/** All sampling times after `after` up to and including `until`, oldest first. */
export function slotsBetween(rhythm: Rhythm, after: EpochMs, until: EpochMs): EpochMs[] {
  const slots: EpochMs[] = [];
  for (let slot = slotAfter(rhythm, after); slot <= until; slot += rhythm.interval) slots.push(slot);
  return slots;
}
