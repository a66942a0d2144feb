import type { Alert, AlertCondition, AlertId, Audience, Happening, HoldCode } from '@clearwell/water-quality';
import { isAnyLasting, isWorse, levelOf } from './alert-shape.ts';
import { headOf } from './grouping.ts';
import { FOLLOW_UPS, noticeRule, rankOf } from './notice-rules.ts';
import type { StepDraft } from './step-draft.ts';
import { weigh, type ToTell } from './telling.ts';

/** Brings everything an entry touched or concerns to rest: conditions, grouping, and then what is told. */
export function settleAll(step: StepDraft): void {
  for (const id of step.concerned) concernParts(step, id);
  for (const id of [...step.concerned].sort()) settleCondition(step, id);
  for (const id of [...step.concerned].sort()) settleTelling(step, id);
}

/** Where something larger begins, changes or ends, the events within it look otherwise. */
function concernParts(step: StepDraft, id: AlertId): void {
  for (const alert of [step.get(id), step.before(id)])
    for (const { station } of alert?.parts ?? []) step.concern(step.book.live(station).filter(({ kind }) => kind === 'event'));
}

function settleCondition(step: StepDraft, id: AlertId): void {
  const before = step.get(id);
  const [isLasting, unheard] = [isAnyLasting(before), unheardOf(step, before)];
  const isUnheard = unheard.length === before.stations.length;
  const unverifiedSince = isLasting ? unverifiedSinceOf(step, before, isUnheard) : null;
  const isUnknown = isUnheard || unverifiedSince !== null;
  const condition: AlertCondition = !isLasting ? 'cleared' : isUnknown ? 'unverified' : 'active';
  const alert = { ...before, condition, unheard, unverifiedSince, level: levelOf(before), partOf: headOf(step.book, before) };
  step.set(alert);
  const isNew = step.before(id) === null;
  if (isNew) step.note(id, isLasting ? 'raised' : 'found_over', { lateMs: alert.lateMs });
  else noteCondition(step, before, alert);
  if (alert.partOf !== before.partOf) noteGroup(step, before, alert);
  if (unheard !== before.unheard && !isUnheard && !isNew && isLasting) step.note(id, 'unheard', { text: unheard.join(', ') });
}

function noteCondition(step: StepDraft, before: Alert, alert: Alert): void {
  const { id, condition } = alert;
  const wasLasting = before.condition !== 'cleared';
  if (alert.isWithdrawn && step.before(id)?.isWithdrawn === false) step.note(id, 'withdrawn');
  else if (wasLasting && condition === 'cleared') step.note(id, 'cleared');
  else if (!wasLasting && condition !== 'cleared') step.note(id, 'reactivated');
  else if (before.condition === 'active' && condition === 'unverified') step.note(id, 'unverified');
  else if (before.condition === 'unverified' && condition === 'active') step.note(id, 'verified');
  if (!wasLasting || condition === 'cleared') return;
  if (isWorse(alert.level, before.level)) step.note(id, 'worsened');
  else if (isWorse(before.level, alert.level)) step.note(id, 'eased');
}

function noteGroup(step: StepDraft, before: Alert, { id, partOf }: Alert): void {
  if (partOf !== null) step.note(id, 'grouped', { other: partOf });
  else if (before.partOf !== null) step.note(id, 'ungrouped', { other: before.partOf });
}

/** Silence of a station says nothing of its silence and its connection. The same list where it is the same. */
function unheardOf(step: StepDraft, { kind, stations, unheard }: Alert): Alert['unheard'] {
  if (kind === 'silence' || kind === 'link') return unheard;
  const now = stations.filter((station) => step.book.silentSince(station) !== undefined);
  return now.length === unheard.length && now.every((station, i) => station === unheard[i]) ? unheard : now;
}

/** An incident is as good as what is heard of its stations; another has to be verified by its own. */
function unverifiedSinceOf(step: StepDraft, { stations: [station], kind, unverifiedSince }: Alert, isUnheard: boolean): number | null {
  if (!isUnheard || station === undefined || kind === 'cluster' || kind === 'operation') return unverifiedSince;
  return step.book.silentSince(station) ?? unverifiedSince;
}

const BEGINNINGS: readonly Happening[] = ['reopened', 'raised', 'found_over', 'reactivated', 'worsened', 'released'];

function settleTelling(step: StepDraft, id: AlertId): void {
  const alert = step.get(id);
  if (alert.handling === 'closed') {
    if (step.before(id)?.handling === 'closed') tellOf(step, alert, { begin: null, because: null });
    return;
  }
  const { toTell, held, dropped, sources } = weigh(step, alert);
  const isEnding = alert.condition === 'cleared' && Object.keys(alert.told).length > 0;
  const begin = toTell === null || isEnding ? null : { ...toTell, what: beginningOf(step, alert) };
  if (begin !== null && !step.noted(id).includes(begin.what)) step.note(id, begin.what);
  const because = held?.code ?? dropped;
  const isHeldAnew = held !== null && (held.code !== alert.held?.code || held.rank !== alert.held.rank);
  if ((isHeldAnew || dropped !== null) && because !== null) step.note(id, 'held_back', { code: because });
  const told = tellOf(step, alert, { begin, because });
  const isOwn = begin !== null && begin.insteadBecause === null;
  step.set({
    ...alert,
    sources,
    told,
    held: held === null || isHeldAnew ? held : alert.held,
    notifiedAt: alert.notifiedAt ?? (isOwn ? step.at : null),
  });
}

/** What is said when somebody is woken: what happened just now, or that something no longer holds it back. */
function beginningOf(step: StepDraft, alert: Alert): Happening {
  const noted = step.noted(alert.id);
  const named = BEGINNINGS.find((what) => noted.includes(what));
  if (named !== undefined) return named;
  if (alert.condition === 'cleared') return 'found_over';
  const rank = ({ kind, sources }: Alert): number => Math.max(0, ...sources.map((source) => rankOf(kind, source)));
  const before = step.before(alert.id);
  return before !== null && rank(alert) > rank(before) ? 'worsened' : 'released';
}

interface Beginning {
  readonly begin: (ToTell & { readonly what: Happening }) | null;
  readonly because: HoldCode | null;
}

/** Tells what was noted of an alert, each once; says what its audiences have been told after that. */
function tellOf(step: StepDraft, alert: Alert, { begin, because }: Beginning): Alert['told'] {
  const { audience: own } = noticeRule(alert.kind, alert.level);
  let told = alert.told;
  const noted = [...new Set(step.noted(alert.id))];
  const isSaid = noted.some((what) => BEGINNINGS.includes(what));
  for (const what of noted) {
    if (what === 'held_back' && isSaid) continue;
    const isBeginning = BEGINNINGS.includes(what);
    if (begin?.what === what) {
      const { audience, rank, insteadBecause } = begin;
      step.tell(alert.id, { what, audience, notifies: true, heldBackBecause: insteadBecause });
      if (alert.condition !== 'cleared') told = { ...told, [audience]: rank };
      continue;
    }
    const woken = what in FOLLOW_UPS ? (Object.keys(told) as Audience[]) : [];
    for (const audience of woken) step.tell(alert.id, { what, audience, notifies: true, heldBackBecause: null });
    if (FOLLOW_UPS[what] === 'end') told = Object.keys(told).length === 0 ? told : {};
    const isHeld = isBeginning || what === 'held_back';
    if (woken.length === 0) step.tell(alert.id, { what, audience: own, notifies: false, heldBackBecause: isHeld ? because : null });
  }
  return told;
}
