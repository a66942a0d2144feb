import type { Failure } from '../door.ts';
import { useSay, useSpeech } from '../state/session-context.ts';
import { refusedKey, say as words } from './words.ts';

/** Says a failure in words for whoever is at the page. */
export function useFailureText(): (failure: Failure) => string {
  const { t } = useSpeech();
  const say = useSay(words);
  return (failure) => {
    if (failure.kind !== 'refused') return t(`failure.${failure.kind}`);
    const key = refusedKey(failure.code);
    return key === null ? (failure.message ?? failure.code) : say(key);
  };
}
