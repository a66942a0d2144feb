import { HistoryQualifier } from '@clearwell/qualify';
import { buildChannel, buildReading, buildStation, buildValues, randomFrom } from '@clearwell/testkit';
import {
  DAY,
  MINUTE,
  stationId,
  type EpochMs,
  type ParameterCode,
  type QualifiedReading,
  type Station,
} from '@clearwell/water-quality';

const SLOT = 10 * MINUTE;
export const A_WEEK = (7 * DAY) / SLOT;
const START: EpochMs = Date.UTC(2026, 0, 5);
/** Weeks that are invented; longer histories are these, again and again. */
const WEEKS = 8;
const PLACES = WEEKS * A_WEEK;

interface Habit {
  readonly key: ParameterCode;
  readonly level: number;
  /** What the other source brings, which comes for some hours a day. */
  readonly other: number;
  readonly swing: number;
  readonly noise: number;
}

const HABITS: readonly Habit[] = [
  { key: 'free_chlorine', level: 0.6, other: -0.12, swing: 0.05, noise: 0.012 },
  { key: 'turbidity', level: 0.22, other: -0.06, swing: 0.02, noise: 0.012 },
  { key: 'ph', level: 7.5, other: 0.2, swing: 0.04, noise: 0.012 },
  { key: 'conductivity', level: 480, other: -60, swing: 8, noise: 2 },
  { key: 'temperature', level: 14, other: -1.5, swing: 0.8, noise: 0.05 },
  { key: 'orp', level: 690, other: -25, swing: 8, noise: 2.5 },
  { key: 'uv254', level: 0.03, other: -0.006, swing: 0.002, noise: 0.001 },
  { key: 'pressure', level: 0.35, other: 0.03, swing: 0.03, noise: 0.004 },
];

export const CHANNELS = HABITS.length;

/** A station of the pipe network to which two waters come, with 8 probes: every part of detection has to do with it. */
export const inventedStation = (number: number): Station =>
  buildStation({
    id: stationId(`zz-${String(number).padStart(3, '0')}`),
    channels: HABITS.map(({ key }) => buildChannel(key)),
  });

/** Eight weeks of its readings every 10 minutes, as the door passes them on; the same for the same seed. */
export function inventReadings(station: Station, seed: number): readonly QualifiedReading[] {
  const random = randomFrom(seed);
  const qualifier = new HistoryQualifier();
  const wander = new Float64Array(CHANNELS);
  return Array.from({ length: PLACES }, (_, place) => {
    const day = (place * SLOT) / DAY;
    const hour = 24 * (day % 1);
    const other = Math.max(0, Math.min(1, (hour - 9) * 2, (15 - hour) * 2));
    // Now and then water that is neither: two hours, in three weeks.
    const strange = place % (3 * A_WEEK) > 3 * A_WEEK - 12 ? 1 : 0;
    const values = HABITS.map(({ key, level, other: by, swing, noise }, i) => {
      wander[i] = 0.98 * (wander[i] ?? 0) + noise * (random() - 0.5);
      const daily = other * by + swing * Math.sin(2 * Math.PI * (day + i / 9));
      const lone = random() < 0.0003 ? 12 * noise : 0;
      const value = level + daily + strange * 9 * noise * (i % 2 === 0 ? 1 : -1) + (wander[i] ?? 0);
      const { resolution = 0.01 } = station.channels[i] ?? {};
      const shown = Math.round((value + lone + 2 * noise * (random() + random() - 1)) / resolution) * resolution;
      return [key, random() < 0.001 ? null : shown] as const;
    });
    const sampledAt = START + place * SLOT;
    return qualifier.atDoor(
      buildReading({ station: station.id, sampledAt, seq: place + 1, values: buildValues(Object.fromEntries(values)) }),
    );
  });
}

/** The reading at a place of a history of any length: those invented, again and again, later each time. */
export function readingAt(readings: readonly QualifiedReading[], place: number): QualifiedReading {
  const reading = readings[place % PLACES];
  if (reading === undefined) throw new RangeError('There are no readings to repeat');
  const sampledAt = START + place * SLOT;
  return { ...reading, sampledAt, receivedAt: sampledAt + 5_000, seq: place + 1 };
}
