import type { AlertId } from '@clearwell/water-quality';
import { isAnyLasting } from './alert-shape.ts';
import { settleCondition } from './settle-condition.ts';
import { settleTelling } from './settle-telling.ts';
import type { StepDraft } from './step-draft.ts';

/** Brings everything an entry touched or concerns to rest: conditions, grouping, and then what is told. */
export function settleAll(step: StepDraft): void {
  for (const id of step.concerned) concernParts(step, id);
  for (const id of [...step.concerned].sort()) settleCondition(step, id);
  for (const id of [...step.concerned].sort()) settleTelling(step, id);
}

/** Where something larger begins, changes or ends, the events and limits within it look otherwise. */
function concernParts(step: StepDraft, id: AlertId): void {
  const [now, before] = [step.get(id), step.before(id)];
  if (now.parts.length === 0 && (before?.parts.length ?? 0) === 0) return;
  if (before !== null && now.parts === before.parts && isAnyLasting(now) === isAnyLasting(before)) return;
  for (const alert of [now, before])
    for (const { station } of alert?.parts ?? [])
      step.concern(step.book.live(station).filter(({ kind }) => kind === 'event' || kind === 'limit'));
}
