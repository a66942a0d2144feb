import { isLasting, type Alert, type AlertSource } from '@clearwell/water-quality';
import { blankAlert, gapBetween, isAnyLasting, isWorse, spanOf } from './alert-shape.ts';
import { shelfOf } from './book.ts';
import { isWaiting } from './inhibition.ts';
import { noticeRule } from './notice-rules.ts';
import type { StepDraft } from './step-draft.ts';

/** What an episode is about, whether or not an alert stands open for it. */
export type Subject = Pick<Alert, 'key' | 'kind' | 'stations' | 'channel'>;

/** Takes in an episode as it is now known: into the alert that holds it, into one that stands open for it, or into a new one. */
export function putSource(step: StepDraft, subject: Subject, found: AlertSource): Alert {
  const holder = step.book.holderOf(found.key);
  const known = holder?.sources.find(({ key }) => key === found.key);
  if (holder === undefined || known === undefined) return joinSource(step, subject, found);
  const source = { ...found, paging: stronger(known, found), isSpent: spentAfter(holder, known, found) };
  if (isLasting(known) || !isLasting(found)) return changeSource(step, holder, known, source);
  return reviveSource(step, subject, holder, source);
}

/** Late data took an episode away. What never was stays on record. */
export function withdrawSource(step: StepDraft, key: string): void {
  const holder = step.book.holderOf(key);
  if (holder === undefined) return;
  const sources = holder.sources.filter((source) => source.key !== key);
  step.note(holder.id, 'corrected', { source: key });
  store(step, { ...holder, sources, isWithdrawn: sources.length === 0 });
}

function joinSource(step: StepDraft, subject: Subject, source: AlertSource): Alert {
  const open = standingFor(step, subject, source) ?? blankAlert(step.book.nextId(step.at), subject, source, step.at);
  const isBack = open.condition === 'cleared' && !wakesAgain(open, source);
  return store(step, {
    ...open,
    sources: [...open.sources, { ...source, isSpent: isBack }],
    isWithdrawn: false,
  });
}

function changeSource(step: StepDraft, holder: Alert, known: AlertSource, source: AlertSource): Alert {
  if (isSameSource(known, source)) return holder;
  const isCorrected = !isLasting(known) && (known.clearedAt !== source.clearedAt || known.end !== source.end);
  if (isCorrected) step.note(holder.id, 'corrected', { source: source.key });
  const sources = holder.sources.map((one) => (one === known ? source : one));
  return store(step, { ...holder, sources, ...(isBeyondJudged(holder, known, source) ? reopened(step, holder) : {}) });
}

/** It goes on after it was closed, and is worse, or reaches more stations, than what was judged. */
function isBeyondJudged(holder: Alert, known: AlertSource, source: AlertSource): boolean {
  if (holder.handling !== 'closed' || !isLasting(known) || !isLasting(source)) return false;
  return isWorse(source.level, holder.level) || (holder.kind === 'cluster' && source.count > known.count);
}

/** By the data: what was judged of it no longer holds. The verdict stays in the timeline. */
function reopened(
  step: StepDraft,
  { id }: Alert,
): Pick<Alert, 'handling' | 'verdict' | 'acknowledgement' | 'closedAt'> {
  step.note(id, 'reopened');
  return { handling: 'new', verdict: null, acknowledgement: null, closedAt: null };
}

/** An episode is put often, and changed rarely. */
function isSameSource(known: AlertSource, source: AlertSource): boolean {
  const isSame = (field: keyof AlertSource): boolean => {
    const [was, is] = [known[field], source[field]];
    return was === is || (typeof is === 'object' && JSON.stringify(was) === JSON.stringify(is));
  };
  return (Object.keys(source) as (keyof AlertSource)[]).every(isSame);
}

/** Late data says that an episode goes on after all. Where another alert stands open by now it goes there. */
function reviveSource(step: StepDraft, subject: Subject, holder: Alert, source: AlertSource): Alert {
  const other = standingFor(step, subject, source, holder);
  const others = holder.sources.filter(({ key }) => key !== source.key);
  if (other !== undefined && isAnyLasting(other)) {
    step.note(holder.id, 'corrected', { source: source.key, other: other.id });
    store(step, { ...holder, sources: others });
    return store(step, { ...other, sources: [...other.sources, source] });
  }
  const isReopened = holder.handling === 'closed' && !isAnyLasting(holder);
  return store(step, { ...holder, sources: [...others, source], ...(isReopened ? reopened(step, holder) : {}) });
}

/**
 * The alert that stands for a subject, within reach of an episode in event time: first one that goes on, then one closed
 * while it went on, unless this is worse than what was judged, then one that is over and not closed yet.
 */
function standingFor(step: StepDraft, subject: Subject, source: AlertSource, except?: Alert): Alert | undefined {
  const { key } = subject;
  const near = step.book
    .live(shelfOf(subject))
    .filter((alert) => alert.key === key && alert.id !== except?.id)
    .filter((alert) => gapBetween(alert, source) <= step.book.policy.reopenWithin);
  const isOpen = ({ handling }: Alert): boolean => handling !== 'closed';
  return (
    near.find((alert) => isOpen(alert) && isAnyLasting(alert)) ??
    near.find((alert) => !isOpen(alert) && isAnyLasting(alert) && !isWorse(source.level, alert.level)) ??
    near.findLast(isOpen)
  );
}

/** It was told, and told to be over: whether it wakes somebody when it is back. */
const wakesAgain = ({ kind, notifiedAt, told }: Alert, { level }: AlertSource): boolean =>
  notifiedAt === null || Object.keys(told).length > 0 || noticeRule(kind, level).again;

/** A cluster that is back wakes somebody again only where it reaches more stations than it did. */
const isNoFurther = ({ kind, notifiedAt }: Alert, known: AlertSource, found: AlertSource): boolean =>
  kind === 'cluster' && notifiedAt !== null && found.count <= known.count;

/** What ends while it is held back never fires; only silence and the wait after it leave open what there is to say. */
function spentAfter(holder: Alert, known: AlertSource, found: AlertSource): boolean {
  if (isLasting(known) && !isLasting(found)) return !isWaiting(holder.held?.code);
  if (!isLasting(known) && isLasting(found)) return !wakesAgain(holder, found) || isNoFurther(holder, known, found);
  const isGrown = isLasting(found) && holder.kind === 'cluster' && found.count > known.count;
  return known.isSpent && !isGrown;
}

const stronger = (known: AlertSource, found: AlertSource): AlertSource['paging'] =>
  known.paging?.notifies === true ? known.paging : (found.paging ?? known.paging);

function store(step: StepDraft, alert: Alert): Alert {
  const spanned = { ...alert, ...spanOf(alert) };
  step.set(spanned);
  return spanned;
}
