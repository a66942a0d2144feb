import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Company } from '../company.ts';
import type { Probe } from '../probe.ts';

/** It is at 0, where it came to from well above in one step, while the others hold. */
function hasDropped(probe: Probe, company: Company): boolean {
  if (!probe.isWater || !probe.isGrown || probe.x0 !== 0) return false;
  const from = probe.runFrom;
  const isFar = Math.abs(from) >= Math.max(C.jump * probe.stepScale, C.jumpResolutions * probe.grain);
  return isFar && Math.abs(from) >= 0.5 * Math.abs(probe.runLevel) && company.areOthersCalm(probe);
}

/** Exactly 0 for two rows after one step. Evidence: the value before, that in scales of its steps. */
export const dropout: FaultRule = {
  kind: 'dropout',
  begins: (probe, company) => {
    if (probe.runRows < 1 || !hasDropped(probe, company)) return NaN;
    probe.evidence[0] = probe.runFrom;
    probe.evidence[1] = Math.abs(probe.runFrom) / probe.stepScale;
    return probe.runSince;
  },
  hasEnded: (probe) => probe.isHere && probe.x0 !== 0,
  isDoubtful: hasDropped,
};
