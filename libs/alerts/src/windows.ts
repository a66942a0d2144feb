import type { EpochMs, FactEntry, WorkWindow } from '@clearwell/water-quality';
import type { StepDraft } from './step-draft.ts';

type WorkEntry = Extract<FactEntry, { readonly kind: 'work' }>;

const isOpen = ({ endedAt }: WorkWindow): boolean => endedAt === null;

/** What a station says of work on it opens a window, and ends the one it opened. */
export function takeWork(step: StepDraft, { station, work, state, said, channels }: WorkEntry): void {
  if (state === 'end') {
    for (const window of step.book.windowsOf(station))
      if (window.by === null && window.work === work && isOpen(window) && isSameChannels(window.channels, channels))
        // The end of work before it may come late, or a second time.
        if (said >= window.from) endWindow(step, window, Math.min(said, window.until));
    return;
  }
  const id = `${station}|${work}|${channels?.join() ?? ''}|${said}`;
  if (step.book.window(id) !== undefined) return;
  const until = said + step.book.policy.stationWorkLasts[work];
  step.putWindow({ id, station, channels, work, from: said, until, endedAt: null, by: null, reason: '' });
}

/** The end of all the work ends each part of it. */
const isSameChannels = (opened: WorkWindow['channels'], ended: WorkWindow['channels']): boolean =>
  ended === null || (opened?.every((channel) => ended.includes(channel)) ?? false);

export function endWindow(step: StepDraft, window: WorkWindow, endedAt: EpochMs): void {
  step.putWindow({ ...window, endedAt });
}

/** Windows end by themselves; what still lasts under them is looked at again. */
export function endWindows(step: StepDraft): void {
  const { remembered } = step.book.policy;
  for (const window of step.book.windows()) {
    if (isOpen(window) && window.until <= step.at) endWindow(step, window, window.until);
    else if (window.endedAt !== null && window.endedAt < step.at - remembered) step.book.forgetWindow(window);
  }
}

export function endMutes(step: StepDraft): void {
  for (const mute of step.book.mutes()) if (mute.until <= step.at) step.putMute({ ...mute, endedAt: mute.until });
}
