import type { Act, AlertAct, EpochMs, Refusal } from '@clearwell/water-quality';
import { done, refused, type Done } from './act-outcome.ts';
import type { StepDraft } from './step-draft.ts';
import { endWindow } from './windows.ts';

/** Acts that keep notices back for a time, or end that. */
export type QuietAct = Exclude<Act, AlertAct>;

export function takeQuiet(step: StepDraft, act: QuietAct, key: string): Done {
  switch (act.do) {
    case 'open_window':
      return openWindow(step, act, key);
    case 'end_window':
      return endByHand(step, act.window);
    case 'mute':
      return mute(step, act, key);
    case 'unmute': {
      const muted = step.book.mute(act.mute);
      if (muted === undefined) return refused('no_such_mute');
      step.putMute({ ...muted, endedAt: step.at });
      concernHeld(step);
      return done({ made: muted.id });
    }
  }
}

type Wanted<D extends Act['do']> = Extract<Act, { readonly do: D }>;

function openWindow(step: StepDraft, act: Wanted<'open_window'>, key: string): Done {
  const { station, channels, work, until, reason } = act;
  const from = act.from ?? step.at;
  const refusal = refusalOfSpan(step, from, until);
  if (refusal !== null) return refused(refusal);
  const id = `window|${key}`;
  step.putWindow({ id, station, channels, work, from, until, endedAt: null, by: step.by, reason });
  return done({ made: id });
}

function endByHand(step: StepDraft, id: string): Done {
  const window = step.book.window(id);
  if (window === undefined) return refused('no_such_window');
  if (window.endedAt !== null) return refused('ended_already');
  endWindow(step, window, Math.min(step.at, window.until));
  return done({ made: id });
}

function mute(step: StepDraft, { scope, until, reason }: Wanted<'mute'>, key: string): Done {
  const refusal = refusalOfSpan(step, step.at, until);
  if (refusal !== null) return refused(refusal);
  if (scope.of === 'alert' && step.book.get(scope.alert) === undefined) return refused('no_such_alert');
  const id = `mute|${key}`;
  step.putMute({ id, scope, from: step.at, until, endedAt: null, by: step.by ?? '', reason });
  return done({ made: id });
}

function refusalOfSpan(step: StepDraft, from: EpochMs, until: EpochMs): Refusal | null {
  if (until <= Math.max(from, step.at)) return 'ends_before_it_begins';
  return until - from > step.book.policy.longestQuiet ? 'too_long' : null;
}

/** A mute may cover any alert: all that is held back is looked at again. */
function concernHeld(step: StepDraft): void {
  for (const alert of step.book.alerts()) if (alert.held !== null) step.concern([alert]);
}
