import { useMemo } from 'react';
import { useAddress } from '../state/session-context.ts';
import { say } from './words.ts';

export function useWords() {
  const { language } = useAddress();
  return useMemo(() => say(language), [language]);
}
