import { HOUR, parameterOf, parameterOfChannel, type BilingualName, type EpochMs } from '@clearwell/water-quality';
import { nameChannel } from './channel-name.ts';
import type { FaultFinding } from '../fault/fault-judge.ts';
import type { FaultKind } from '../fault/fault-kind.ts';

/** What is said of a fault: its kind, what speaks for it, and what it could be instead. */
interface Saying {
  readonly name: BilingualName;
  readonly evidence: (told: Told) => BilingualName;
  readonly rival: BilingualName;
}

/** A fault in numbers as a person reads them. */
interface Told {
  readonly evidence: readonly number[];
  /** A value in the channel's unit. */
  readonly value: (place: number) => string;
  /** A plain number with so many decimals. */
  readonly figure: (place: number, decimals?: number) => string;
  readonly lasted: string;
  readonly partner: BilingualName;
}

const SAYINGS: Readonly<Record<Exclude<FaultKind, 'none'>, Saying>> = {
  missing: {
    name: { zh: '通道缺数', en: 'no values' },
    evidence: ({ figure }) => ({
      zh: `连续 ${figure(0)} 个读数没有该通道的值，本点其他通道正常上传`,
      en: `${figure(0)} readings in a row came without it, with values of the other channels`,
    }),
    rival: {
      zh: '若整点都没有数据，则是通信或供电问题，而非此探头',
      en: 'if all of the station were silent it would be the link or the power, not this probe',
    },
  },
  frozen: {
    name: { zh: '数据冻结', en: 'frozen' },
    evidence: ({ figure }) => ({
      zh: `${figure(1)} 个通道连续 ${figure(0)} 个读数同时完全不变，而采样时间在走（偶然概率约 10^-${figure(2)}）`,
      en: `${figure(1)} channels stayed exactly the same together for ${figure(0)} readings under fresh sampling times (by chance: 10^-${figure(2)})`,
    }),
    rival: {
      zh: '水质再稳定，各探头也会各自有细微波动；应检查采集器是否在重发旧值',
      en: 'water that is calm still moves each probe a little by itself: look whether the logger repeats an old reading',
    },
  },
  swapped: {
    name: { zh: '通道接反', en: 'channels swapped' },
    evidence: ({ value, partner }) => ({
      zh: `由 ${value(0)} 变为 ${value(2)}，恰是「${partner.zh}」原来的水平，对方同一时刻变成了它的水平`,
      en: `went from ${value(0)} to ${value(2)}, the level of ${partner.en}, which took this one's in the same reading`,
    }),
    rival: {
      zh: '水质变化不会使两项指标恰好互换数值；应检查接线和通道配置',
      en: 'water would not make two parameters trade their values: look at the wiring and the channel settings',
    },
  },
  dropout: {
    name: { zh: '信号掉零', en: 'dropped to 0' },
    evidence: ({ value, figure }) => ({
      zh: `一步从 ${value(0)} 落到 0（为平常步幅的 ${figure(1)} 倍）并停在 0，其他指标未动`,
      en: `fell from ${value(0)} to exactly 0 in one step (${figure(1)} of its usual steps) and stays there, while the others hold`,
    }),
    rival: {
      zh: '若真是水质骤变，氧化还原电位、电导率或浊度会一起变化',
      en: 'water that loses as much would move redox, conductivity or turbidity along with it',
    },
  },
  range_clip: {
    name: { zh: '超量程', en: 'at the end of its range' },
    evidence: ({ value, figure }) => ({
      zh: `连续 ${figure(2)} 个读数停在 ${value(0)}，已到或超出饮用水可能的范围，其他指标未动`,
      en: `${figure(2)} readings in a row are exactly ${value(0)}, at or beyond what drinking water can show, while the others hold`,
    }),
    rival: {
      zh: '水质逐渐升高到量程上限也会如此，但其他指标会先有变化',
      en: 'water that rises beyond the range would look the same at its end, but would have come there by steps and moved others',
    },
  },
  drift_fouling: {
    name: { zh: '缓慢漂移', en: 'slow drift, taken back' },
    evidence: ({ evidence, value, figure }) => ({
      zh: `${figure(1)} 小时内缓慢偏移 ${value(0)}，${evidence[3] === 1 ? `校准后一步回调 ${value(2)}` : `随后一步回调 ${value(2)}，其他指标未同时跳变`}`,
      en: `crept by ${value(0)} within ${figure(1)} h and went back by ${value(2)} in one step${evidence[3] === 1 ? ' at the calibration' : ', while no other leapt'}`,
    }),
    rival: {
      zh: '水源缓慢变化也会漂移，但不会一步恢复，且多项指标同变；多为探头结垢或污染后被清洗',
      en: 'a source that changes slowly drifts as well, but moves several parameters and does not come back at once: fouling that was cleaned off',
    },
  },
  reagent_empty: {
    name: { zh: '试剂耗尽', en: 'reagent used up' },
    evidence: ({ evidence, value, figure }) => {
      const hasRedox = !Number.isNaN(evidence[3]);
      return {
        zh: `${figure(2, 1)} 小时内由 ${value(0)} 衰减到 ${value(1)} 并停住，${hasRedox ? '而氧化还原电位保持不变' : '而 pH、电导率等其他指标保持不变'}`,
        en: `decayed from ${value(0)} to ${value(1)} within ${figure(2, 1)} h and stays, while ${hasRedox ? 'redox holds' : 'pH, conductivity and the others hold'}`,
      };
    },
    rival: {
      zh: '余氯真的消失时氧化还原电位会随之下降；在换试剂并复测之前，不能完全排除停止加氯',
      en: 'chlorine that is really gone takes redox down with it; until the reagent is changed a stopped dosing is not ruled out',
    },
  },
  flatline: {
    name: { zh: '数值不变', en: 'flat line' },
    evidence: ({ value, figure }) => ({
      zh: `${figure(1, 1)} 小时一直是 ${value(0)}；正常时最长 ${figure(2, 1)} 小时不变（偶然概率约 10^-${figure(3)}）`,
      en: `exactly ${value(0)} for ${figure(1, 1)} h, where in health it was unchanged for ${figure(2, 1)} h at most (by chance: 10^-${figure(3)})`,
    }),
    rival: {
      zh: '水质非常稳定且分辨率较粗时也可能如此',
      en: 'very calm water on a coarse scale can look the same',
    },
  },
  noise_burst: {
    name: { zh: '噪声增大', en: 'noisy' },
    evidence: ({ evidence, value }) => ({
      zh: `近来 ${percent(evidence[0])} 的读数来回跳动，平均跳幅 ${value(1)}，平时 ${value(2)}，其他指标平稳`,
      en: `${percent(evidence[0])} of the latest readings leap to and fro, by ${value(1)} on the average where ${value(2)} is usual, while the others are smooth`,
    }),
    rival: {
      zh: '水流紊动或混合不均会使多项指标一起波动；多为膜老化、气泡或接触不良',
      en: 'restless water makes several parameters restless: rather an aged membrane, bubbles or a bad contact',
    },
  },
  spike: {
    name: { zh: '尖峰', en: 'spike' },
    evidence: ({ value }) => ({
      zh: `单个读数 ${value(0)}，与前后相差 ${value(1)}，下一个读数即恢复，其他指标未动`,
      en: `one reading of ${value(0)}, ${value(1)} off its neighbours, and back in the next, while the others hold`,
    }),
    rival: {
      zh: '真实的水团有上升、持续和回落，并影响多项指标；多为气泡',
      en: 'a real slug has a rise, a plateau and a fall, and moves several parameters: rather a bubble',
    },
  },
  shift: {
    name: { zh: '校准后偏移', en: 'shifted at a calibration' },
    evidence: ({ value }) => ({
      zh: `维护前为 ${value(0)}，维护后为 ${value(1)}`,
      en: `${value(0)} before the work on it and ${value(1)} after`,
    }),
    rival: {
      zh: '水质也可能恰在维护期间改变；请核对校准记录',
      en: 'the water may have changed meanwhile: compare with the record of the calibration',
    },
  },
};

