import { PARAMETERS, type BilingualName, type ParameterCode } from '@clearwell/water-quality';

/** An event as its verdict gives it. */
export interface ToldEvent {
  readonly score: number;
  readonly threshold: number;
  /** Of those that contribute: the parameter, and its share in the score, negative where it fell. */
  readonly shares: readonly { readonly parameter: ParameterCode; readonly share: number }[];
}

const FEWEST_FOR_WATER = 2;

/** Says of an event what moved, how far beyond the ordinary, and what it could be instead. */
export function tellEvent({ score, threshold, shares }: ToldEvent): BilingualName {
  const inOrder = shares.filter(({ share }) => share !== 0).toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share));
  const percent = (share: number): string => `${String(Math.round(100 * Math.abs(share)))} %`;
  const of = (language: keyof BilingualName, rise: string, fall: string, between: string): string =>
    inOrder
      .map(
        ({ parameter, share }) =>
          `${PARAMETERS[parameter].name[language]} ${share > 0 ? rise : fall} (${percent(share)})`,
      )
      .join(between);
  const [is, limit] = [score.toFixed(1), threshold.toFixed(1)];
  const isLone = new Set(inOrder.map(({ parameter }) => parameter)).size < FEWEST_FOR_WATER;
  return {
    zh:
      `${of('zh', '上升', '下降', '、')}，偏离本点惯常变化：得分 ${is}，阈值 ${limit}。` +
      (isLone
        ? '只有一项指标变化，也可能是仪表问题。'
        : '多项指标同时变化，仪表故障通常只影响一项；也可能是水源或泵站切换。'),
    en:
      `${of('en', 'rose', 'fell', ', ')}, out of what this station does: score ${is}, threshold ${limit}. ` +
      (isLone
        ? 'Only one parameter moved: it may be the sensor.'
        : 'Several moved together, where a sensor fault moves one; a change of source or pumping may do the same.'),
  };
}
