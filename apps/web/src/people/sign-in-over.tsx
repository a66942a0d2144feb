import { useEffect, useRef } from 'react';
import { useSay, useSession } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import { SignInSteps } from './sign-in-steps.tsx';
import { say as words } from './words.ts';

/** Over a map that may not be kept up to date any more: it stays to be read, with its age, behind. */
export function SignInOver() {
  const say = useSay(words);
  const { now } = useSession();
  const hasSeen = useSignal(now) !== null;
  const dialog = useRef<HTMLDialogElement>(null);
  // Not modal: what is behind can still be looked through.
  useEffect(() => dialog.current?.show(), []);
  return (
    <dialog ref={dialog} className="door__card door__card--over" aria-label={say('title')}>
      <SignInSteps
        title={say(hasSeen ? 'ended' : 'title')}
        hint={say(hasSeen ? 'endedHint' : 'lead')}
        // The address holds all there is of the screen.
        done={() => location.reload()}
      />
      {hasSeen && (
        <button type="button" className="button button--quiet" onClick={() => dialog.current?.close()}>
          {say('read')}
        </button>
      )}
    </dialog>
  );
}