const percent = (share = NaN): string => `${String(Math.round(100 * share))} %`;

/** Says of a fault what it is, for how long, what speaks for it, and what it could be instead. @param at now, in event time */
export function tellFault(finding: FaultFinding, at: EpochMs): BilingualName {
  if (finding.kind === 'none') return { zh: '无故障', en: 'no fault' };
  const { name, evidence, rival } = SAYINGS[finding.kind];
  const channel = nameChannel(finding.channel);
  const told = toldOf(finding, at);
  const says = evidence(told);
  return {
    zh: `${channel.zh}${name.zh}（${told.lasted} 小时）：${says.zh}。${rival.zh}。`,
    en: `${channel.en}: ${name.en} (for ${told.lasted} h): ${says.en}. ${capitalized(rival.en)}.`,
  };
}

function toldOf({ channel, evidence, partner, since, endedAt }: FaultFinding, at: EpochMs): Told {
  const { decimals, unitText } = parameterOf(parameterOfChannel(channel));
  const figure = (place: number, places = 0): string => (evidence[place] ?? NaN).toFixed(places);
  // One decimal more than a reading: drifts and noise are smaller than a step now and then.
  const value = (place: number): string =>
    `${String(Number((evidence[place] ?? NaN).toFixed(decimals + 1)))} ${unitText}`.trimEnd();
  const partnerName = partner === null ? { zh: '', en: '' } : nameChannel(partner);
  const lasted = (((endedAt ?? at) - since) / HOUR).toFixed(1);
  return { evidence, figure, value, lasted, partner: partnerName };
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
