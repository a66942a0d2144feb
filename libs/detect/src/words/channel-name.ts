import { parameterOf, parameterOfChannel, type BilingualName, type ChannelKey } from '@clearwell/water-quality';

/** The parameter, and which of its probes where it is not the first. */
export function nameChannel(key: ChannelKey): BilingualName {
  const { zh, en } = parameterOf(parameterOfChannel(key)).name;
  const probe = key.split('.')[1];
  return probe === undefined ? { zh, en } : { zh: `${zh} ${probe}`, en: `${en} ${probe}` };
}
