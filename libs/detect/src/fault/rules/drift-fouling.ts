import { HOUR } from '@clearwell/water-quality';
import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Company } from '../company.ts';
import type { Probe } from '../probe.ts';

interface Drift {
  readonly drift: number;
  readonly tau: number;
  readonly oldest: number;
}

/** A step back along a drift, to about where it came from. */
function isReset(probe: Probe, { drift, tau, oldest }: Drift, from: number, to: number): boolean {
  const step = to - from;
  if (Math.abs(tau) < C.driftTau || Math.abs(drift) < C.driftScales * probe.wanderScale || !(step * drift < 0))
    return false;
  const isStep = Math.abs(step) >= C.jump * probe.stepScale && Math.abs(step) >= C.resetLeast * Math.abs(drift);
  return isStep && Math.abs(to - oldest) <= C.resetNear * Math.abs(drift);
}

const isLone = (probe: Probe, company: Company): boolean =>
  probe.isWater && probe.isGrown && probe.isHere && !company.hasOtherStepped(probe);

/** Two rows agree: the one of the step, and the next. */
const hasStepped = (probe: Probe, company: Company): boolean =>
  isReset(probe, probe.blocks, probe.x2, probe.x0) &&
  isReset(probe, probe.blocks, probe.x2, probe.x1) &&
  isLone(probe, company);

/** Somebody worked on it, and took the drift away. */
function wasCleaned(probe: Probe): boolean {
  if (!probe.isWater || !probe.isHere || probe.sinceMark !== C.shiftRows) return false;
  const before = { drift: probe.driftBefore, tau: probe.tauBefore, oldest: probe.oldestBefore };
  return isReset(probe, before, probe.levelBefore, probe.markSum / C.shiftRows);
}

/**
 * A slow drift of one channel that is taken back in one step, by somebody's work or while the others hold. Evidence: the drift,
 * hours of it, the step back, 1 if somebody worked on it.
 */
export const driftFouling: FaultRule = {
  kind: 'drift_fouling',
  begins: (probe, company) => {
    const isCleaned = wasCleaned(probe);
    if (company.isMarked || (!isCleaned && !hasStepped(probe, company))) return NaN;
    probe.evidence[0] = isCleaned ? probe.driftBefore : probe.blocks.drift;
    probe.evidence[1] = isCleaned ? probe.hoursBefore : probe.blocks.hours;
    probe.evidence[2] = isCleaned ? probe.markSum / C.shiftRows - probe.levelBefore : probe.x0 - probe.x2;
    probe.evidence[3] = isCleaned ? 1 : 0;
    return probe.at - (isCleaned ? probe.hoursBefore : probe.blocks.hours) * HOUR;
  },
  /** Until it has a level anew. */
  hasEnded: (probe, company) => probe.evidence[3] === 1 || company.at - probe.saidAt >= C.levelSpan,
  isDoubtful: (probe, company) => isReset(probe, probe.blocks, probe.x1, probe.x0) && isLone(probe, company),
};
