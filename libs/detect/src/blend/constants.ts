import { DAY, HOUR } from '@clearwell/water-quality';

/** What the blend judge takes as given; times in event time (ms). docs/detection/city.md gives the reasons. */
export const BLEND_CONSTANTS = {
  /** How fast the level the mix is held against follows. */
  level: 24 * HOUR,
  /** How long it is remembered how parameters move together: some rounds of pumps and tanks, and few days of a source. */
  together: 5 * DAY,
  /** In resolutions: nothing is surer than that. */
  floor: 1,
  /** What lies farther than this out of the usual is learned from as if it lay there. */
  winsor: 3,
  /** In standard deviations: a channel as far off its level says nothing of the others. */
  far: 5,
  tailMemory: 28 * DAY,
  /** Rows the prior of a tail is worth. */
  priorRows: 400,
  /** A station younger than this has not shown how its water mixes. */
  quietAtStart: 24 * HOUR,
  /** A longer pause forgets no more than this. */
  longestStep: 24 * HOUR,
  /** What a parameter may say that moves in a direction of no concern. */
  unconcernedCap: 1,
};

export type BlendConstants = Readonly<typeof BLEND_CONSTANTS>;
