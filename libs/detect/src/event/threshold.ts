import { DAY, type EpochMs } from '@clearwell/water-quality';

const WEEK = 7 * DAY;

/** Scores that were passed this often by quiet stations: [false alerts a week, score]. In between on a line in log budget. */
const SCORES = [
  [0.25, 2.45],
  [0.5, 1.75],
  [1, 1.6],
] as const;

/** How far verdicts may move the threshold from where its budget puts it. */
const [HIGHER, LOWER] = [1, 0.5];
const RISE = 0.15;

/** What an alert of the station turned out to be. */
export interface JudgedAlert {
  readonly at: EpochMs;
  readonly isFalse: boolean;
}

/** The score from which a station alerts. @param budget false alerts a station and week, above 0 */
export function thresholdFor(budget: number): number {
  const wanted = Math.log(budget);
  const [rare, usual, often] = SCORES;
  const [[x0, y0], [x1, y1]] = budget < usual[0] ? [rare, usual] : [usual, often];
  const from = Math.log(x0);
  return Math.max(1, y0 + ((wanted - from) / (Math.log(x1) - from)) * (y1 - y0));
}

/**
 * The threshold after verdicts: each false alert lifts it, each week without lowers it by so much that a station that keeps its
 * budget stays where it is. Depends on nothing but its arguments.
 * @param since from when alerts were given verdicts
 */
export function calibrateThreshold(
  budget: number,
  alerts: readonly JudgedAlert[],
  { since, until }: { readonly since: EpochMs; readonly until: EpochMs },
): number {
  const start = thresholdFor(budget);
  const within = (threshold: number): number => Math.min(start + HIGHER, Math.max(start - LOWER, threshold));
  let threshold = start;
  let before = since;
  const pass = (at: EpochMs): void => {
    threshold = within(threshold - RISE * budget * (Math.max(0, at - before) / WEEK));
    before = Math.max(before, at);
  };
  for (const { at, isFalse } of alerts.toSorted((a, b) => a.at - b.at)) {
    if (at < since || at > until) continue;
    pass(at);
    if (isFalse) threshold = within(threshold + RISE);
  }
  pass(until);
  return threshold;
}
