/** QARTOD primary flags: good, not evaluated, suspect, fail, missing. */
export type QualityFlag = 1 | 2 | 3 | 4 | 9;

export const QUALITY_FLAGS = [1, 2, 3, 4, 9] as const satisfies readonly QualityFlag[];

export const QUALITY_TESTS = [
  'missing',
  'time_ahead',
  'beyond_horizon',
  'zero_flow',
  'mark',
  'gross_range_sensor',
  'gross_range_user',
  'climatology',
  'spike',
  'rate_of_change',
  'flat_line',
  'attenuated_signal',
  'multivariate',
  'neighbour',
] as const;

/** The test that set a flag other than good. */
export type QualityTest = (typeof QUALITY_TESTS)[number];

export interface Quality {
  readonly flag: QualityFlag;
  /** Absent on a good value. */
  readonly test?: QualityTest;
}

export const GOOD: Quality = { flag: 1 };

/**
 * Whether a value may be judged: failed, missing and unevaluated ones are kept and shown, and not judged. Suspect ones are:
 * what is sudden, or stays, may be the water (T/WSJD 10-2020 §11.3), and telling a fault from it is for detection.
 */
export const isJudgeable = (flag: QualityFlag): boolean => flag === 1 || flag === 3;

/** Marks a logger may put on a channel (HJ 212 letters; to be confirmed against HJ 212-2025) and the flag each stands for. */
export const MARK_FLAGS = {
  N: 1,
  C: 2,
  M: 2,
  B: 2,
  T: 3,
  S: 3,
  D: 4,
  F: 4,
} as const satisfies Record<string, QualityFlag>;

export type Mark = keyof typeof MARK_FLAGS;

export const MARKS = Object.keys(MARK_FLAGS) as [Mark, ...Mark[]];
