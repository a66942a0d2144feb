import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Company } from '../company.ts';
import type { Probe } from '../probe.ts';

/** A step in one row back along a drift, by no more and not much less than it had gone. */
function isReset(probe: Probe, step: number): boolean {
  const { drift, tau } = probe.blocks;
  if (Math.abs(tau) < C.driftTau || Math.abs(drift) < C.driftScales * probe.wanderScale || step * drift >= 0)
    return false;
  const share = Math.abs(step / drift);
  return Math.abs(step) >= C.jump * probe.stepScale && share >= C.resetLeast && share <= C.resetMost;
}

const isLone = (probe: Probe, company: Company): boolean =>
  probe.isWater && probe.isGrown && probe.isHere && company.areOthersCalm(probe);

/**
 * A slow drift of one channel that somebody, or something, takes back in one step while the others hold. Evidence: the drift,
 * hours of it, the step back.
 */
export const driftFouling: FaultRule = {
  kind: 'drift_fouling',
  begins: (probe, company) => {
    // Two rows: the one of the step, and the next that confirms it.
    const step = probe.x0 - probe.x2;
    if (!isLone(probe, company) || !isReset(probe, step) || !isReset(probe, probe.x1 - probe.x2)) return NaN;
    probe.evidence[0] = probe.blocks.drift;
    probe.evidence[1] = probe.blocks.hours;
    probe.evidence[2] = step;
    return probe.at - company.interval;
  },
  /** Until it has a level anew. */
  hasEnded: (probe, company) => probe.at - probe.saidAt >= C.levelSpan || company.isMarked,
  isDoubtful: (probe, company) => isLone(probe, company) && isReset(probe, probe.x0 - probe.x1),
};
