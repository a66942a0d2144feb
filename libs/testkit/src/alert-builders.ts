import {
  alertId,
  channelKey,
  stationId,
  type Alert,
  type AlertSource,
  type Episode,
  type EpisodesEntry,
  type Notice,
  type TimelineEntry,
} from '@clearwell/water-quality';
import { NOON } from './builders.ts';

export const ALERT = alertId('WQ-20260501-001');

/** Turbidity above its legal limit since noon. */
export const buildSource = (overrides: Partial<AlertSource> = {}): AlertSource => ({
  key: `limit|zz-001|turbidity|gb2022.turbidity|${String(NOON)}`,
  channel: channelKey('turbidity'),
  rule: 'gb2022.turbidity',
  level: 'red',
  start: NOON,
  raisedAt: NOON,
  detectedAt: NOON,
  end: null,
  clearedAt: null,
  worst: 2.4,
  count: 3,
  contributions: [],
  paging: null,
  isSpent: false,
  ...overrides,
});

/** The alert of `buildSource`, just opened; inspectors were told. */
export const buildAlert = (overrides: Partial<Alert> = {}): Alert => ({
  id: ALERT,
  key: 'limit|zz-001|turbidity|max',
  kind: 'limit',
  stations: [stationId('zz-001')],
  channel: channelKey('turbidity'),
  condition: 'active',
  level: 'red',
  isWithdrawn: false,
  unverifiedSince: null,
  unheard: [],
  sources: [buildSource()],
  start: NOON,
  end: null,
  lateMs: 0,
  parts: [],
  partOf: null,
  told: { inspectors: 2 },
  held: null,
  waits: null,
  handling: 'new',
  assignee: null,
  acknowledgement: null,
  verdict: null,
  revision: 1,
  lastChange: { what: 'raised', by: null, at: NOON },
  openedAt: NOON,
  notifiedAt: NOON,
  acknowledgedAt: null,
  closedAt: null,
  ...overrides,
});

/** What is told of `buildAlert`; its key follows from what it says. */
export function buildNotice(overrides: Partial<Notice> = {}): Notice {
  const { alert, revision, what, audience } = {
    ...{ alert: ALERT, revision: 1, what: 'raised', audience: 'inspectors' },
    ...overrides,
  };
  return {
    key: `${alert}:${String(revision)}:${what}:${audience}`,
    ...{ alert, revision, at: NOON, what: 'raised', audience: 'inspectors', notifies: true, heldBackBecause: null },
    ...{ condition: 'active', level: 'red', lateMs: 0 },
    ...overrides,
  };
}

/** The first line of the timeline of `buildAlert`. */
export const buildTimelineEntry = (overrides: Partial<TimelineEntry> = {}): TimelineEntry => ({
  ...{ alert: ALERT, revision: 1, place: 0, at: NOON, by: null, what: 'raised', condition: 'active', level: 'red' },
  ...overrides,
});

/** A legal limit of turbidity, broken since noon, which goes on. */
export function buildEpisode(overrides: Partial<Episode> = {}): Episode {
  const start = overrides.start ?? NOON;
  return {
    ...{ station: stationId('zz-001'), kind: 'limit', channel: channelKey('turbidity'), rule: 'gb2022.turbidity' },
    ...{ level: 'red', start, raisedAt: start, detectedAt: start, end: null, worst: 2, count: 3 },
    ...overrides,
  };
}

/** What alerts are told of episodes of one station, at the time the last of them was raised. */
export function buildEpisodesEntry(...episodes: readonly [Episode, ...Episode[]]): EpisodesEntry {
  const [{ station }] = episodes;
  const at = Math.max(...episodes.map(({ detectedAt }) => detectedAt));
  return {
    kind: 'episodes',
    at,
    station,
    judgedUntil: at,
    put: episodes.map((episode) => ({ episode })),
    withdrawn: [],
  };
}
