import {
  evidenceSpan,
  type Baseline,
  type DeviceState,
  type EvidenceBundle,
  type EvidenceEvent,
  type EvidenceLimit,
  type EvidenceNeighbour,
  type EvidenceRow,
  type EvidenceWindow,
  type Occasion,
} from '@clearwell/alerts';
import type { Ledger } from '@clearwell/ledger';
import {
  isJudgeable,
  limitBook,
  limitById,
  MINUTE,
  neighboursOf,
  type Alert,
  type BilingualName,
  type ChannelKey,
  type EpochMs,
  type Limit,
  type Link,
  type QualifiedReading,
  type Registration,
  type Standard,
  type Station,
  type StationId,
} from '@clearwell/water-quality';

export interface EvidenceSources {
  readonly ledger: Pick<Ledger, 'readings' | 'episodes' | 'door' | 'outbox' | 'alerts'>;
  readonly register: { at(id: StationId, sampledAt: EpochMs): Registration | undefined };
  readonly networks: { linksAt(at: EpochMs): readonly Link[] };
  readonly standards: readonly Standard[];
  /** Why it is held for what it is, in sentences. */
  readonly reasonsFor: (alert: Alert) => readonly BilingualName[];
}

/** Fewer values say nothing of what is usual. */
const LEAST_FOR_BASELINE = 12;
const [LOW, USUAL, HIGH] = [0.05, 0.5, 0.95];

/** Gathers all that speaks for and against an alert, as it is kept now. */
export function assembleEvidence(
  sources: EvidenceSources,
  alert: Alert,
  occasion: Occasion,
  now: EpochMs,
): EvidenceBundle {
  const span = evidenceSpan(alert, now);
  const neighbours = findNeighbours(sources, alert, span);
  const own = alert.stations.map((station) => windowOf(sources, station, span));
  const ofNeighbours = neighbours.map(({ station }) => windowOf(sources, station, span));
  const stations = [...alert.stations, ...neighbours.map(({ station }) => station)].flatMap(
    (id) => sources.register.at(id, alert.start)?.station ?? [],
  );
  return {
    ...{ alert: alert.id, revision: alert.revision, occasion, sealedAt: now, state: alert, stations },
    windows: [...own, ...ofNeighbours].map(({ window }) => window),
    baselines: own.flatMap(({ window }) => baselinesOf(window, alert.start)),
    limits: limitsOf(sources.standards, stations, alert),
    contributions: alert.sources.flatMap(({ contributions }) => contributions),
    neighbours,
    devices: own.map(({ window, newest }) => deviceOf(sources, window.station, newest, now)),
    events: alert.stations.flatMap((station) => eventsOf(sources, station, span)),
    measurements: sources.ledger.alerts.measurementsOf(alert.id),
    reasons: sources.reasonsFor(alert),
    deliveries: sources.ledger.outbox.log(alert.id),
    timeline: sources.ledger.alerts.timelineOf(alert.id),
    verdict: alert.verdict,
  };
}

