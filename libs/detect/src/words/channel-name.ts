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

/** 余氯下降, but pH 下降. */
export const joinedZh = (name: string, verb: string): string =>
  /[\w)]$/.test(name) ? `${name} ${verb}` : `${name}${verb}`;
