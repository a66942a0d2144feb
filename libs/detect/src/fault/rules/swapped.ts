import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Company } from '../company.ts';
import type { Probe } from '../probe.ts';

/** Values `a` before the jump and `b` after it: has it jumped at this row, and by far? */
const hasJumped = (probe: Probe, a: number, b: number): boolean => Math.abs(b - a) >= 1.3 * C.jump * probe.stepScale;

/** @param first what the probe showed on the first row of the exchange, and `before` what before that */
function isExchange(probe: Probe, other: Probe, first: (p: Probe) => number, before: (p: Probe) => number): boolean {
  const [a0, b0, a1, b1] = [before(probe), before(other), first(probe), first(other)];
  if (!hasJumped(probe, a0, a1) || !hasJumped(other, b0, b1)) return false;
  const gap = Math.abs(a0 - b0);
  const near = C.swapTolerance * gap;
  return Math.abs(a1 - b0) <= near && Math.abs(b1 - a0) <= near;
}

const newest = (probe: Probe): number => probe.x0;
const second = (probe: Probe): number => probe.x1;
const third = (probe: Probe): number => probe.x2;

function partnerOf(probe: Probe, company: Company): Probe | undefined {
  if (!probe.isWater || !probe.isGrown || !hasJumped(probe, probe.x2, probe.x1)) return undefined;
  return company.probes.find(
    (other) =>
      other !== probe &&
      other.isWater &&
      other.isHere &&
      (!other.isFaulty || other.partner === probe.channel.key) &&
      isExchange(probe, other, second, third) &&
      isExchange(probe, other, newest, third),
  );
}

/**
 * Two channels take each other's level in the same row, and keep it for another. Evidence: its level before, the other's
 * level before, its value. (Own rule: exact exchange within 15 % of the distance of both levels.)
 */
export const swapped: FaultRule = {
  kind: 'swapped',
  begins: (probe, company) => {
    const other = partnerOf(probe, company);
    if (other === undefined) return NaN;
    probe.partner = other.channel.key;
    probe.evidence[0] = probe.x2;
    probe.evidence[1] = other.x2;
    probe.evidence[2] = probe.x0;
    return probe.at - company.interval;
  },
  hasEnded: (probe) => {
    if (!probe.isHere) return false;
    const [own = NaN, others = NaN] = probe.evidence;
    return Math.abs(probe.x0 - own) < Math.abs(probe.x0 - others);
  },
  isDoubtful: (probe, company) =>
    probe.isWater &&
    probe.isGrown &&
    hasJumped(probe, probe.x1, probe.x0) &&
    company.probes.some((other) => other !== probe && other.isWater && isExchange(probe, other, newest, second)),
};
