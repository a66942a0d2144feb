import { DAY, HOUR, MINUTE } from '@clearwell/water-quality';

/**
 * What the fault judge takes as given. Times are in event time (ms), sizes in resolutions of a channel or in scales learned
 * from it: nothing here belongs to one station. docs/detection/fault.md gives the reasons.
 */
export const FAULT_CONSTANTS = {
  /** Level: the median over this long, of values at least this far apart. */
  levelSpan: 3 * HOUR,
  levelStep: 10 * MINUTE,
  /** Scales of steps, of roughness and of wandering about the level. */
  scaleMemory: 48 * HOUR,
  /** How far a scale lets one value pull it, in scales. */
  winsor: 3,
  /** How long the shares of unchanged values are remembered. */
  sameMemory: 7 * DAY,
  /** Rows of "every second value is unchanged" a new channel starts with. */
  samePrior: 20,
  /** A longer silence breaks what is adjacent. In intervals. */
  gapRows: 3.5,
  /** In scales: a channel has moved. It is remembered to have for so long. */
  moved: 4,
  movedMemory: HOUR,

  /** Values missing while others come. */
  missingRows: 3,
  /** −ln of the chance that values stay unchanged this long. */
  flatOdds: 16,
  flatFor: 2 * HOUR,
  /** Times the longest healthy run, which fades. */
  flatRuns: 2,
  runMemory: 28 * DAY,
  /** What follows pumps stands still with them. */
  pumpsFlatFor: DAY,
  frozenOdds: 18,
  frozenRows: 3,
  frozenRuns: 2,
  /** One-step jumps, in scales and in resolutions. */
  jump: 6,
  jumpResolutions: 5,
  clipJump: 10,
  clipRows: 2,
  /** Returning to within this share of its height. */
  spikeReturn: 0.5,
  /** How high, in scales of steps. */
  spikeJump: 5,
  spikeMemory: 6 * HOUR,
  spikesTold: 1.3,
  /** And so many times its usual number more. */
  spikesUsual: 3,
  usualMemory: 14 * DAY,
  /** A rough value: in scales of roughness. */
  rough: 4,
  roughMemory: 1.5 * HOUR,
  /** At a long interval over this many rows. */
  roughRows: 9,
  noiseBegins: 0.45,
  noiseEnds: 0.15,
  /** What is rough for so long is so from now on. */
  noiseAccepted: 3 * DAY,
  noiseDoubt: 0.25,
  turnDoubt: 0.5,
  /** Spikes in the usual memory from which on leaping there and back says nothing of a probe. */
  spikyProbe: 3,
  /** Swapped: how near to the other's level, as a share of the distance of both levels. */
  swapTolerance: 0.15,
  /** Reagent: at this share of what there was it counts as spent, after falling no faster than that. */
  spentShare: 0.2,
  spentFor: HOUR,
  highMemory: 24 * HOUR,
  /** A decay that halves in this time, and again in no less than this share of it; and redox that falls by so many steps speaks against it. */
  ebbHalving: [20 * MINUTE, HOUR] as const,
  ebbSteadiness: 0.77,
  ebbWitness: 2,
  /** Drift: blocks of this long are compared. */
  driftBlock: 6 * HOUR,
  driftScales: 3,
  driftTau: 0.5,
  /** A reset takes back at least this share of a drift, and ends as near to where it came from. */
  resetLeast: 0.5,
  resetNear: 0.7,
  /** After a calibration: values to tell a shift by. */
  shiftRows: 3,
  shiftScales: 3,
};

export type FaultConstants = Readonly<typeof FAULT_CONSTANTS>;
