import { HOUR, type BilingualName, type FaultCode } from '@clearwell/water-quality';
import { joinedZh } from './channel-name.ts';
import { chanceText, percentText, spanText } from './figures.ts';

/** The evidence of a fault as a person reads it, by its place. */
export interface Evidence {
  readonly name: BilingualName;
  readonly partner: BilingualName;
  /** NaN: nobody measured it. */
  readonly at: (place: number) => number;
  readonly plain: (place: number, decimals?: number) => string;
  /** A reading in the channel's unit. */
  readonly reading: (place: number) => string;
  /** The same without the unit. */
  readonly bare: (place: number) => string;
  /** A reading in the unit of the channel it is swapped with. */
  readonly ofPartner: (place: number) => string;
  /** A difference or a mean of differences, without its sign. */
  readonly spread: (amount: number) => string;
  readonly percent: (place: number) => string;
}

/** What speaks for a fault, held against what; and what it could be instead. */
interface Saying {
  readonly evidence: (told: Evidence) => BilingualName;
  readonly rival: (told: Evidence) => BilingualName;
}

const hours = (told: Evidence, place: number): BilingualName => spanText(told.at(place) * HOUR);

export const FAULT_SAYINGS: Readonly<Record<FaultCode, Saying>> = {
  missing: {
    evidence: ({ plain }) => ({
      zh: `至少连续 ${plain(0)} 个读数缺这一通道的值，同一读数里其他通道正常`,
      en: `At least ${plain(0)} readings in a row came without its value, though with those of the other channels`,
    }),
    rival: () => ({
      zh: '整点都没有数据才像通信或供电问题；这里只缺一个通道，请查探头和接线，该指标暂时不明',
      en: 'Were all channels gone it would be the link or the power; one alone is the probe or its wiring, and its parameter is unknown meanwhile',
    }),
  },
  frozen: {
    evidence: ({ plain, at }) => ({
      zh: `本点 ${plain(1)} 个通道至少连续 ${plain(0)} 个读数一同不变，采样时间却在走（偶然如此的概率约 ${chanceText(at(2))}）`,
      en: `${plain(1)} channels stayed exactly the same together for at least ${plain(0)} readings under fresh sampling times (by chance: about ${chanceText(at(2))})`,
    }),
    rival: () => ({
      zh: '水再平稳，各探头也会各自有微小波动，所以不像水；多为采集器重发旧值，请重启核对，这段时间水质不明',
      en: 'Even calm water moves each probe a little by itself, so it is not the water: rather a logger that repeats an old reading; what the water did meanwhile is unknown',
    }),
  },
  swapped: {
    evidence: ({ reading, bare, ofPartner, partner }) => ({
      zh: `由 ${reading(0)} 跳到 ${bare(2)}，${joinedZh('正是', partner.zh, '原来的水平')}（${ofPartner(1)}），两个通道在同一读数里互换`,
      en: `It leapt from ${reading(0)} to ${bare(2)}, where ${partner.en} was before (${ofPartner(1)}), and the two traded places in one reading`,
    }),
    rival: () => ({
      zh: '水质变化不会让两项指标恰好互换数值；请查接线和通道配置',
      en: 'Water does not make two parameters trade their values: look at the wiring and the channel settings',
    }),
  },
  dropout: {
    evidence: ({ reading, plain }) => ({
      zh: `一步由 ${reading(0)} 落到 0 并停在 0（平常步幅的 ${plain(1)} 倍），其他通道未动`,
      en: `It fell from ${reading(0)} to exactly 0 in one step, ${plain(1)} times its usual step, and stays there, while the other channels hold`,
    }),
    rival: () => ({
      zh: '水质若真变得这么快，其他指标会一起动，所以不像水；请查供电、接线和流通池有无断水',
      en: 'Water that changed as fast would move other parameters too, so it is not the water: look at power, wiring and whether the cell has run dry',
    }),
  },
  range_clip: {
    evidence: ({ at, spread, reading, plain }) => ({
      zh: `至少 ${plain(2)} 个读数停在 ${spread(at(0))}（此前 ${reading(1)}），饮用水不会有这个值，其他通道未动`,
      en: `It stood at ${spread(at(0))} for at least ${plain(2)} readings (${reading(1)} before), where drinking water does not go, while the other channels hold`,
    }),
    rival: () => ({
      zh: '水即使真变成这样，也会逐步到达并带动其他指标，所以不像水；请查探头和量程设置',
      en: 'Water would have come there by steps and moved other parameters too, so it is not the water: look at the probe and its range setting',
    }),
  },
  drift_fouling: {
    evidence: (told) => {
      const [ups, wasCalibrated] = [told.at(0) > 0, told.at(3) === 1];
      const [drift, back] = [told.spread(told.at(0)), told.spread(told.at(2))];
      return {
        zh: `其间缓慢${ups ? '上升' : '下降'} ${drift}，${wasCalibrated ? '清洗或校准后' : ''}一步${ups ? '回落' : '回升'} ${back}${wasCalibrated ? '' : '，其他通道未同时跳变'}`,
        en: `It crept ${ups ? 'up' : 'down'} by ${drift} and went back by ${back} in one step${wasCalibrated ? ' when it was cleaned or calibrated' : ', while no other channel leapt'}`,
      };
    },
    rival: () => ({
      zh: '水源缓慢变化也会这样，但不会一步恢复，所以更像探头结垢、洗后恢复；这段时间的读数存疑',
      en: 'Source water may creep as well, but does not come back in one step: rather a fouled probe that was cleaned. Its readings of that time are in doubt',
    }),
  },
  reagent_empty: {
    // It may be falling still when it is named: what is left then is said, not that it stays.
    evidence: (told) => {
      const [long, from, to] = [hours(told, 2), told.reading(0), told.reading(1)];
      // A probe without reagent may read a little below zero: nothing is left then.
      const left = percentText(told.at(0) > 0 ? Math.min(1, Math.max(0, told.at(1) / told.at(0))) : 0);
      const fell = {
        zh: `判定时已在 ${long.zh}内由 ${from} 逐步衰减到 ${to}（剩 ${left}）`,
        en: `It had decayed from ${from} to ${to} (${left} of it) within ${long.en} when this was found`,
      };
      return hasRedox(told)
        ? { zh: `${fell.zh}，氧化还原电位却没有跟着下降`, en: `${fell.en}, and redox did not fall with it` }
        : {
            zh: `${fell.zh}，pH、电导率等其他通道保持不变`,
            en: `${fell.en}, while pH, conductivity and the other channels held`,
          };
    },
    rival: (told) =>
      hasRedox(told)
        ? {
            zh: `${joinedZh(told.name.zh, '若真的没了')}，氧化还原电位会跟着降，所以更像试剂而不是水；换试剂并复测之前，不能排除停止加药`,
            en: `Were it really gone, redox would fall with it, so rather the reagent than the water. Until the reagent is changed and the water measured again, a stopped dosing is not ruled out`,
          }
        : {
            zh: '进了脏水，其他指标会一起动，所以更像试剂；但本点没有可用的氧化还原电位作证，停止加药也会这样，请换试剂并复测',
            en: 'Dirt would move other parameters, so rather the reagent. But without redox as a witness a stopped dosing looks the same: change the reagent and measure again',
          },
  },
  flatline: {
    evidence: (told) => {
      const longest = hours(told, 2);
      return {
        zh: `一直是 ${told.reading(0)}，而正常时最长只有 ${longest.zh}不变（偶然如此的概率约 ${chanceText(told.at(3))}）`,
        en: `It is exactly ${told.reading(0)} all the time, where in health it was unchanged for ${longest.en} at most (by chance: about ${chanceText(told.at(3))})`,
      };
    },
    rival: () => ({
      zh: '水极平稳而分辨率又粗时也会这样；更常见的是流通池断水或探头停测，请查水样流量',
      en: 'Very calm water on a coarse scale can look the same; more often the cell has run dry or the probe has stopped: look at the sample flow',
    }),
  },
  noise_burst: {
    evidence: ({ at, percent, spread }) => ({
      zh: `近来 ${percent(0)} 的读数来回跳，平均跳幅 ${spread(at(1))}，平时 ${spread(at(2))}，其他通道平稳`,
      en: `${percent(0)} of its latest readings leap to and fro, by ${spread(at(1))} on average where ${spread(at(2))} is usual, while the other channels are smooth`,
    }),
    rival: () => ({
      zh: '水没有混匀时，几项指标会一起跳，所以不像水；多为气泡、膜老化或接触不良',
      en: 'Water that is badly mixed makes several parameters restless, so it is not the water: rather bubbles, an aged membrane or a bad contact',
    }),
  },
  spike: {
    evidence: ({ reading, spread, at }) => ({
      zh: `单个读数 ${reading(0)}，与前后相差 ${spread(at(1))}，下一个读数即恢复，其他通道未动；近几小时约第 ${ordinal(at(2))} 次`,
      en: `One reading of ${reading(0)}, ${spread(at(1))} off its neighbours, and back in the next, while the other channels hold; about the ${ordinal(at(2))}${suffixOf(at(2))} within hours`,
    }),
    rival: () => ({
      zh: '真实的水团有升、有停、有落，并带动其他指标，所以不像水；多为气泡或电气干扰',
      en: 'A real slug has a rise, a plateau and a fall, and moves other parameters, so it is not the water: rather bubbles or electrical noise',
    }),
  },
  shift: {
    evidence: ({ spread, at }) => ({
      zh: `维护前 ${spread(at(0))}，维护后 ${spread(at(1))}，差 ${spread(at(1) - at(0))}，是平常波动的 ${Math.abs(at(2)).toFixed(1)} 倍`,
      en: `It showed ${spread(at(0))} before the maintenance and ${spread(at(1))} after: a step of ${spread(at(1) - at(0))}, ${Math.abs(at(2)).toFixed(1)} times its usual scatter`,
    }),
    rival: () => ({
      zh: '多半是校准改了读数，水也可能恰在维护时变化；请核对校准记录，用便携仪定真值',
      en: 'Rather the calibration moved it, but the water may have changed meanwhile: compare with the record of the calibration and a portable meter',
    }),
  },
};

/** Without redox, or kept where no number stands for it, nobody measured it. */
const hasRedox = (told: Evidence): boolean => Number.isFinite(told.at(3));

const ordinal = (count: number): string => String(Math.max(2, Math.round(count)));
const suffixOf = (count: number): string => ({ 2: 'nd', 3: 'rd' })[Math.max(2, Math.round(count))] ?? 'th';
