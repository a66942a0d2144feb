import {
  FAULTS,
  type BilingualName,
  type ChannelKey,
  type Episode,
  type EpochMs,
  type FaultCode,
} from '@clearwell/water-quality';
import type { FaultFinding } from '../fault/fault-judge.ts';
import { joinedZh, nameChannel } from './channel-name.ts';
import { FAULT_NAMES } from './fault-names.ts';
import { FAULT_SAYINGS, type Evidence } from './fault-sayings.ts';
import { decimalsOf, percentText, readingText, spanText, spreadText } from './figures.ts';
import type { Scene } from './scene.ts';

/** A fault in codes and numbers. */
export interface ToldFault {
  readonly fault: FaultCode;
  /** Null: all of the station. */
  readonly channel: ChannelKey | null;
  readonly since: EpochMs;
  /** Null or absent: it lasts. */
  readonly endedAt?: EpochMs | null;
  /** As its rule in `fault/rules` gives them; what nobody measured is null or NaN. */
  readonly evidence: readonly (number | null)[];
  readonly partner: ChannelKey | null;
}

/** What a fault judge found, as it is told; null: nothing. */
export const toldFault = ({ kind, ...finding }: FaultFinding): ToldFault | null =>
  kind === 'none' ? null : { ...finding, fault: kind };

/** What an episode says of a fault; null: it is of another kind. */
export function toldEpisode({ kind, rule, channel, start: since, end, details }: Episode): ToldFault | null {
  const fault = FAULTS.find((code) => code === rule);
  if (kind !== 'fault' || fault === undefined || details === undefined || !('evidence' in details)) return null;
  return { fault, channel, since, endedAt: end, evidence: details.evidence, partner: details.partner };
}

/** Says of a fault what it is, since when, what speaks for it, and why it is not the water, or may be. */
export function tellFault(told: ToldFault, scene: Scene): BilingualName {
  const { fault, channel } = told;
  const kind = FAULT_NAMES[fault];
  const name = channel === null ? { zh: '全部通道', en: 'all channels' } : nameChannel(channel);
  const since = sinceText(told, scene);
  const { evidence, rival } = FAULT_SAYINGS[fault];
  const figures = figuresOf(told, scene);
  const [says, but] = [evidence(figures), rival(figures)];
  return {
    zh: `${scene.station.zh}：${joinedZh(name.zh, kind.zh)}，${since.zh}。${says.zh}。${but.zh}。`,
    en: `${scene.station.en}, ${name.en}: ${kind.en} ${since.en}. ${says.en}. ${but.en}.`,
  };
}

/** Over as soon as they are said. */
const BRIEF: readonly FaultCode[] = ['spike', 'shift'];

function sinceText({ fault, since, endedAt = null }: ToldFault, { at, timeText }: Scene): BilingualName {
  const start = timeText(since);
  if (BRIEF.includes(fault)) return { zh: start, en: `at ${start}` };
  const lasted = spanText((endedAt ?? at) - since);
  if (endedAt === null) return { zh: `${start} 起（已 ${lasted.zh}）`, en: `since ${start} (for ${lasted.en})` };
  const end = timeText(endedAt);
  return { zh: `${start} 至 ${end}（${lasted.zh}）`, en: `from ${start} to ${end} (${lasted.en})` };
}

function figuresOf({ channel, evidence, partner }: ToldFault, scene: Scene): Evidence {
  const at = (place: number): number => evidence[place] ?? NaN;
  const plain = (place: number, decimals = 0): string => at(place).toFixed(decimals);
  return {
    name: channel === null ? { zh: '全部通道', en: 'all channels' } : nameChannel(channel),
    partner: partner === null ? { zh: '另一通道', en: 'the other channel' } : nameChannel(partner),
    at,
    plain,
    reading: (place) => (channel === null ? plain(place, 2) : readingText(scene, channel, at(place))),
    bare: (place) => plain(place, channel === null ? 2 : decimalsOf(scene, channel)),
    ofPartner: (place) => (partner === null ? plain(place, 2) : readingText(scene, partner, at(place))),
    spread: (amount) => (channel === null ? amount.toFixed(2) : spreadText(scene, channel, Math.abs(amount))),
    percent: (place) => percentText(at(place)),
  };
}
