import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';

/**
 * All channels that follow the water stay exactly unchanged together, under fresh sampling times, for longer than chance
 * allows. Evidence: rows, channels, −log10 of the chance.
 */
export const frozen: FaultRule = {
  kind: 'frozen',
  begins: (probe, company) => {
    const { stillRows: rows, stillOdds, longestStill } = company;
    if (!probe.isWater || !probe.isHere || probe.runRows < rows) return NaN;
    if (rows < Math.max(C.frozenRows, C.frozenRuns * longestStill) || stillOdds < C.frozenOdds) return NaN;
    probe.evidence[0] = rows;
    probe.evidence[1] = company.probes.filter((other) => other.isWater && other.isHere).length;
    probe.evidence[2] = stillOdds / Math.LN10;
    return probe.runSince;
  },
  hasEnded: (probe) => probe.isHere && probe.runRows === 0,
};
