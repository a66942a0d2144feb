import {
  isLasting,
  type Alert,
  type AlertId,
  type Audience,
  type Happening,
  type Held,
  type HoldCode,
} from '@clearwell/water-quality';
import { holdOf } from './inhibition.ts';
import { FOLLOW_UPS, noticeRule, rankOf } from './notice-rules.ts';
import type { StepDraft } from './step-draft.ts';
import { weigh, type ToTell } from './telling.ts';

const BEGINNINGS: readonly Happening[] = ['reopened', 'raised', 'found_over', 'reactivated', 'worsened', 'released'];

/** Tells of an alert what there is to tell, and keeps in mind what is held back. */
export function settleTelling(step: StepDraft, id: AlertId): void {
  const alert = step.get(id);
  if (alert.handling === 'closed') settleClosed(step, alert);
  else settleOpen(step, alert);
}

/** Nothing of it wakes anybody; those who were told of it are told its end. */
function settleClosed(step: StepDraft, alert: Alert): void {
  const told = tellOf(step, alert, { begin: null, because: null, quiet: null });
  step.set({ ...alert, told, held: null, waits: null });
}

function settleOpen(step: StepDraft, found: Alert): void {
  const quiet = quietOf(step, found);
  const alert = quiet === null ? found : owingReminder(step, found);
  const weighed = weigh(step, alert);
  const begin = noteBeginning(step, alert, weighed.toTell);
  const held = isSameHold(weighed.held, alert.held) ? alert.held : weighed.held;
  const because = held?.code ?? weighed.dropped;
  const isNews = weighed.dropped !== null || (held !== null && held !== alert.held);
  if (because !== null && isNews) step.note(alert.id, 'held_back', { code: because });
  const told = tellOf(step, alert, { begin, because, quiet });
  const isWoken = begin !== null && begin.insteadBecause === null;
  const notifiedAt = alert.notifiedAt ?? (isWoken ? step.at : null);
  step.set({ ...alert, sources: weighed.sources, told, held, notifiedAt });
}

/** Those it concerns, and who are not reminded now, are told anew once it is quiet no longer, and of its end in any case. */
function owingReminder(step: StepDraft, alert: Alert): Alert {
  const { audience } = noticeRule(alert.kind, alert.level);
  if (alert.told[audience] === undefined || !step.noted(alert.id).includes('ack_expired')) return alert;
  return { ...alert, told: { ...alert.told, [audience]: 0 } };
}

/** Those who are told the end in this entry are not told a beginning with it. */
function noteBeginning(step: StepDraft, alert: Alert, toTell: ToTell | null): Beginning['begin'] {
  if (toTell === null || (alert.condition === 'cleared' && alert.told[toTell.audience] !== undefined)) return null;
  const what = alert.condition === 'cleared' ? 'found_over' : beginningOf(step, alert);
  if (!step.noted(alert.id).includes(what)) step.note(alert.id, what);
  return { ...toTell, what };
}

const isSameHold = (a: Held | null, b: Held | null): boolean => a?.code === b?.code && a?.rank === b?.rank;

/** What is said when somebody is woken: what happened just now, or that something no longer holds it back. */
function beginningOf(step: StepDraft, alert: Alert): Happening {
  const noted = step.noted(alert.id);
  const named = BEGINNINGS.find((what) => noted.includes(what));
  if (named !== undefined) return named;
  const rank = ({ kind, sources }: Alert): number => Math.max(0, ...sources.map((source) => rankOf(kind, source)));
  const before = step.before(alert.id);
  return before !== null && rank(alert) > rank(before) ? 'worsened' : 'released';
}

interface Beginning {
  readonly begin: (ToTell & { readonly what: Happening }) | null;
  readonly because: HoldCode | null;
  /** Why nobody is reminded. */
  readonly quiet: HoldCode | null;
}

/** Why what goes on is quiet as a whole; null where some of it is not. */
function quietOf(step: StepDraft, alert: Alert): HoldCode | null {
  const codes = alert.sources.filter(isLasting).map((source) => holdOf(step.book, alert, source, step.at));
  return codes.includes(null) ? null : (codes[0] ?? null);
}

/** Tells what was noted of an alert, each once; says what its audiences have been told after that. */
function tellOf(step: StepDraft, alert: Alert, { begin, because, quiet }: Beginning): Alert['told'] {
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
    const followUp = FOLLOW_UPS[what];
    const woken = followUp === undefined ? [] : (Object.keys(told) as Audience[]);
    const hush = followUp === 'reminder' ? quiet : null;
    for (const audience of woken)
      step.tell(alert.id, { what, audience, notifies: hush === null, heldBackBecause: hush });
    if (followUp === 'end') told = Object.keys(told).length === 0 ? told : {};
    const isHeld = isBeginning || what === 'held_back';
    if (woken.length === 0)
      step.tell(alert.id, { what, audience: own, notifies: false, heldBackBecause: isHeld ? because : null });
  }
  return told;
}
