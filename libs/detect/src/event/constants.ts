import { DAY, HOUR } from '@clearwell/water-quality';

/**
 * What the event judge takes as given. Times are in event time (ms), sizes in a channel's own scale; nothing here belongs
 * to one station. docs/detection/event.md gives the reasons, and what changes when one of them does.
 */
export const EVENT_CONSTANTS = {
  /** Forecast: how fast it is drawn to the slow level, and how slow that is. */
  slowLevel: 12 * HOUR,
  /** Scale of innovations: over long, and over a restless stretch. */
  scaleLong: 48 * HOUR,
  scaleShort: 2 * HOUR,
  restlessness: 1.4,
  /** In resolutions: a quantised signal is never surer than that. */
  scaleFloor: 2,
  /** Innovations count for no more than this many scales in the scale. */
  winsor: 3,
  /** The level a plateau is held against: a median over this long. */
  levelSpan: 3 * HOUR,
  /** From here on, in scales, a value is not taken for granted: known levels are looked at, else it is held. */
  large: 4,
  /** In scales: as near counts as a return to a known level. */
  known: 2.5,
  priorKept: 24 * HOUR,
  holdFor: 2 * HOUR,
  /** What is learned of surprises is forgotten over this long. */
  tailMemory: 42 * DAY,
  /** Rows the Student-t prior of a tail is worth. */
  priorRows: 800,
  /** From here on, in scales, a single value that returns is a spike. */
  spike: 5,
  spikePrior: 1_000,
  unconcernedCap: 1,
  zeroCap: 2,
  /** How much more one channel may say than the second most surprising one: in one row, over rows, by a new level. */
  loneExcess: { step: 1.4, move: 2.6, level: 2.25 },
  /** A new level in quiet times: one channel alone says less, and many rows of hours are one test. */
  loneNewLevel: 1.5,
  newLevelLess: 1.3,
  /** Per factor of 10 in rows an hour, against a row each 10 minutes: they overlap, so it is far from 1. */
  rowsWeight: 0.1,
  suspectFrom: 2.5,
  suspectBelow: 2,
  suspectWeak: 2.5,
  suspectFor: 8 * HOUR,
  settleFor: HOUR,
  settleShare: 0.6,
  /** An alert goes on down to this share of the threshold. */
  alertOff: 0.8,
  joinWithin: 0.5 * HOUR,
  /** A channel missing this long has no level any more. */
  gap: 2 * HOUR,
  quietAfterGap: HOUR,
  quietAtStart: 6 * HOUR,
  flatFor: 24 * HOUR,
  flatRuns: 3,
  /** What a channel is used to at an hour of the day, over so many days, counts against it by this much. */
  habitDays: 7,
  habitCap: 6,
  habitFree: 0.65,
  habitWeight: 1.5,
};

export type EventConstants = Readonly<typeof EVENT_CONSTANTS>;
