import { useSay } from '../state/session-context.ts';
import { say } from './words.ts';

export const useWords = () => useSay(say);
