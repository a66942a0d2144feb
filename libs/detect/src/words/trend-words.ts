import {
  limitById,
  parameterOf,
  parameterOfChannel,
  type BilingualName,
  type ChannelKey,
  type TrendFinding,
} from '@clearwell/water-quality';
import { nameChannel } from './channel-name.ts';
import { FAULT_NAMES } from './fault-names.ts';
import { limitText, paceText, percentText, readingText, spansText } from './figures.ts';
import { boundText, faultOf } from './limit-words.ts';
import type { Scene } from './scene.ts';

/** Says of a trend where it stands, which way and how fast, when it is at which limit, and what it could be instead. */
export function tellTrend(finding: TrendFinding, scene: Scene): BilingualName {
  const name = nameChannel(finding.channel);
  const says = finding.window === 'usual' ? unusualText(finding, scene) : towardText(finding, scene);
  const rival = rivalOf(finding, scene);
  return {
    zh: `${scene.station.zh}：${name.zh} ${says.zh}。${rival.zh}。`,
    en: `${scene.station.en}: ${name.en} ${says.en}. ${rival.en}.`,
  };
}

function unusualText({ channel, value, against, since }: TrendFinding, scene: Scene): BilingualName {
  const [is, usual, off] = [
    readingText(scene, channel, value),
    readingText(scene, channel, against),
    percentText((against - value) / against),
  ];
  const at = scene.timeText(since);
  return {
    zh: `${is}（小时均值），比往日同时段的 ${usual} 低 ${off}，${at} 起`,
    en: `${is} (mean of the hour), ${off} below the ${usual} that is usual at this hour, since ${at}`,
  };
}

function towardText(
  { channel, value, against, since, slope, left, limit: limitId, window }: TrendFinding,
  scene: Scene,
): BilingualName {
  const inDays = window === 'week';
  const isUp = slope[1] > 0;
  const [low, likely, high] = slope.map((each) => paceText(inDays ? 24 * each : each));
  const [gentle, steep] = isUp ? [low, high] : [high, low];
  const unit = parameterOf(parameterOfChannel(channel)).unitText;
  const limit = limitId === null ? undefined : limitById(limitId);
  const figure = limitText(channel, against);
  const bound =
    limit === undefined ? { zh: `限值 ${figure}`, en: `the limit of ${figure}` } : boundText(limit, channel);
  const arrives = left === null ? null : spansText(...left);
  const [at, is] = [scene.timeText(since), readingText(scene, channel, value)];
  const pace = `${String(likely)} ${unit}`.trimEnd();
  const way = isUp ? { zh: '升', en: 'rising' } : { zh: '降', en: 'falling' };
  return {
    zh:
      `${is}，近 ${inDays ? '7 天' : '12 小时'}持续${isUp ? '上升' : '下降'}，每${inDays ? '天' : '小时'}约 ${pace}` +
      `（95% 区间 ${String(gentle)}～${String(steep)}），${at} 判定；` +
      (arrives === null
        ? `正走向${bound.zh}`
        : `照此约 ${arrives.likely.zh}后（${arrives.range.zh}）${way.zh}到${bound.zh}`),
    en:
      `${is}, ${way.en} over ${inDays ? '7 days' : '12 hours'} by about ${pace} ${inDays ? 'a day' : 'an hour'}` +
      ` (95% interval ${String(gentle)} to ${String(steep)}), found at ${at}; ` +
      (arrives === null
        ? `it heads for ${bound.en}`
        : `at this pace it reaches ${bound.en} in about ${arrives.likely.en} (${arrives.range.en})`),
  };
}

/** What else goes slowly: the day, a film on the probe, a reagent that ends. */
function rivalOf({ channel, window, slope }: TrendFinding, scene: Scene): BilingualName {
  const fault = faultOf(channel, scene.beside);
  if (fault !== null)
    return {
      zh: `该通道有仪表故障判定（${FAULT_NAMES[fault].zh}），这一趋势多半来自探头而不是水，但复测之前不能排除水质变化`,
      en: `The probe is at fault (${FAULT_NAMES[fault].en}): the trend is rather its own than the water's, which is not ruled out until it is measured again`,
    };
  const probe = slowProbe(channel, window === 'usual' || slope[1] < 0);
  if (window === 'usual')
    return {
      zh: `只与往日同一时段相比，不是每天的起伏；可能是加药减少或水龄变长，也可能是${probe.zh}，请用便携仪比对`,
      en: `It is held against the same hour of other days, so it is not the daily swing. It may be less dosing or older water, or else ${probe.en}: compare with a portable meter`,
    };
  return window === 'half_day'
    ? {
        zh: `已扣除每天的起伏；也可能是${probe.zh}，请用便携仪比对`,
        en: `The daily swing is taken out; it may also be ${probe.en}: compare with a portable meter`,
      }
    : {
        zh: `只比较每天的同一时段，不是每天的起伏；这样缓慢的变化也常见于${probe.zh}，请先查上次校准和清洗的日期`,
        en: `Only the same hours of each day are compared, so it is not the daily swing. A change as slow is often ${probe.en}: look first when it was last calibrated and cleaned`,
      };
}

function slowProbe(channel: ChannelKey, falls: boolean): BilingualName {
  if (falls && parameterOf(parameterOfChannel(channel)).spendsReagent)
    return { zh: '试剂将尽或膜污染', en: 'a reagent near its end or a fouled membrane' };
  return { zh: '探头结垢或漂移', en: 'a probe that fouls or drifts' };
}
