import {
  isLasting,
  type Alert,
  type AlertSource,
  type EpisodeFact,
  type EpisodesEntry,
  type EpochMs,
  type FactEntry,
  type IncidentEntry,
  type IncidentPart,
  type StationId,
} from '@clearwell/water-quality';
import { alertKey, incidentKey, sourceKey } from './alert-key.ts';
import { isAnyLasting, withoutWaiting } from './alert-shape.ts';
import { isWaiting } from './inhibition.ts';
import { putSource, withdrawSource } from './sources.ts';
import type { StepDraft } from './step-draft.ts';

type EntryOf<K extends FactEntry['kind']> = Extract<FactEntry, { readonly kind: K }>;

/** Puts before withdrawals: an episode that late data lets begin at another time goes on in its alert. */
export function takeEpisodes(step: StepDraft, { station, judgedUntil, put, withdrawn }: EpisodesEntry): void {
  const found = new Set<string>();
  for (const fact of put) {
    const { kind, channel, rule } = fact.episode;
    // Hints are for the network alone.
    if (kind === 'hint') continue;
    const source = sourceOf(sourceKey(station, { ...fact.episode, kind }), fact);
    found.add(source.key);
    putSource(step, { key: alertKey(station, { kind, channel, rule }), kind, stations: [station], channel }, source);
  }
  for (const { kind, ...name } of withdrawn) {
    const key = kind === 'hint' ? null : sourceKey(station, { ...name, kind });
    if (key !== null && !found.has(key)) withdrawSource(step, key);
  }
  if (step.book.silentSince(station) === undefined) verify(step, station, judgedUntil);
  if (step.at - judgedUntil > step.book.policy.dataIsOld) awaitRest(step, station, { found, judgedUntil });
  step.concernStation(station);
}

/** It lasts as far as is known, and that is long ago: what came since is on the way, and may end it. */
function awaitRest(
  step: StepDraft,
  station: StationId,
  { found, judgedUntil }: { readonly found: ReadonlySet<string>; readonly judgedUntil: EpochMs },
): void {
  const waits = { until: step.at + step.book.policy.backfillPatience, raisedBefore: judgedUntil };
  for (const alert of step.book.live(station))
    if (alert.sources.some((source) => found.has(source.key) && isLasting(source))) step.set({ ...alert, waits });
}

function sourceOf(key: string, { episode, paging }: EpisodeFact): AlertSource {
  const { channel, rule, level, start, raisedAt, detectedAt, end, worst, count, clearedAt = null, details } = episode;
  const contributions = details !== undefined && 'contributions' in details ? details.contributions : [];
  return {
    key,
    ...{ channel, rule, level, start, raisedAt, detectedAt, end, worst, count, clearedAt },
    ...{ contributions, paging: paging ?? null, isSpent: false },
  };
}

/**
 * Its data has said of what was open when it fell silent: it goes on, or it would have ended. And a cluster that was over at
 * all its stations by then has not gone on meanwhile.
 */
function verify(step: StepDraft, station: StationId, judgedUntil: EpochMs): void {
  for (const alert of step.book.live(station))
    if (alert.unverifiedSince !== null && judgedUntil > alert.unverifiedSince)
      step.set({ ...alert, unverifiedSince: null });
  for (const alert of step.book.settledBy(station, judgedUntil))
    for (const source of alert.sources) putSource(step, alert, withoutWaiting(source));
}

export function takeIncident(step: StepDraft, entry: IncidentEntry): void {
  const { incident, of, stations, level, start, raisedAt, strength, paging, parts } = entry;
  if (of === 'event') {
    takeReach(step, entry);
    return;
  }
  const key = incidentKey(incident);
  const known = step.book.holderOf(key)?.sources.find((source) => source.key === key);
  const alert = putSource(
    step,
    { key, kind: of, stations, channel: null },
    {
      ...{ key, channel: null, rule: of, level, start, raisedAt, paging, ...endOf(step, entry, known) },
      ...{ detectedAt: known?.detectedAt ?? step.at, worst: strength, count: stations.length },
      ...{ contributions: [], isSpent: false },
    },
  );
  step.set({ ...alert, stations, parts: isSame(alert.parts, parts) ? alert.parts : parts });
}

