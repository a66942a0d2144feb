import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { Company } from '../company.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Probe } from '../probe.ts';

/** It scatters about where it usually is, and the others do not: water that is restless moves, too. */
const isLone = (probe: Probe, company: Company): boolean =>
  Math.abs(probe.now - probe.usual) <= Math.max(2 * probe.stepNow, C.moved * probe.wanderScale) &&
  company.roughOthers(probe) === 0;

/**
 * Most values stick out from their neighbours by several of its usual roughness, and the other channels are smooth.
 * Evidence: share of rough values, mean step now, usual mean step.
 */
export const noiseBurst: FaultRule = {
  kind: 'noise_burst',
  begins: (probe, company) => {
    if (!probe.isWater || !probe.isHere || probe.rough < C.noiseBegins || !isLone(probe, company)) return NaN;
    probe.evidence[0] = probe.rough;
    probe.evidence[1] = probe.stepNow;
    probe.evidence[2] = probe.step;
    return probe.at - C.roughMemory;
  },
  hasEnded: (probe, company) => {
    if (company.at - probe.saidAt >= C.noiseAccepted) probe.acceptNoise();
    return probe.isHere && probe.rough < C.noiseEnds;
  },
  isDoubtful: (probe, company) =>
    probe.isWater &&
    (probe.rough >= C.noiseDoubt || (probe.turned >= C.turnDoubt && probe.usualSpikes < C.spikyProbe)) &&
    isLone(probe, company),
};
