import type { BilingualName, ChannelKey } from '@clearwell/water-quality';
import { joinedZh, nameChannel } from './channel-name.ts';
import { moveText, readingText } from './figures.ts';
import type { Scene } from './scene.ts';

/** Which way a channel went, and from where to where, if that was noted. */
export interface Move {
  readonly channel: ChannelKey;
  readonly direction: 'rise' | 'fall';
  readonly value?: number | undefined;
  readonly before?: number | undefined;
}

/**
 * 余氯下降（0.62→0.35 mg/L）; or how it stands, where it is odd beside the others without having gone that way.
 * @param notes stand in the brackets beside the figures
 */
export function moveWords(move: Move, scene: Resolutions, { first, last }: Notes = {}): BilingualName {
  const name = nameChannel(move.channel);
  const { verb, figures } = saidOf(move, scene);
  const isThere = (text: string | undefined): text is string => text !== undefined;
  const zh = [first?.zh, figures?.zh, last?.zh].filter(isThere).join('，');
  const en = [first?.en, last?.en].filter(isThere).join(', ');
  return {
    zh: `${joinedZh(name.zh, verb.zh)}${zh === '' ? '' : `（${zh}）`}`,
    en: `${[name.en, verb.en, figures?.en].filter(isThere).join(' ')}${en === '' ? '' : ` (${en})`}`,
  };
}

interface Notes {
  readonly first?: BilingualName | undefined;
  readonly last?: BilingualName | undefined;
}

type Resolutions = Pick<Scene, 'resolutionOf'>;

const WENT = { rise: { zh: '上升', en: 'rose' }, fall: { zh: '下降', en: 'fell' } };
const STANDS = { rise: { zh: '偏高', en: 'is high at' }, fall: { zh: '偏低', en: 'is low at' } };

/** It went the way that is told, by what can be seen of its figures; or it stands there; or nobody noted its figures. */
function saidOf({ channel, direction, value, before }: Move, scene: Resolutions) {
  if (value === undefined) return { verb: WENT[direction], figures: null };
  const isAt = readingText(scene, channel, value);
  const isVisible = before !== undefined && isAt !== readingText(scene, channel, before);
  return isVisible && value > before === (direction === 'rise')
    ? { verb: WENT[direction], figures: moveText(scene, channel, before, value) }
    : { verb: STANDS[direction], figures: { zh: isAt, en: isAt } };
}
