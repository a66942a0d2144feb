import type { QualityFlag, QualityTest } from '@clearwell/water-quality';
import type { Speech } from '../i18n/translate.ts';
import { flagText } from '../words/value-text.ts';
import type { DrawerSay } from './words.ts';

/** 未评定：到得太迟，已过判定时限; null of a good value. The flag alone where it is not known which test set it, or says it all. */
export function qualityText(
  { speech, say }: { speech: Speech; say: DrawerSay },
  flag: QualityFlag,
  test: QualityTest | null,
): string | null {
  const words = flagText(speech, flag);
  if (words === null || test === null || test === 'missing') return words;
  return say('flagged', { flag: words, test: say(`test.${test}`) });
}
