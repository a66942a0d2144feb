import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';

/**
 * Exactly unchanged for longer than chance allows, for long, and for longer than it ever was in health. Evidence: the value,
 * hours, hours of the longest run in health, −log10 of the chance.
 */
export const flatline: FaultRule = {
  kind: 'flatline',
  begins: (probe) => {
    if (probe.runRows === 0 || !probe.isHere || (!probe.isWater && probe.x0 === 0)) return NaN;
    const odds = probe.runRows * probe.oddsOfStaying;
    if (
      odds < C.flatOdds ||
      probe.runFor < Math.max(probe.isWater ? C.flatFor : C.pumpsFlatFor, C.flatRuns * probe.longestRun)
    )
      return NaN;
    probe.evidence[0] = probe.x0;
    probe.evidence[1] = probe.runFor / 3_600_000;
    probe.evidence[2] = probe.longestRun / 3_600_000;
    probe.evidence[3] = odds / Math.LN10;
    return probe.runSince;
  },
  hasEnded: (probe) => probe.isHere && probe.runRows === 0,
};
