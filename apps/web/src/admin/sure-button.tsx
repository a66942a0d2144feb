import { useState } from 'react';
import { useSay } from '../state/session-context.ts';
import { say as words } from './words.ts';

interface Props {
  readonly text: string;
  /** Asked before anything is done. */
  readonly sure: string;
  readonly work: () => void;
}

/** A button for what is not easily taken back: it asks once more. */
export function SureButton({ text, sure, work }: Props) {
  const say = useSay(words);
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking) {
    return (
      <button type="button" className="button button--quiet" onClick={() => setIsAsking(true)}>
        {text}
      </button>
    );
  }
  const answer = (isSure: boolean): void => {
    setIsAsking(false);
    if (isSure) work();
  };
  return (
    <span className="admin__sure">
      <button type="button" className="button" autoFocus onClick={() => answer(true)}>
        {sure}
      </button>
      <button type="button" className="button button--quiet" onClick={() => answer(false)}>
        {say('cancel')}
      </button>
    </span>
  );
}
