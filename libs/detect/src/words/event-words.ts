import type { BilingualName, ChannelKey } from '@clearwell/water-quality';
import { nameChannel } from './channel-name.ts';

/** An event as its verdict gives it. */
export interface ToldEvent {
  readonly score: number;
  readonly threshold: number;
  /** Of channels that contribute: the share in the score, negative where it fell. */
  readonly shares: readonly { readonly key: ChannelKey; readonly share: number }[];
}

const FEWEST_FOR_WATER = 2;

/** Says of an event what moved, how far beyond the ordinary, and what it could be instead. */
export function tellEvent({ score, threshold, shares }: ToldEvent): BilingualName {
  const inOrder = shares.filter(({ share }) => share !== 0).toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share));
  const percent = (share: number): string => `${String(Math.round(100 * Math.abs(share)))} %`;
  const of = (language: keyof BilingualName, rise: string, fall: string, between: string): string =>
    inOrder
      .map(({ key, share }) => `${nameChannel(key)[language]} ${share > 0 ? rise : fall} (${percent(share)})`)
      .join(between);
  const [is, limit] = [score.toFixed(2), threshold.toFixed(2)];
  const isLone = inOrder.length < FEWEST_FOR_WATER;
  return {
    zh:
      `${of('zh', '上升', '下降', '、')}，偏离本点惯常变化：得分 ${is}，阈值 ${limit}。` +
      (isLone
        ? '只有一个通道变化，也可能是仪表问题。'
        : '多个通道同时变化，仪表故障通常只影响一个；也可能是水源或泵站切换。'),
    en:
      `${of('en', 'rose', 'fell', ', ')}, out of what this station does: score ${is}, threshold ${limit}. ` +
      (isLone
        ? 'Only one channel moved: it may be the sensor.'
        : 'Several moved together, where a sensor fault moves one; a change of source or pumping may do the same.'),
  };
}
