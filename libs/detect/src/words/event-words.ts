import {
  parameterOf,
  parameterOfChannel,
  type BilingualName,
  type ChannelKey,
  type EpochMs,
} from '@clearwell/water-quality';
import { joinedZh } from './channel-name.ts';
import { listed, percentText } from './figures.ts';
import { moveWords, type Move } from './move-words.ts';
import { rivalOfSeveral } from './rival-words.ts';
import type { Scene } from './scene.ts';

/** How a channel speaks for the event. */
export interface ToldMove extends Move {
  /** Its part of the score, 0 to 1. */
  readonly weight: number;
}

/** An event as its verdict gives it. */
export interface ToldEvent {
  readonly since: EpochMs;
  readonly score: number;
  /** Heaviest first. */
  readonly contributions: readonly ToldMove[];
}

const MOST_MOVES = 5;

/** None of the channels speaks loudly enough to be named. */
const FEW_AND_SMALL: BilingualName = { zh: '多个通道略有变化', en: 'several channels moved a little' };

/** Says of an event what moved from where to where, since when, how far beyond the ordinary, and what it could be instead. */
export function tellEvent({ since, score, contributions }: ToldEvent, scene: Scene): BilingualName {
  const shown = contributions.slice(0, MOST_MOVES);
  const moves =
    shown.length === 0
      ? FEW_AND_SMALL
      : listed(
          shown.map((move, place) =>
            moveWords(move, scene, contributions.length > 1 ? { last: partText(move, place) } : {}),
          ),
        );
  const [at, is, least] = [scene.timeText(since), score.toFixed(2), scene.threshold?.toFixed(2)];
  const rival = rivalOf(contributions);
  return {
    zh: `${scene.station.zh}：${joinedZh(`${at} 起`, moves.zh)}，超出本点的惯常变化（得分 ${is}${least === undefined ? '' : `，阈值 ${least}`}）。${rival.zh}。`,
    en: `${scene.station.en}: since ${at} ${moves.en}, outside what this station usually does (score ${is}${least === undefined ? '' : `, threshold ${least}`}). ${rival.en}.`,
  };
}

const partText = ({ weight }: ToldMove, place: number): BilingualName => {
  const part = percentText(weight);
  return place === 0 ? { zh: `占得分 ${part}`, en: `${part} of the score` } : { zh: part, en: part };
};

/** What may move one parameter alone, beside the water. */
function loneProbe(channel: ChannelKey, direction: 'rise' | 'fall'): BilingualName {
  const parameter = parameterOfChannel(channel);
  if (parameterOf(parameter).spendsReagent)
    return direction === 'fall'
      ? { zh: '试剂将尽或膜污染', en: 'a reagent near its end or a fouled membrane' }
      : { zh: '漂移或刚校准过', en: 'drift, or a calibration just done' };
  if (parameter === 'turbidity') return { zh: '气泡或光窗脏污', en: 'bubbles or a dirty window' };
  if (parameter === 'uv254') return { zh: '光窗脏污', en: 'a dirty window' };
  if (parameter === 'ph' || parameter === 'orp')
    return { zh: '电极老化或刚校准过', en: 'an aged electrode, or a calibration just done' };
  return { zh: '失准', en: 'out of calibration' };
}

/** The other explanation, and what speaks against it. */
function rivalOf(contributions: readonly ToldMove[]): BilingualName {
  const [first] = contributions;
  if (first === undefined)
    return {
      zh: '各通道都只变一点，也可能是巧合，请看下一个读数',
      en: 'Each moved by little, so it may be chance: look at the next reading',
    };
  const moves = contributions.map(({ channel, ...move }) => ({ ...move, parameter: parameterOfChannel(channel) }));
  if (moves.some(({ parameter }) => parameter !== moves[0]?.parameter)) return rivalOfSeveral(moves);
  if (contributions.some(({ direction }) => direction !== first.direction))
    return {
      zh: '同一指标的探头有升有降，互相矛盾，更像其中一支探头的问题，请用便携仪复测',
      en: 'Its probes disagree, one up and one down: rather one of the probes than the water, so measure again with a portable meter',
    };
  if (contributions.length > 1)
    return {
      zh: `${String(contributions.length)} 支探头测得同样变化，互相印证，不像探头故障；也可能是加药或水源调整，请核对调度`,
      en: `${String(contributions.length)} probes of the same parameter agree, so it is no fault of one probe; a change of dosing or source may do the same: ask the operators`,
    };
  const probe = loneProbe(first.channel, first.direction);
  return {
    zh: `其他通道未跟着变，也可能是探头问题（${probe.zh}），但未见已知的故障特征；请用便携仪复测`,
    en: `No other channel went along, so it may be the probe (${probe.en}), though it shows no known fault: measure again with a portable meter`,
  };
}
