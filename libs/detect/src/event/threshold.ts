import { DAY, type EpochMs } from '@clearwell/water-quality';
import { WAKING_SCORE } from '../cluster/paging.ts';

const WEEK = 7 * DAY;

/** Scores that were passed this often by quiet stations: [false alerts a week, score]. In between on a line in log budget. */
const SCORES = [
  [0.25, 2.45],
  [0.5, 1.75],
  [1, 1.6],
] as const;

/** How far verdicts may move the threshold from where its budget puts it: farther up little is gained, and falls of chlorine are lost. */
const REACH = 0.5;
const RISE = 0.15;
/** No score is so low that it alerts. */
const LEAST = 1;

/** What an alert of the station turned out to be. */
export interface JudgedAlert {
  readonly at: EpochMs;
  readonly isFalse: boolean;
}

type BudgetScore = readonly [budget: number, score: number];
export type ScoreTable = readonly [BudgetScore, BudgetScore, BudgetScore];

/**
 * The score from which a station alerts.
 * @param budget false alerts a station and week, above 0
 * @param scores three budgets, rising, and what score keeps them
 */
export function thresholdFor(budget: number, scores: ScoreTable = SCORES): number {
  const wanted = Math.log(budget);
  const [rare, usual, often] = scores;
  const [[x0, y0], [x1, y1]] = budget < usual[0] ? [rare, usual] : [usual, often];
  const from = Math.log(x0);
  return Math.max(LEAST, y0 + ((wanted - from) / (Math.log(x1) - from)) * (y1 - y0));
}

/**
 * How far above the threshold of its budget a station belongs, after verdicts: each false alert lifts it, each week without
 * lowers it by so much that a station that keeps its budget stays where it is. Depends on nothing but its arguments.
 * @param since from when alerts were given verdicts
 * @param lift where it stood then
 */
export function calibrateLift(
  budget: number,
  alerts: readonly JudgedAlert[],
  { since, until, lift = 0 }: { readonly since: EpochMs; readonly until: EpochMs; readonly lift?: number },
): number {
  const within = (asked: number): number => Math.min(REACH, Math.max(-REACH, asked));
  let now = within(lift);
  let before = since;
  const pass = (at: EpochMs): void => {
    now = within(now - RISE * budget * (Math.max(0, at - before) / WEEK));
    before = Math.max(before, at);
  };
  for (const { at, isFalse } of alerts.toSorted((a, b) => a.at - b.at)) {
    if (at < since || at > until) continue;
    pass(at);
    if (isFalse) now = within(now + RISE);
  }
  pass(until);
  return now;
}

/**
 * A threshold that verdicts moved, never beyond the score from which the event of one station wakes somebody: what verdicts
 * quieten is what was only shown.
 */
export const liftedThreshold = (threshold: number, lift: number): number =>
  lift === 0 ? threshold : Math.max(LEAST, Math.min(threshold + lift, Math.max(threshold, WAKING_SCORE)));
