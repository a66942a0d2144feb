import {
  isLasting,
  type Alert,
  type AlertId,
  type AlertSource,
  type ChannelKey,
  type EpochMs,
  type FindingLevel,
} from '@clearwell/water-quality';

const WEIGHT: Readonly<Record<FindingLevel, number>> = { notice: 0, amber: 1, red: 2 };

export const isWorse = (a: FindingLevel, b: FindingLevel): boolean => WEIGHT[a] > WEIGHT[b];

export const isAnyLasting = ({ sources }: Pick<Alert, 'sources'>): boolean => sources.some(isLasting);

/** The worst of what lasts; of what is over, the worst of all. */
export function levelOf({ sources, level }: Pick<Alert, 'sources' | 'level'>): FindingLevel {
  const lasting = sources.filter(isLasting);
  const counted = lasting.length > 0 ? lasting : sources;
  return (
    counted.reduce<FindingLevel | null>(
      (worst, one) => (worst !== null && !isWorse(one.level, worst) ? worst : one.level),
      null,
    ) ?? level
  );
}

/** From where until where it goes, by its sources; one that has none left keeps where it began. */
export function spanOf({
  sources,
  start,
  end,
}: Pick<Alert, 'sources' | 'start' | 'end'>): Pick<Alert, 'start' | 'end'> {
  if (sources.length === 0) return { start, end: end ?? start };
  return {
    start: Math.min(...sources.map((source) => source.start)),
    end: sources.some(isLasting) ? null : Math.max(...sources.map(endOf)),
  };
}

/** Of a cluster that is over at all its stations, while it is waited for whether it goes on at the next: as over. */
export function withoutWaiting(source: AlertSource): AlertSource {
  const { overSince = null } = source;
  return overSince === null ? source : { ...source, clearedAt: overSince, end: overSince, overSince: null };
}

const endOf = (source: AlertSource): EpochMs => source.end ?? source.clearedAt ?? source.start;

/** Event time between an alert and an episode; 0 where they touch or overlap. */
export function gapBetween(alert: Pick<Alert, 'start' | 'end'>, source: AlertSource): number {
  const after = source.start - (alert.end ?? Infinity);
  const before = alert.start - (isLasting(source) ? Infinity : endOf(source));
  return Math.max(0, after, before);
}

/** An alert as it is opened; its sources, and what follows from them, come next. */
export function blankAlert(
  id: AlertId,
  subject: Pick<Alert, 'key' | 'kind' | 'stations' | 'channel'>,
  first: AlertSource,
  at: EpochMs,
): Alert {
  return {
    ...{ id, key: subject.key, kind: subject.kind, stations: subject.stations, channel: subject.channel },
    ...{ condition: 'active', level: first.level, isWithdrawn: false, unverifiedSince: null, unheard: [] },
    ...{ sources: [], start: first.start, end: null },
    lateMs: Math.max(0, first.detectedAt - first.raisedAt),
    ...{ parts: [], partOf: null, told: {}, held: null, waits: null },
    ...{ handling: 'new', assignee: null, acknowledgement: null, verdict: null },
    ...{ revision: 0, lastChange: { what: 'raised', by: null, at } },
    ...{ openedAt: at, notifiedAt: null, acknowledgedAt: null, closedAt: null },
  };
}

/** How much of an event some channels are, 0 to 1. */
export const weightOf = (
  { contributions }: Pick<AlertSource, 'contributions'>,
  isMeant: (channel: ChannelKey) => boolean,
): number => contributions.reduce((sum, { channel, weight }) => sum + (isMeant(channel) ? weight : 0), 0);