/** A cluster goes on for a while after it is over at each of its stations; once it was over, or closed, since then it is. */
function endOf(
  { book, at }: StepDraft,
  { of, clearedAt }: IncidentEntry,
  known: AlertSource | undefined,
): Pick<AlertSource, 'clearedAt' | 'end' | 'overSince'> {
  const waits = of === 'cluster' && clearedAt !== null && at < clearedAt + book.policy.clusterSettles;
  return waits && known?.clearedAt !== clearedAt
    ? { clearedAt: null, end: null, overSince: clearedAt }
    : { clearedAt, end: clearedAt, overSince: null };
}

/** What the event of one station reaches; it has an alert by its episode, or none. */
function takeReach(step: StepDraft, { stations: [station], start, paging, parts }: IncidentEntry): void {
  if (station === undefined) return;
  const events = step.book.live(station).filter(({ kind }) => kind === 'event');
  const event = events.find(isAnyLasting) ?? events.at(-1);
  if (event === undefined) return;
  const isMeant = ({ clearedAt }: AlertSource): boolean => clearedAt === null || clearedAt >= start;
  // What belongs to several is said with them: the desk weighs alone only what is not like them.
  const isApart = step.book.headsOver(station).some((head) => head.kind !== 'event' && isAnyLasting(head));
  const weighed = isApart ? { ...paging, isApart } : paging;
  const sources = event.sources.map((source) =>
    isMeant(source) && source.paging?.notifies !== true ? { ...source, paging: weighed } : source,
  );
  step.set({ ...event, sources, parts: isSame(event.parts, parts) ? event.parts : parts });
}

/** An incident is put with every reading that belongs to it, and rarely reaches further than before. */
const isSame = (a: Alert['parts'], b: Alert['parts']): boolean =>
  a.length === b.length && a.every((one, i) => isSamePart(one, b[i]));

const isSamePart = (a: IncidentPart, b: IncidentPart | undefined): boolean =>
  a.station === b?.station && a.from === b.from && a.until === b.until && String(a.moved) === String(b.moved);

export function takeIncidentBack(step: StepDraft, { incident }: EntryOf<'incident_withdrawn'>): void {
  withdrawSource(step, incidentKey(incident));
}

export function takeSilence(step: StepDraft, { station, since }: EntryOf<'silent'>): void {
  if (step.book.silentSince(station) !== undefined) return;
  putClocked(step, 'silence', station, { start: since, clearedAt: null });
  step.concernStation(station);
}

/** What was held back by silence waits a moment longer: the station has its memory to send. */
export function takeReturn(step: StepDraft, { station, sampledAt }: EntryOf<'back'>): void {
  const since = step.book.silentSince(station);
  if (since !== undefined) {
    putClocked(step, 'silence', station, { start: since, clearedAt: sampledAt });
    const waits = { until: step.at + step.book.policy.backfillPatience, raisedBefore: sampledAt };
    for (const alert of step.book.live(station)) if (isWaiting(alert.held?.code)) step.set({ ...alert, waits });
  }
  verify(step, station, sampledAt);
  step.concernStation(station);
}

export function takeLink(step: StepDraft, { station, since, isUnstable }: EntryOf<'link'>): void {
  const lasting = step.book
    .live(station)
    .flatMap(({ kind, sources }) => (kind === 'link' ? sources.filter(isLasting) : []));
  if (isUnstable && lasting.length === 0) putClocked(step, 'link', station, { start: since, clearedAt: null });
  if (!isUnstable) for (const { start } of lasting) putClocked(step, 'link', station, { start, clearedAt: step.at });
}

/** What is told by the clock, not by readings, is an episode too. */
function putClocked(
  step: StepDraft,
  kind: 'silence' | 'link',
  station: StationId,
  { start, clearedAt }: Pick<AlertSource, 'start' | 'clearedAt'>,
): void {
  const key = sourceKey(station, { kind, channel: null, rule: kind, start });
  const known = step.book.holderOf(key)?.sources.find((source) => source.key === key);
  putSource(
    step,
    { key: `${kind}|${station}`, kind, stations: [station], channel: null },
    {
      ...{ key, channel: null, rule: kind, level: 'notice', start, end: clearedAt, clearedAt, worst: 0, count: 1 },
      ...{ raisedAt: known?.raisedAt ?? step.at, detectedAt: known?.detectedAt ?? step.at },
      ...{ contributions: [], paging: null, isSpent: false },
    },
  );
}
