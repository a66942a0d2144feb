import type { BilingualName, SilenceFinding } from '@clearwell/water-quality';
import { spanText } from './figures.ts';
import type { Scene } from './scene.ts';

/** Says of a silent station since when, against which interval, and that nothing is known of its water. */
export function tellSilence(
  { since }: SilenceFinding,
  { station, at, intervalMs, timeText, beside }: Scene,
): BilingualName {
  const [last, gone, each] = [timeText(since), spanText(at - since), spanText(intervalMs)];
  const slots = String(Math.floor((at - since) / intervalMs));
  const wasUnstable = beside?.some(({ kind }) => kind === 'link') === true;
  const hasOpen = beside?.some(({ level }) => level !== 'notice') === true;
  return {
    zh:
      `${station.zh}：${last} 的读数之后已 ${gone.zh}无数据（采样间隔 ${each.zh}，缺 ${slots} 个读数）。` +
      (wasUnstable
        ? '此前连接已不稳，多半是通信中断，也可能是停电；'
        : '可能是停电、通信中断或采集器故障，多与水质无关；') +
      `这段时间水质不明${hasOpen ? '；未解除的预警保留，不算恢复' : ''}。`,
    en:
      `${station.en}: no data since the reading of ${last}, for ${gone.en} (one is due every ${each.en}, so ${slots} are missing). ` +
      (wasUnstable
        ? 'Its connection was unstable before, so rather the link, or else the power'
        : 'Power, link or logger, and probably nothing in the water') +
      `; but what the water does meanwhile is unknown${hasOpen ? ', and what was open stays open, as silence is no recovery' : ''}.`,
  };
}
