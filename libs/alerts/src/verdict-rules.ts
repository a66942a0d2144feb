import type { AlertKind, Verdict } from '@clearwell/water-quality';

const WATER: readonly AlertKind[] = ['limit', 'event', 'cluster', 'trend'];

export interface VerdictRule {
  /** Kinds that may be closed with it while they go on: it stays quiet until it ends. */
  readonly closesLasting: readonly AlertKind[];
  /** Kinds that were right if this is what it was. */
  readonly confirms: readonly AlertKind[];
}

/**
 * What a verdict allows and says. Water that is beyond a limit, or moves for an unknown reason, cannot be closed while it
 * does; what is known not to be the water can.
 */
export const VERDICT_RULES: Readonly<Record<Verdict, VerdictRule>> = {
  real_exceedance: { closesLasting: [], confirms: WATER },
  real_event: { closesLasting: [], confirms: WATER },
  sensor_fault: { closesLasting: ['limit', 'event', 'trend', 'fault'], confirms: ['fault'] },
  calibration_or_maintenance: {
    closesLasting: ['limit', 'event', 'trend', 'fault', 'silence', 'link', 'operation'],
    confirms: [],
  },
  communication: { closesLasting: ['silence', 'link', 'fault'], confirms: ['silence', 'link'] },
  network_work: { closesLasting: ['event', 'cluster', 'operation', 'trend'], confirms: ['operation'] },
  unknown: { closesLasting: [], confirms: [] },
};
