import { parameterOf, type EpochMs } from '@clearwell/water-quality';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { RecentMedian } from '../event/recent-median.ts';
import type { JudgedChannel } from '../judge.ts';
import { FAULT_CONSTANTS as C } from './constants.ts';
import { DriftBlocks } from './drift-blocks.ts';
import { Ebb } from './ebb.ts';
import type { Pace } from './pace.ts';

/** The standard deviation of a Gauss deviation is its mean size times this. */
const SIGMAS = 1.25;
/** Rows the habit of staying at 0 is remembered over. */
const ZERO_ROWS = 50;
/** Below, a scale is not known well enough to judge by. */
const YOUNG = 30;
const LEVEL_MOST = 18;
const LEVEL_FEWEST = 5;

/** The numbers a probe is remembered by, in the order they are saved. */
const REMEMBERED = [
  'x0',
  'x1',
  'x2',
  'at',
  'rows',
  'missing',
  'step',
  'stepNow',
  'nonzero',
  'roughness',
  'stuckOut',
  'wander',
  'now',
  'usual',
  'same',
  'zeroSame',
  'runRows',
  'runSince',
  'runFrom',
  'runLevel',
  'longestRun',
  'moved',
  'rough',
  'turned',
  'spikes',
  'usualSpikes',
  'high',
  'belowSince',
  'spentSince',
  'levelAt',
  'levelBefore',
  'driftBefore',
  'tauBefore',
  'oldestBefore',
  'hoursBefore',
  'markedAt',
  'sinceMark',
  'markSum',
  'kind',
  'since',
  'saidAt',
  'endedAt',
] as const;

/** What is remembered of one probe: its newest values, the scales learned from it, and the fault it has. */
export class Probe {
  readonly channel: JudgedChannel;
  readonly place: number;
  /** Its values follow the water; where they follow pumps, jumps and standstills are no fault. */
  readonly isWater: boolean;
  readonly spendsReagent: boolean;
  readonly userLow: number;
  readonly userHigh: number;

  /** The newest value and those before it; NaN across a gap. */
  x0 = NaN;
  x1 = NaN;
  x2 = NaN;
  at: EpochMs = NaN;
  rows = 0;
  /** Rows since it had a value. */
  missing = 0;
  /** Mean sizes of: steps, steps lately, steps but those of 0, what sticks out between its neighbours, what is off the level. */
  step = 0;
  stepNow = 0;
  nonzero = NaN;
  roughness = 0;
  stuckOut = 0;
  wander = 0;
  /** Means of values: of the last hour or so, and of days. */
  now = NaN;
  usual = NaN;
  /** Share of values equal to the one before; the same at 0. */
  same = 0.5;
  zeroSame = 0.9;
  /** Unchanged: for so many rows, since, from which value and level it came, and the longest in health, ms. */
  runRows = 0;
  runSince: EpochMs = NaN;
  runFrom = NaN;
  runLevel = NaN;
  longestRun = 0;
  /** How far it went from its level within the last hour or so, in its scale. */
  moved = 0;
  /** Share of rough values lately. */
  rough = 0;
  /** 1 where it leapt there and back, fading. */
  turned = 0;
  spikes = 0;
  usualSpikes = 0;
  /** The highest level of the last day or so, and since when it is well below and next to nothing of it. */
  high = NaN;
  belowSince: EpochMs = NaN;
  spentSince: EpochMs = NaN;
  levelAt: EpochMs = NaN;
  /** What there was before somebody came to work on it. */
  levelBefore = NaN;
  driftBefore = 0;
  tauBefore = 0;
  oldestBefore = NaN;
  hoursBefore = 0;
  markedAt: EpochMs = NaN;
  sinceMark = 0;
  markSum = 0;
  /** The fault it has, as a code; 0 for none. */
  kind = 0;
  since: EpochMs = NaN;
  saidAt: EpochMs = NaN;
  endedAt: EpochMs = NaN;
  /** The channel it is swapped with. */
  partner = '';
  readonly evidence = new Float64Array(4);
  readonly #level = new RecentMedian();
  readonly blocks = new DriftBlocks();
  readonly ebb = new Ebb();

