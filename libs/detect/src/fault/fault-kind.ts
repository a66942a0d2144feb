/** What may be wrong with a probe. Their places are what the judge remembers: new ones are added at the end. */
export const FAULT_KINDS = [
  'none',
  'missing',
  'frozen',
  'swapped',
  'dropout',
  'range_clip',
  'drift_fouling',
  'reagent_empty',
  'flatline',
  'noise_burst',
  'spike',
  'shift',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export const faultCode = (kind: FaultKind): number => FAULT_KINDS.indexOf(kind);
export const faultKind = (code: number): FaultKind => FAULT_KINDS[code] ?? 'none';
