import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';

/**
 * After somebody worked on it, it shows something else than before, and the others do not. Evidence: level before, level after,
 * the step in scales, the drift it had shown before.
 */
export const shift: FaultRule = {
  kind: 'shift',
  isBrief: true,
  begins: (probe, company) => {
    if (!probe.isWater || probe.sinceMark !== C.shiftRows || !probe.isHere || company.isMarked) return NaN;
    const after = probe.markSum / C.shiftRows;
    const step = after - probe.levelBefore;
    if (!(Math.abs(step) >= C.shiftScales * probe.wanderScale)) return NaN;
    probe.evidence[0] = probe.levelBefore;
    probe.evidence[1] = after;
    probe.evidence[2] = step / probe.wanderScale;
    probe.evidence[3] = probe.driftBefore;
    return probe.markedAt;
  },
  hasEnded: () => true,
};