  constructor(channel: JudgedChannel, place: number) {
    const { movedBy, spendsReagent, userSpan } = parameterOf(channel.parameter);
    this.channel = channel;
    this.place = place;
    this.isWater = movedBy === 'water';
    this.spendsReagent = spendsReagent;
    [this.userLow, this.userHigh] = userSpan;
  }

  /** It has a value in this row. */
  get isHere(): boolean {
    return this.missing === 0 && this.rows > 0;
  }

  get isFaulty(): boolean {
    return this.kind !== 0 && Number.isNaN(this.endedAt);
  }

  /** Median of the last hours, the newest value not among them; NaN before there is one. */
  get level(): number {
    return this.#level.count === 0 ? NaN : this.#level.median;
  }

  /** Enough is known to judge by scales. */
  get isGrown(): boolean {
    return this.rows >= YOUNG;
  }

  /** The smallest step: a catalogue that is coarser than what comes is not believed. */
  get grain(): number {
    return Number.isNaN(this.nonzero) ? this.channel.resolution : Math.min(this.channel.resolution, this.nonzero);
  }

  get stepScale(): number {
    return Math.max(SIGMAS * this.step, this.grain);
  }

  get roughScale(): number {
    return Math.max(SIGMAS * this.roughness, this.grain) * this.growth;
  }

  /** Where values are higher than usual, their noise may be as well: by how much. */
  get growth(): number {
    const growth = Math.abs(this.x1 / this.usual);
    return growth > 1 && growth < Infinity ? growth : 1;
  }

  /** How far it is from its level by itself. */
  get wanderScale(): number {
    return Math.max(SIGMAS * this.wander, this.stepScale, 2 * this.grain);
  }

  /** −ln of the chance to stay unchanged for one more row. */
  get oddsOfStaying(): number {
    return -Math.log(this.x0 === 0 ? Math.max(this.same, this.zeroSame) : this.same);
  }

  get runFor(): number {
    return this.at - this.runSince;
  }

  skip(): void {
    this.missing += 1;
  }

  /** Takes a value in. @param isAdjacent nothing is missing between the newest value and this one */
  measure(value: number, at: EpochMs, pace: Pace, isAdjacent: boolean): void {
    const [before, beforeAt] = [this.x0, this.at];
    this.x2 = isAdjacent ? this.x1 : NaN;
    this.x1 = isAdjacent ? before : NaN;
    // Of 0 and −0 only one: memories that are equal are saved equal.
    this.x0 = value + 0;
    this.missing = 0;
    this.#run(before, at);
    this.at = at;
    this.rows += 1;
    const far = Math.abs(this.x0 - this.level) / this.wanderScale;
    this.moved = Math.max(this.isGrown && far === far ? far : 0, this.moved * pace.movedLeft);
    this.spikes *= pace.spikesLeft;
    this.now = this.now === this.now ? this.now + (this.x0 - this.now) * pace.rough : this.x0;
    this.#fall(pace, beforeAt);
    const sticksOut = this.x1 - (this.x0 + this.x2) / 2;
    if (sticksOut === sticksOut) {
      // Noise goes to and fro; what sticks out on one side over and over is a curve.
      const isRough = this.isGrown && Math.abs(sticksOut) > C.rough * this.roughScale && sticksOut * this.stuckOut <= 0;
      this.rough += ((isRough ? 1 : 0) - this.rough) * pace.rough;
      this.stuckOut = sticksOut;
    }
    this.turned *= pace.movedLeft;
    const [there, back] = [this.x1 - this.x2, this.x0 - this.x1];
    const least = C.rough * this.stepScale * this.growth;
    if (this.isGrown && there * back < 0 && Math.abs(there) >= least && Math.abs(back) >= least) this.turned = 1;
    const change = Math.abs(back);
    if (change === change) this.stepNow += (change - this.stepNow) * pace.rough;
  }

