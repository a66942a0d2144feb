import { LONGEST_DROP, MOST_DROPS, type BilingualName, type LinkFinding } from '@clearwell/water-quality';
import { spanText } from './figures.ts';
import type { Scene } from './scene.ts';

/** Says of an unstable connection how often and how long it broke, against what is borne, and what it is not. */
export function tellLink({ since, drops, longestMs }: LinkFinding, { station, timeText }: Scene): BilingualName {
  const [first, longest, most] = [timeText(since), spanText(longestMs), spanText(LONGEST_DROP)];
  const [isOften, isLong] = [drops > MOST_DROPS, longestMs > LONGEST_DROP];
  const times = drops === 1 ? 'once' : `${String(drops)} times`;
  const rule = {
    zh: `${isOften ? `超过 ${String(MOST_DROPS)} 次` : ''}${isOften && isLong ? '且' : ''}${isLong ? `单次超过 ${most.zh}` : ''}，属连接不稳`,
    en: `${isOften ? `more than ${String(MOST_DROPS)} a day` : ''}${isOften && isLong ? ' and ' : ''}${isLong ? `longer than ${most.en}` : ''}, which counts as unstable`,
  };
  return {
    zh: `${station.zh}：${first} 起 24 小时内断线 ${String(drops)} 次，最长 ${longest.zh}，${rule.zh}。多为信号、SIM 卡或供电问题，不说明水质；断线时的读数恢复后补传，判定会迟。`,
    en: `${station.en}: the connection broke ${times} in 24 h, first at ${first}, for ${longest.en} at the longest: ${rule.en}. Mostly signal, SIM card or power: it says nothing of the water. What is sampled meanwhile comes later, and so do its findings.`,
  };
}
