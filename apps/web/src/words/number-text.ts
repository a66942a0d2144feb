import { LANGUAGE_TAGS, type Speech } from '../i18n/translate.ts';

/** 2,520,000 */
export const countText = ({ language }: Speech, n: number): string => n.toLocaleString(LANGUAGE_TAGS[language]);

/** 0.42, 7.5, 130: two figures are all that is known. */
export const roughText = ({ language }: Speech, n: number): string =>
  n.toLocaleString(LANGUAGE_TAGS[language], { maximumSignificantDigits: 2 });