  /** Learns what is usual from the newest value. Not called while it is in doubt. */
  learn(pace: Pace, levelValues: number): void {
    const change = Math.abs(this.x0 - this.x1);
    const share = Math.max(pace.scale, 1 / (this.rows + 1));
    if (change === change) {
      this.same += ((change === 0 ? 1 : 0) - this.same) * Math.max(pace.same, 1 / (this.rows + C.samePrior));
      if (this.x1 === 0) this.zeroSame += ((change === 0 ? 1 : 0) - this.zeroSame) / ZERO_ROWS;
      if (change > 0) this.#learnGrain(change, share);
      this.step += (this.#tamed(change, this.stepScale) - this.step) * share;
    }
    const sticksOut = Math.abs(this.x1 - (this.x0 + this.x2) / 2);
    if (sticksOut === sticksOut) this.roughness += (this.#tamed(sticksOut, this.roughScale) - this.roughness) * share;
    const off = Math.abs(this.x0 - this.level);
    if (off === off) this.wander += (this.#tamed(off, this.wanderScale) - this.wander) * share;
    this.usual = this.usual === this.usual ? this.usual + (this.x0 - this.usual) * share : this.x0;
    this.usualSpikes -= this.usualSpikes * pace.usual;
    this.longestRun -= this.longestRun * pace.run;
    this.blocks.add(this.x0, this.at);
    if (!(this.at - this.levelAt < 0.9 * C.levelStep)) {
      this.#level.push(this.x0, Math.min(LEVEL_MOST, Math.max(LEVEL_FEWEST, levelValues)));
      this.levelAt = this.at;
    }
  }

  /** The next value does not follow from this one. */
  breakOff(): void {
    this.x1 = NaN;
    this.x2 = NaN;
    this.runFrom = NaN;
  }

  /** It is rougher than it was, and stays so. */
  acceptNoise(): void {
    this.step = Math.max(this.step, this.stepNow);
    this.roughness = Math.max(this.roughness, this.stepNow);
    this.rough = 0;
    this.turned = 0;
  }

  /** What was before is not what is to be expected now. */
  restartLevel(): void {
    this.#level.restart(this.x0);
    this.levelAt = this.at;
    this.moved = 0;
    this.rough = 0;
    this.high = NaN;
    this.belowSince = NaN;
    this.spentSince = NaN;
    this.ebb.restart();
    this.blocks.restart();
  }

  #tamed(size: number, scale: number): number {
    return this.isGrown ? Math.min(size, C.winsor * scale) : size;
  }

  #learnGrain(change: number, share: number): void {
    if (Number.isNaN(this.nonzero)) this.nonzero = change;
    this.nonzero += (Math.min(change, C.winsor * this.nonzero) - this.nonzero) * share;
  }

  #run(before: number, at: EpochMs): void {
    if (this.x0 === before) {
      this.runRows += 1;
      return;
    }
    const lasted = this.at - this.runSince;
    if (lasted > this.longestRun) this.longestRun = Math.min(lasted, Math.max(2 * this.longestRun, C.flatFor));
    this.runRows = 0;
    this.runSince = at;
    this.runFrom = before;
    this.runLevel = this.level;
  }

  /** Follows what may become a decay to nothing. */
  #fall(pace: Pace, beforeAt: EpochMs): void {
    const { level } = this;
    if (!this.spendsReagent || level !== level) return;
    this.high = this.high === this.high ? Math.max(level, this.high + (level - this.high) * pace.high) : level;
    this.ebb.follow(this.x1, beforeAt, this.x0, this.at, this.high);
    if (this.x0 >= 0.8 * this.high) this.belowSince = NaN;
    else if (Number.isNaN(this.belowSince)) this.belowSince = this.at;
    if (this.x0 > Math.min(C.spentShare * this.high, 2 * this.grain)) this.spentSince = NaN;
    else if (Number.isNaN(this.spentSince)) this.spentSince = this.at;
  }

  save(writer: ByteWriter): void {
    for (const name of REMEMBERED) writer.number(this[name]);
    writer.text(this.partner);
    writer.numbers(this.evidence);
    this.#level.save(writer);
    this.blocks.save(writer);
    this.ebb.save(writer);
  }

  restore(reader: ByteReader): void {
    for (const name of REMEMBERED) this[name] = reader.number();
    this.partner = reader.text();
    reader.fillNumbers(this.evidence);
    this.#level.restore(reader);
    this.blocks.restore(reader);
    this.ebb.restore(reader);
  }
}
