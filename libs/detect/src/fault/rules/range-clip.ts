import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Company } from '../company.ts';
import type { Probe } from '../probe.ts';

/** It went in one step to where drinking water does not go. */
function isBeyond(probe: Probe, company: Company): boolean {
  if (!probe.isHere || probe.x0 === 0) return false;
  if (probe.x0 > probe.userLow && probe.x0 < probe.userHigh) return false;
  const jump = Math.abs(probe.x0 - probe.runFrom);
  return !(jump < C.clipJump * probe.stepScale) && company.areOthersCalm(probe);
}

/** Exactly unchanged at or beyond the end of what it plausibly shows. Evidence: the value, the value before, rows. */
export const rangeClip: FaultRule = {
  kind: 'range_clip',
  begins: (probe, company) => {
    if (probe.runRows < C.clipRows || !isBeyond(probe, company)) return NaN;
    probe.evidence[0] = probe.x0;
    probe.evidence[1] = probe.runFrom;
    probe.evidence[2] = probe.runRows + 1;
    return probe.runSince;
  },
  hasEnded: (probe) => probe.isHere && probe.runRows === 0,
  isDoubtful: (probe, company) => probe.isGrown && probe.runRows < C.clipRows && isBeyond(probe, company),
};
