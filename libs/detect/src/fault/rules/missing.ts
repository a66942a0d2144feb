import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';

/** No value for several rows, while others of the station have some. Evidence: rows. */
export const missing: FaultRule = {
  kind: 'missing',
  begins: (probe, company) => {
    if (probe.missing < C.missingRows || probe.rows === 0) return NaN;
    if (!company.probes.some((other) => other.isHere)) return NaN;
    probe.evidence[0] = probe.missing;
    return probe.at;
  },
  hasEnded: (probe) => probe.isHere,
};
