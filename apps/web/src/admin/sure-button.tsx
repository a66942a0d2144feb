import { useState } from 'react';
import { useSpeech } from '../state/session-context.ts';

interface Props {
  readonly text: string;
  /** Asked before anything is done. */
  readonly sure: string;
  readonly work: () => void;
}

/** A button for what is not easily taken back: it asks once more. */
export function SureButton({ text, sure, work }: Props) {
  const { t } = useSpeech();
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
        {t('admin.cancel')}
      </button>
    </span>
  );
}
