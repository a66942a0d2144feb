import type { Alert } from '@clearwell/water-quality';
import type { StepDraft } from './step-draft.ts';
import { endMutes, endWindows } from './windows.ts';

/** What the passing of time does. Looks at every alert that is remembered: for a tick a minute. */
export function takeTick(step: StepDraft): void {
  endWindows(step);
  endMutes(step);
  for (const alert of step.book.alerts()) age(step, alert);
  for (const { key, at } of [...step.book.answers()])
    if (at < step.at - step.book.policy.remembered) step.book.forgetAnswer(key);
}

function age(step: StepDraft, alert: Alert): void {
  const { handling, condition, acknowledgement, waits, held, closedAt } = alert;
  if (handling === 'closed') {
    if (condition === 'cleared' && (closedAt ?? 0) < step.at - step.book.policy.remembered) step.book.forget(alert.id);
  } else if (handling === 'acknowledged' && acknowledgement !== null && acknowledgement.expiresAt <= step.at) {
    step.note(alert.id, 'ack_expired');
    step.set({ ...alert, handling: 'new', acknowledgement: null });
  } else if (isLapsed(step, alert)) {
    step.note(alert.id, 'lapsed');
    step.set({ ...alert, handling: 'closed', closedAt: step.at });
  } else if (waits !== null && waits.until <= step.at) {
    step.set({ ...alert, waits: null });
  } else if (held !== null) step.concern([alert]);
}

/** Nobody was notified, nobody took it up, and it has been over for long. */
const isLapsed = (step: StepDraft, { condition, handling, notifiedAt, end, openedAt, lastChange }: Alert): boolean =>
  condition === 'cleared' &&
  handling === 'new' &&
  notifiedAt === null &&
  step.at - Math.max(end ?? 0, openedAt, lastChange.at) > step.book.policy.lapsesAfter;
