import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';

/**
 * Most values stick out from their neighbours by several of its usual roughness, and the other channels are smooth.
 * Evidence: share of rough values, mean step now, usual mean step.
 */
export const noiseBurst: FaultRule = {
  kind: 'noise_burst',
  begins: (probe, company) => {
    if (!probe.isWater || !probe.isHere || probe.rough < C.noiseBegins || company.roughOthers(probe) > 0) return NaN;
    probe.evidence[0] = probe.rough;
    probe.evidence[1] = probe.stepNow;
    probe.evidence[2] = probe.step;
    return probe.at - C.roughMemory;
  },
  hasEnded: (probe) => probe.isHere && probe.rough < C.noiseEnds,
  isDoubtful: (probe, company) => probe.isWater && probe.rough >= C.noiseDoubt && company.roughOthers(probe) === 0,
};
