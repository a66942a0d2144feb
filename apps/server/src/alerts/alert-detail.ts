import { ALERT_POLICY, VERDICT_RULES } from '@clearwell/alerts';
import type { AlertDelivery, AlertDetail, MeasurementAnswer } from '@clearwell/contracts/alerts';
import { summaryOf } from '@clearwell/live';
import {
  agrees,
  isLasting,
  VERDICTS,
  type Alert,
  type AlertId,
  type AlertSource,
  type BilingualName,
  type DeliveryLine,
  type Happening,
  type Measurement,
  type TimelineEntry,
} from '@clearwell/water-quality';

/** All that is kept of one alert. */
export interface AlertFile {
  readonly alert: Alert;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  readonly measurements: readonly Measurement[];
  /** Oldest first. */
  readonly deliveries: readonly DeliveryLine[];
  /** Alerts that are part of it. */
  readonly members: readonly AlertId[];
  /** Why it is held for what it is. */
  readonly reasons: readonly BilingualName[];
}

export function detailOf(
  { alert, timeline, measurements, deliveries, members, reasons }: AlertFile,
  may: AlertDetail['may'],
): AlertDetail {
  const { acknowledgement, verdict } = alert;
  return {
    ...summaryOf(alert),
    reasons: [...reasons],
    sources: alert.sources.map(sourceAnswer),
    parts: alert.parts.map(({ station, from, until }) => ({ station, from, until })),
    settling: settlingOf(alert),
    members: [...members],
    told: toldAnswer(alert.told),
    acknowledgement,
    judgement: verdict,
    heldBack: heldBackOf(alert, timeline),
    timeline: [...timeline],
    deliveries: deliveries.map(deliveryAnswer),
    measurements: measurements.map(measurementAnswer),
    closableAs: closableAs(alert),
    may,
  };
}

function settlingOf({ sources }: Alert): AlertDetail['settling'] {
  const since = sources.find(({ overSince = null }) => overSince !== null)?.overSince ?? null;
  return since === null ? null : { since, until: since + ALERT_POLICY.clusterSettles };
}

/** What is only waited for keeps nothing from being closed: people know better whether a cluster goes on at the next station. */
function closableAs({ kind, sources }: Alert): AlertDetail['closableAs'] {
  const goesOn = sources.some((source) => isLasting(source) && (source.overSince ?? null) === null);
  return VERDICTS.filter((verdict) => !goesOn || VERDICT_RULES[verdict].closesLasting.includes(kind));
}

export const measurementAnswer = (measurement: Measurement): MeasurementAnswer => ({
  ...measurement,
  agrees: measurement.online === null ? null : agrees(measurement.online),
});

function sourceAnswer(source: AlertSource): AlertDetail['sources'][number] {
  const { key, channel, rule, level, start, raisedAt, detectedAt, end, clearedAt, worst, count, paging } = source;
  return {
    ...{ key, channel, rule, level, start, raisedAt, detectedAt, end, clearedAt, worst, count },
    paging: paging === null ? null : { code: paging.code, notifies: paging.notifies },
    contributions: [...source.contributions],
  };
}

/** The key of a notice is its alert, revision, happening and audience. */
function deliveryAnswer({ at, notice, audience, receiver, outcome, attempt, why }: DeliveryLine): AlertDelivery {
  const [, revision, what] = notice.split(':');
  return { at, revision: Number(revision), what: what as Happening, audience, receiver, outcome, attempt, why };
}

const toldAnswer = (told: Alert['told']): AlertDetail['told'] =>
  Object.fromEntries(
    Object.entries(told).map(([audience, rank]) => [audience, rank > 1 ? 'something_red' : 'something']),
  );

/** What ends that notices are held back, where the alert is not held any more. */
const RELEASES: readonly Happening[] = ['held_back', 'released', 'cleared', 'withdrawn', 'closed', 'lapsed'];

/** When notices of it were held back, and why, as its timeline tells. */
export function heldBackOf(
  { held, lastChange }: Pick<Alert, 'held' | 'lastChange'>,
  timeline: readonly TimelineEntry[],
): AlertDetail['heldBack'] {
  return timeline.flatMap(({ what, code, at }, place) => {
    if (what !== 'held_back' || code === undefined) return [];
    // What came too late was dropped there and then: nothing has to end it.
    const end = code === 'too_late' ? { at } : timeline.slice(place + 1).find((later) => RELEASES.includes(later.what));
    if (end !== undefined) return [{ code, from: at, until: end.at }];
    return [{ code, from: at, until: held?.code === code ? null : lastChange.at }];
  });
}
