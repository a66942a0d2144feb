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
export function moveWords(move: Move, scene: Pick<Scene, 'resolutionOf'>, notes: Notes = {}): BilingualName {
  const { channel, direction, value, before } = move;
  const name = nameChannel(channel);
  const isUp = direction === 'rise';
  const isAt = value === undefined ? null : readingText(scene, channel, value);
  const hasMoved = isVisible(move, scene);
  const figures =
    hasMoved && before !== undefined && value !== undefined ? moveText(scene, channel, before, value) : null;
  const verb =
    figures !== null || isAt === null
      ? { zh: isUp ? '上升' : '下降', en: isUp ? 'rose' : 'fell' }
      : { zh: isUp ? '偏高' : '偏低', en: isUp ? 'is high at' : 'is low at' };
  const shown = figures ?? (isAt === null ? null : { zh: isAt, en: isAt });
  const inBrackets = [notes.first?.zh, shown?.zh, notes.last?.zh].filter((text) => text !== undefined);
  const zh = joinedZh(name.zh, verb.zh);
  const aside = [notes.first?.en, notes.last?.en].filter((text) => text !== undefined);
  return {
    zh: inBrackets.length === 0 ? zh : `${zh}（${inBrackets.join('，')}）`,
    en: `${name.en} ${verb.en}${shown === null ? '' : ` ${shown.en}`}${aside.length === 0 ? '' : ` (${aside.join(', ')})`}`,
  };
}

interface Notes {
  readonly first?: BilingualName | undefined;
  readonly last?: BilingualName | undefined;
}

/** It went the way that is told, by what can be seen of its figures. */
function isVisible({ channel, direction, value, before }: Move, scene: Pick<Scene, 'resolutionOf'>): boolean {
  if (value === undefined || before === undefined || value > before !== (direction === 'rise')) return false;
  return readingText(scene, channel, value) !== readingText(scene, channel, before);
}
