import { parameterOf, parameterOfChannel, type BilingualName, type ChannelKey } from '@clearwell/water-quality';

/** The parameter as it stands within a sentence, and which of its probes where it is not the first. */
export function nameChannel(key: ChannelKey): BilingualName {
  const { zh, en } = parameterOf(parameterOfChannel(key)).name;
  const probe = key.split('.')[1];
  const inSentence = uncapitalized(en);
  return probe === undefined ? { zh, en: inSentence } : { zh: `${zh} ${probe} 号`, en: `${inSentence} no. ${probe}` };
}

/** Free chlorine → free chlorine; UV254 and pH stay. */
export const uncapitalized = (name: string): string =>
  /^[A-Z][a-z]/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;

/** A space between Chinese and what is not: 余氯下降, but pH 下降. */
export const joinedZh = (...parts: readonly string[]): string =>
  parts.reduce((text, part) =>
    (HAN_LAST.test(text) && LATIN_FIRST.test(part)) || (LATIN_LAST.test(text) && HAN_FIRST.test(part))
      ? `${text} ${part}`
      : `${text}${part}`,
  );

const [HAN_FIRST, HAN_LAST] = [/^\p{Script=Han}/u, /\p{Script=Han}$/u];
const [LATIN_FIRST, LATIN_LAST] = [/^[\w±]/, /[\w%)]$/];
