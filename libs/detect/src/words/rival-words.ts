import { parameterOf, type BilingualName, type ParameterCode } from '@clearwell/water-quality';

export interface ParameterMove {
  readonly parameter: ParameterCode;
  readonly direction: 'rise' | 'fall';
  readonly value?: number | undefined;
  readonly before?: number | undefined;
}

/** What else it may be when several parameters of one station moved: whether redox bears the disinfectant out says most. */
export function rivalOfSeveral(moves: readonly ParameterMove[]): BilingualName {
  const count = String(new Set(moves.map(({ parameter }) => parameter)).size);
  switch (witnessOf(moves)) {
    case 'agrees':
      return {
        zh: `${count} 项指标同时变化，氧化还原电位与消毒剂同向变化，互相印证，不像试剂或单支探头的问题；也可能是水源或泵站切换，请核对调度`,
        en: `${count} parameters moved together, and redox went with the disinfectant, so it is hardly the reagent or a single probe; a change of source or pumping may do the same: ask the operators`,
      };
    case 'contradicts':
      return {
        zh: `${count} 项指标同时变化，但氧化还原电位与消毒剂的变化不一致，也可能是试剂或其中一支探头的问题；请用便携仪复测，并核对调度`,
        en: `${count} parameters moved together, but redox did not go with the disinfectant, so it may be the reagent or one of these probes: measure again with a portable meter, and ask the operators`,
      };
    case 'silent':
      return {
        zh: `${count} 项指标同时变化，而仪表故障通常只影响一项，不像探头；也可能是水源或泵站切换，请核对调度`,
        en: `${count} parameters moved together, where a fault of a probe moves one; a change of source or pumping may do the same: ask the operators`,
      };
  }
}

/** Disinfectant that is really gone takes redox down with it; a reagent that ends does not. */
function witnessOf(moves: readonly ParameterMove[]): 'agrees' | 'contradicts' | 'silent' {
  // What is only odd beside the others bears no witness.
  const went = moves.filter(({ direction, value, before }) =>
    value === undefined || before === undefined ? true : direction === 'rise' ? value > before : value < before,
  );
  const redox = went.find(({ parameter }) => parameter === 'orp');
  const disinfectant = went.find(({ parameter }) => parameterOf(parameter).spendsReagent);
  if (redox === undefined || disinfectant === undefined) return 'silent';
  return redox.direction === disinfectant.direction ? 'agrees' : 'contradicts';
}
