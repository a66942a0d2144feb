import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';

/** No value for several rows, and for as long as they usually take, while others of the station have some. Evidence: rows. */
export const missing: FaultRule = {
  kind: 'missing',
  begins: (probe, company) => {
    if (probe.missing < C.missingRows || probe.rows === 0) return NaN;
    if (company.at - probe.at < (C.missingRows - 0.5) * company.interval) return NaN;
    if (!company.probes.some((other) => other.isHere)) return NaN;
    probe.evidence[0] = probe.missing;
    return probe.at;
  },
  hasEnded: (probe) => probe.isHere,
};
