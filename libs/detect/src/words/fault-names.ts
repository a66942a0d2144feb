import type { BilingualName, FaultCode } from '@clearwell/water-quality';

/** What is wrong with a probe, in a word or two. */
export const FAULT_NAMES: Readonly<Record<FaultCode, BilingualName>> = {
  missing: { zh: '无数据', en: 'no data' },
  flatline: { zh: '读数不变', en: 'flat line' },
  frozen: { zh: '数值冻结', en: 'frozen values' },
  spike: { zh: '跳点', en: 'spike' },
  dropout: { zh: '掉零', en: 'dropout to 0' },
  shift: { zh: '校准跳变', en: 'step at a calibration' },
  drift_fouling: { zh: '结垢漂移', en: 'fouling drift' },
  noise_burst: { zh: '噪声过大', en: 'noisy' },
  range_clip: { zh: '超量程', en: 'stuck at the end of its range' },
  reagent_empty: { zh: '试剂耗尽', en: 'reagent used up' },
  swapped: { zh: '通道接反', en: 'channels swapped' },
};
