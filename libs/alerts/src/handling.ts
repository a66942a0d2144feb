import { isLasting, type ActEntry, type Alert, type AlertAct, type Refusal } from '@clearwell/water-quality';
import { done, refused, type Done } from './act-outcome.ts';
import { isAnyLasting, spanOf, withoutWaiting } from './alert-shape.ts';
import { shelfOf } from './book.ts';
import { takeQuiet, type QuietAct } from './quiet.ts';
import type { StepDraft } from './step-draft.ts';
import { VERDICT_RULES } from './verdict-rules.ts';

export const isOnAlert = (act: ActEntry['act']): act is AlertAct => 'revision' in act;

/** Does what somebody wants done, or says why not. */
export function takeAct(step: StepDraft, { act, key }: Pick<ActEntry, 'act' | 'key'>): Done {
  if (!isOnAlert(act)) return takeQuiet(step, act satisfies QuietAct, key);
  const alert = step.book.get(act.alert);
  if (alert === undefined) return refused('no_such_alert');
  if (act.revision !== null && act.revision !== alert.revision) {
    const { lastChange: conflict, id } = alert;
    return { outcome: 'conflict', refusal: null, conflict, alert: id, made: null };
  }
  const refusal = refusalOf(step, alert, act);
  if (refusal !== null) return refused(refusal, alert.id);
  step.set(handled(step, alert, act));
  return done({ alert: alert.id });
}

function refusalOf(step: StepDraft, alert: Alert, act: AlertAct): Refusal | null {
  if (act.do === 'comment') return isEmpty(act.text) ? 'text_missing' : null;
  if (act.do === 'reopen') return refusalToReopen(step, alert, act.reason);
  if (alert.handling === 'closed') return 'is_closed';
  if (act.do !== 'close') return null;
  if (isEmpty(act.cause)) return 'cause_missing';
  return goesOn(alert) && !VERDICT_RULES[act.verdict].closesLasting.includes(alert.kind) ? 'still_lasting' : null;
}

/** What is only waited for does not: people know better whether a cluster goes on at the next station. */
const goesOn = ({ sources }: Alert): boolean => sources.map(withoutWaiting).some(isLasting);

function asOver(alert: Alert): Alert {
  const sources = alert.sources.map((source) => {
    const over = withoutWaiting(source);
    return over === source ? source : { ...over, isSpent: true };
  });
  return { ...alert, sources, ...spanOf({ ...alert, sources }) };
}

const isEmpty = (text: string): boolean => text.trim() === '';

function refusalToReopen(step: StepDraft, alert: Alert, reason: string): Refusal | null {
  if (alert.handling !== 'closed') return 'is_not_closed';
  if (isEmpty(reason)) return 'text_missing';
  return standsOpen(step, alert) ? 'another_is_open' : null;
}

/** Another alert of the same key goes on, or waits for its verdict. */
const standsOpen = (step: StepDraft, { id, key, ...alert }: Alert): boolean =>
  step.book
    .live(shelfOf(alert))
    .some((other) => other.key === key && other.id !== id && (other.handling !== 'closed' || isAnyLasting(other)));

/** An alert after an act on it. */
function handled(step: StepDraft, alert: Alert, act: AlertAct): Alert {
  const { at } = step;
  const by = step.by ?? '';
  switch (act.do) {
    case 'acknowledge': {
      step.note(alert.id, 'acknowledged');
      const handling = alert.handling === 'new' ? 'acknowledged' : alert.handling;
      const expiresAt = at + step.book.policy.acknowledgementLasts;
      return { ...alert, handling, acknowledgement: { by, at, expiresAt }, acknowledgedAt: alert.acknowledgedAt ?? at };
    }
    case 'investigate':
      step.note(alert.id, 'investigating');
      return {
        ...alert,
        ...{ handling: 'investigating', assignee: alert.assignee ?? by, acknowledgedAt: alert.acknowledgedAt ?? at },
      };
    case 'assign':
      if (act.to === null) step.note(alert.id, 'unassigned');
      else step.note(alert.id, 'assigned', { to: act.to });
      return { ...renewed(step, alert), assignee: act.to };
    case 'comment':
      step.note(alert.id, 'commented', { text: act.text });
      return renewed(step, alert);
    case 'close': {
      const { verdict, cause } = act;
      step.note(alert.id, 'closed', { verdict, text: cause });
      const given = { verdict, cause, by, at, wasLasting: goesOn(alert) };
      return { ...asOver(alert), handling: 'closed', verdict: given, closedAt: at };
    }
    case 'reopen':
      step.note(alert.id, 'reopened', { text: act.reason });
      return { ...alert, handling: 'investigating', verdict: null, closedAt: null };
  }
}

/** Something followed: an acknowledgement counts on. */
function renewed(step: StepDraft, alert: Alert): Alert {
  const { acknowledgement } = alert;
  if (alert.handling !== 'acknowledged' || acknowledgement === null) return alert;
  const expiresAt = step.at + step.book.policy.acknowledgementLasts;
  return { ...alert, acknowledgement: { ...acknowledgement, expiresAt } };
}
