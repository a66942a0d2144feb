import type { SiteType } from '@clearwell/water-quality';

/** How often something ordinary happens. */
export interface EverydayRate {
  /** Name of the scenario. */
  readonly scenario: string;
  /** What it happens to: a station, or a waterworks and all it feeds. */
  readonly of: 'station' | 'works';
  /** So often in so many days of one station or one works. */
  readonly times: number;
  readonly inDays: number;
  /** Hours of the local day in which it begins: people come when they work. Any hour if left out. */
  readonly hours?: readonly [from: number, to: number];
  /** Only at stations of these types. */
  readonly at?: readonly SiteType[];
}

/** The example city that most rates are counted in: 48 stations and 3 waterworks, 35 days. */
const STATION_DAYS = 48 * 35;
const WORKS_DAYS = 3 * 35;
const WORKING_HOURS = [8.5, 16] as const;

/** Counted in the example city: 60 faults of probes, 40 lost links, 8 doublings, a wrong clock; 5 of each at the works. */
const COUNTED: readonly EverydayRate[] = [
  ...(
    [
      ['spikes', 10],
      ['flatline', 9],
      ['noise', 8],
      ['reagent-empty', 8],
      ['dropout', 7],
      ['range-clip', 6],
      ['swapped-channels', 5],
      ['drift', 4],
      ['frozen', 3],
      ['link-outage', 40],
      ['duplicate', 8],
      ['clock-skew', 1],
    ] as const
  ).map(([scenario, times]) => ({ scenario, of: 'station', times, inDays: STATION_DAYS }) as const),
  { scenario: 'source-switch', of: 'works', times: 5, inDays: WORKS_DAYS },
  { scenario: 'pump-trip', of: 'works', times: 5, inDays: WORKS_DAYS },
  // 61 visits: every four weeks, at the busy end of the usual one to three months.
  { scenario: 'calibration', of: 'station', times: 61, inDays: STATION_DAYS, hours: WORKING_HOURS },
];

/** Not counted there. */
const REASONED: readonly EverydayRate[] = [
  // A blocked sample line is about as rare as a frozen logger.
  { scenario: 'zero-flow', of: 'station', times: 3, inDays: STATION_DAYS },
  // A cabinet loses its mains longer than its battery lasts about three times a year.
  { scenario: 'reboot', of: 'station', times: 1, inDays: 120 },
  // Ends of pipes are flushed about every two months, in the quiet hours after the morning peak.
  { scenario: 'flushing', of: 'station', times: 1, inDays: 60, hours: [9.5, 11.5], at: ['pipe_end'] },
];

/**
 * What happens in a city whose water is well. No event of the water is among it, and no `conflict`, which is a fault of
 * a logger's program and not of a day.
 */
export const EVERYDAY_RATES: readonly EverydayRate[] = [...COUNTED, ...REASONED];
