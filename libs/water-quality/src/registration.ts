import type { EpochMs } from './brand.ts';
import { EARLIEST_SAMPLE, type Station } from './station.ts';

/** By what a registration came: a stations file given at the start, or a request. */
export const REGISTRARS = ['file', 'api'] as const;
export type Registrar = (typeof REGISTRARS)[number];

/** What is true of a station from an instant on, until its next registration. */
export interface Registration {
  readonly station: Station;
  /** First sampling time it is true of. A station's first registration is true of all it ever sampled. */
  readonly from: EpochMs;
  /** Out of service: what it samples is no longer taken. */
  readonly retired: boolean;
  /** Counts what was recorded of this station, from 1. */
  readonly revision: number;
  /** Null: before the ledger noted it. */
  readonly recordedAt: EpochMs | null;
  readonly recordedBy: Registrar;
}

/** Sampling time from which a first registration is true: nothing is taken that was sampled before. */
export const SINCE_EVER = EARLIEST_SAMPLE;

/**
 * Of all that was recorded of one station, what stands, oldest first: for each instant it was said of, what was recorded
 * last. A correction carries the instant of what it corrects.
 */
export function standingOf(recorded: readonly Registration[]): readonly Registration[] {
  const byInstant = new Map<EpochMs, Registration>();
  for (const registration of recorded) {
    const known = byInstant.get(registration.from);
    if (known === undefined || known.revision < registration.revision) byInstant.set(registration.from, registration);
  }
  return [...byInstant.values()].sort((a, b) => a.from - b.from);
}

/** The registration that was true at an instant; of an instant before all of them, the first. */
export function registrationAt(standing: readonly Registration[], at: EpochMs): Registration | undefined {
  return standing.findLast((registration) => registration.from <= at) ?? standing[0];
}

/** Those that were true at some time from `from` until before `to`, oldest first. */
export function registrationsWithin(
  standing: readonly Registration[],
  from: EpochMs,
  to: EpochMs,
): readonly Registration[] {
  return standing.filter((registration, i) => {
    const next = standing[i + 1]?.from ?? Infinity;
    return (i === 0 || registration.from < to) && next > from;
  });
}

/** Whether two say the same of a station. The order of channels says nothing. */
export const isSameStation = (a: Station, b: Station): boolean => contentOf(a) === contentOf(b);

function contentOf(station: Station): string {
  const { id, region, name, district, siteType, position, intervalMs } = station;
  const channels = station.channels
    .map(({ key, parameter, unit, resolution }) => [key, parameter, unit, resolution].join(' '))
    .sort();
  const words = [name.zh, name.en, district.zh, district.en];
  return JSON.stringify([id, region, words, siteType, position.lat, position.lon, intervalMs, channels]);
}