interface Span {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

function windowOf(
  { ledger }: EvidenceSources,
  station: StationId,
  { from, until }: Span,
): { readonly window: EvidenceWindow; readonly newest: QualifiedReading | null } {
  // What was sampled now belongs to it.
  const readings = ledger.readings.between(station, from, until + 1);
  return { window: { station, from, until, rows: readings.map(rowOf) }, newest: readings.at(-1) ?? null };
}

const rowOf = ({ sampledAt, receivedAt, values, quality, marks }: QualifiedReading): EvidenceRow => ({
  ...{ sampledAt, receivedAt },
  values: values as EvidenceRow['values'],
  quality: quality as EvidenceRow['quality'],
  ...(Object.keys(marks).length > 0 && { marks }),
});

/** By the values before the alert that may be judged. */
function baselinesOf({ station, rows }: EvidenceWindow, start: EpochMs): Baseline[] {
  const values = new Map<ChannelKey, number[]>();
  for (const row of rows) {
    if (row.sampledAt >= start) break;
    for (const [key, value] of Object.entries(row.values) as [ChannelKey, number | null][]) {
      const flag = row.quality[key]?.flag;
      if (value === null || flag === undefined || !isJudgeable(flag)) continue;
      const known = values.get(key) ?? [];
      known.push(value);
      values.set(key, known);
    }
  }
  return [...values].flatMap(([channel, all]) => {
    if (all.length < LEAST_FOR_BASELINE) return [];
    all.sort((a, b) => a - b);
    const at = (part: number): number => all[Math.round(part * (all.length - 1))] ?? 0;
    return [{ station, channel, low: at(LOW), usual: at(USUAL), high: at(HIGH) }];
  });
}

/** What binds its stations at its beginning, and what its sources broke, whoever it binds now. */
function limitsOf(standards: readonly Standard[], stations: readonly Station[], alert: Alert): EvidenceLimit[] {
  const book = limitBook(standards);
  const bound = new Map<Limit, StationId[]>();
  for (const { id, siteType, channels } of stations.filter((station) => alert.stations.includes(station.id))) {
    const parameters = new Set(channels.map(({ parameter }) => parameter));
    const limits = [...parameters].flatMap((parameter) => book(parameter, siteType, alert.start));
    for (const limit of limits) bound.set(limit, [...(bound.get(limit) ?? []), id]);
  }
  for (const { rule } of alert.sources) {
    const limit = limitById(rule);
    const isKnown = limit === undefined || [...bound.keys()].some(({ id }) => id === limit.id);
    if (!isKnown) bound.set(limit, [...alert.stations]);
  }
  return [...bound].map(([limit, ids]) => {
    const { id, parameter, standard, clause, side, value, level } = limit;
    const unit = stations.flatMap(({ channels }) => channels).find((one) => one.parameter === parameter)?.unit ?? '';
    return { id, parameter, stations: ids, standard, clause, side, value, unit, level };
  });
}

/** Those next to its stations on the network, and whether the water did something there too while it went on. */
function findNeighbours({ ledger, networks }: EvidenceSources, alert: Alert, { until }: Span): EvidenceNeighbour[] {
  const links = networks.linksAt(alert.start);
  const found = new Map<StationId, EvidenceNeighbour>();
  for (const station of alert.stations)
    for (const direction of ['upstream', 'downstream'] as const)
      for (const { station: id, travelMinutes, links: away } of neighboursOf(links, station, direction)) {
        if (away > 1 || alert.stations.includes(id) || found.has(id)) continue;
        const [from, to] = [alert.start - travelMinutes * MINUTE, (alert.end ?? until) + travelMinutes * MINUTE];
        const isHeard = ledger.readings.between(id, from, Math.min(to, until) + 1).length > 0;
        found.set(id, {
          station: id,
          direction,
          travelMinutes,
          agrees: isHeard ? ledger.episodes.hasSpoken(id, from, to + 1) : null,
        });
      }
  return [...found.values()];
}

function deviceOf(
  { ledger }: EvidenceSources,
  station: StationId,
  newest: QualifiedReading | null,
  now: EpochMs,
): DeviceState {
  const { device = {}, values = {} } = newest ?? {};
  const calibratedAt = ledger.door.lastEvent(station, { kind: 'calibration', state: 'end' }, now);
  return {
    station,
    sampleFlow: device.sampleFlow ?? null,
    flow: values['flow' as ChannelKey] ?? null,
    isPowered: device.power === undefined ? null : device.power === 'mains',
    signal: device.signal ?? null,
    calibratedAt,
    reagentSince: null,
  };
}

const eventsOf = ({ ledger }: EvidenceSources, station: StationId, { from, until }: Span): EvidenceEvent[] =>
  ledger.door.eventsBetween(station, from, until + 1).map((event) => ({ station, ...event }));
