import { HOUR } from '@clearwell/water-quality';
import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Company } from '../company.ts';
import type { Probe } from '../probe.ts';

/** What else chlorine does to water: its redox falls with it. */
const witnessOf = (company: Company): Probe | undefined =>
  company.probes.find((other) => other.channel.parameter === 'orp' && other.isHere && other.isGrown && !other.isFaulty);

/** How far redox is below its usual, in its steps. */
const fellBy = (probe: Probe): number => (probe.usual - probe.level) / probe.stepScale;

function isSpent(probe: Probe, company: Company, witness: Probe | undefined): boolean {
  const spentFor = probe.at - probe.spentSince;
  if (!(spentFor >= C.spentFor) || !(probe.spentSince - probe.belowSince >= 1.5 * company.interval)) return false;
  const isCalm = probe.stepNow <= 0.35 * probe.step;
  return witness === undefined ? company.areOthersCalm(probe) && isCalm : fellBy(witness) < C.moved;
}

/** It loses the same share in the same time from the first on, and nothing else moves, redox neither. */
function ebbs(probe: Probe, company: Company, witness: Probe | undefined): boolean {
  const { halving, steadiness } = probe.ebb;
  const [shortest, longest] = C.ebbHalving;
  if (!(steadiness >= C.ebbSteadiness && halving >= shortest && halving <= longest)) return false;
  const hasFallen = witness !== undefined && (witness.usual - witness.now) / witness.stepScale >= C.ebbWitness;
  return !hasFallen && company.areOthersCalm(probe);
}

/**
 * Decays steadily while all others hold; or decays to nothing over several rows and stays there, while redox holds; without redox,
 * while all others hold and it has gone quieter than chlorine ever is. Evidence: level before, value, hours of the decay, and what redox did (scales; NaN: none).
 */
export const reagentEmpty: FaultRule = {
  kind: 'reagent_empty',
  begins: (probe, company) => {
    if (!probe.spendsReagent || !probe.isHere || !probe.isGrown || probe.high < 8 * probe.grain) return NaN;
    const witness = witnessOf(company);
    if (!isSpent(probe, company, witness) && !ebbs(probe, company, witness)) return NaN;
    probe.evidence[0] = probe.high;
    probe.evidence[1] = probe.x0;
    probe.evidence[2] = (probe.at - probe.belowSince) / HOUR;
    probe.evidence[3] = witness === undefined ? NaN : fellBy(witness);
    return probe.belowSince;
  },
  hasEnded: (probe) => {
    const [before = NaN] = probe.evidence;
    return probe.isHere && probe.x0 > Math.max(2 * C.spentShare * before, 3 * probe.grain);
  },
};
