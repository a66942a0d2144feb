import { MINUTE, type EpochMs } from '@clearwell/water-quality';
import type { EventConstants } from './constants.ts';
import type { JudgedChannel } from '../judge.ts';
import type { Pace } from './pace.ts';
import { DailyHabit } from './daily-habit.ts';
import { RecentMedian } from './recent-median.ts';
import { SurpriseTail } from './surprise-tail.ts';
import type { ByteReader, ByteWriter } from '../bytes.ts';

const LONG_AGO = Number.MIN_SAFE_INTEGER;
/** Rows wait this long before they are learned: what turns out to be an event takes those before it along. */
const LAG = 4;
const SIZES = 3;
/** Mean size of a normal innovation, times this, is its standard deviation. */
const MEAN_TO_DEVIATION = 1.25;
const LEVEL_STEP = 9.5 * MINUTE;

/** In what a row can be odd: against the forecast, as a move over two rows, against the level of the last hours. */
export type Kind = 'step' | 'move' | 'level';

/** All that is kept of a channel as numbers; the rest is the level and the tails. */
const NUMBERS = [
  'seenAt',
  'seen',
  'last',
  'slow',
  'long',
  'short',
  'wander',
  'rows',
  'before',
  'moved',
  'levelAt',
  'prior',
  'priorAt',
  'heldSince',
  'quietUntil',
  'unchangedSince',
  'longestRun',
  'spikes',
  'spikeAt',
  'waiting',
] as const;

/** What one channel was and is: its forecast, its scales, its known levels, how surprising sizes are to it. */
export class ChannelMemory {
  readonly channel: JudgedChannel;
  /** Where its values stand in a row. */
  readonly place: number;
  readonly #constants: EventConstants;
  /** Newest value and its time. */
  seenAt: EpochMs = -Infinity;
  seen = NaN;
  /** Last accepted value. */
  last = NaN;
  slow = NaN;
  /** Mean sizes of innovations, and of the distance to the level. */
  long = 0;
  short = 0;
  wander = 0;
  rows = 0;
  /** The accepted value before the newest row, and how far that row was from it. */
  before = NaN;
  moved = 0;
  levelAt: EpochMs = -Infinity;
  /** The level before the newest suspicious stretch. */
  prior = NaN;
  priorAt: EpochMs = -Infinity;
  heldSince = NaN;
  quietUntil: EpochMs = -Infinity;
  unchangedSince: EpochMs = NaN;
  longestRun = 0;
  spikes = 0;
  spikeAt = NaN;
  waiting = 0;
  readonly level: RecentMedian;
  readonly #tails = { step: new SurpriseTail(), move: new SurpriseTail(), level: new SurpriseTail() };
  readonly #habit = new DailyHabit();
  readonly #pending: Float32Array<ArrayBuffer>;

  // What the newest row came to; not kept. `newest` is its value, `scale` what a size of 1 is of the step.
  newest = NaN;
  scale = NaN;
  /** In scales. */
  readonly sizes = { step: 0, move: 0, level: 0 };
  /** −log10 of the chance of sizes as large. */
  readonly surprises = { step: 0, move: 0, level: 0 };
  isJudged = false;

  constructor(channel: JudgedChannel, place: number, constants: EventConstants) {
    this.channel = channel;
    this.place = place;
    this.#constants = constants;
    this.level = new RecentMedian();
    this.#pending = new Float32Array(LAG * SIZES);
  }

  /** Whatever comes next starts a new level. */
  forgetLevel(): void {
    if (this.seenAt > -Infinity) this.seenAt = LONG_AGO;
  }

  /** Whatever it measured, it is to sound as surprising as this. */
  say(surprise: number): void {
    this.surprises.step = this.surprises.move = this.surprises.level = surprise;
  }

  /** Nothing to judge in this row. */
  skip(): void {
    this.newest = NaN;
    this.isJudged = false;
    this.sizes.step = this.sizes.move = this.sizes.level = 0;
    this.#beQuiet();
  }

  /** Says how far `x` is from what was to be expected, and how surprising that is. */
  measure(x: number, at: EpochMs, pace: Pace): void {
    const { gap, quietAfterGap, quietAtStart, flatFor, flatRuns } = this.#constants;
    this.isJudged = true;
    this.newest = x;
    if (at - this.seenAt >= gap) this.restart(x, at, at + (this.seenAt === -Infinity ? quietAtStart : quietAfterGap));
    const run = at - this.unchangedSince;
    const isFlat = run >= Math.max(flatFor, flatRuns * this.longestRun);
    if (x !== this.seen) {
      if (isFlat) this.restart(x, at, at + quietAfterGap);
      else this.longestRun = Math.max(this.longestRun, run || 0);
      this.unchangedSince = at;
    }
    this.#measureSizes(x, at, pace);
    if (isFlat || at < this.quietUntil || this.channel.operational) this.#beQuiet();
    else this.#beSurprised(x, pace.hour);
  }

  #beQuiet(): void {
    this.surprises.step = this.surprises.move = this.surprises.level = 0;
  }

  #measureSizes(x: number, at: EpochMs, pace: Pace): void {
    const { restlessness, scaleFloor, winsor, large, known, priorKept } = this.#constants;
    const floor = scaleFloor * this.channel.resolution;
    const s = Math.max(MEAN_TO_DEVIATION * this.long, restlessness * MEAN_TO_DEVIATION * this.short, floor);
    this.scale = s;
    const pull = pace.slow * (this.slow - this.last);
    this.sizes.step = (x - this.last - Math.max(-winsor * s, Math.min(winsor * s, pull))) / s;
    const median = this.level.median;
    const levelScale = Math.max(MEAN_TO_DEVIATION * this.wander, floor);
    this.sizes.level = (x - median) / levelScale;
    const moved = x - this.before;
    this.sizes.move =
      moved * this.moved > 0 ? (Math.sign(moved) * Math.min(Math.abs(moved), Math.abs(this.moved))) / s : 0;
    if (Math.abs(this.sizes.step) < large && !this.#isHeld) return;
    const isPrior = at - this.priorAt < priorKept && Math.abs(x - this.prior) <= known * s;
    if (isPrior) this.sizes.level = smaller(this.sizes.level, (x - this.prior) / levelScale);
    if (Math.abs(x - median) <= known * s) this.#returnTo(median, x);
    else if (isPrior) this.#returnTo(this.prior, x);
  }

  #returnTo(level: number, x: number): void {
    this.sizes.step = (x - level) / this.scale;
    this.sizes.move = 0;
    this.last = level;
  }

  #beSurprised(x: number, hour: number): void {
    const { priorRows, spikePrior, unconcernedCap, zeroCap, large } = this.#constants;
    const { step, move, level } = this.#tails;
    const { concern } = this.channel;
    const capOf = (z: number): number => {
      const isUnconcerned = concern === 'both' ? false : concern === 'rise' ? z < 0 : z > 0;
      return isUnconcerned ? unconcernedCap : x === 0 && Math.abs(this.sizes.step) >= large ? zeroCap : Infinity;
    };
    const { step: z, move: z2, level: zLevel } = this.sizes;
    const { surprises } = this;
    surprises.step = step.surprise(Math.abs(z), priorRows);
    surprises.move = move.surprise(Math.abs(z2), priorRows);
    surprises.level = level.surprise(Math.abs(zLevel), priorRows);
    if (surprises.step > 0) {
      const spikeCap = -Math.log10((this.spikes + 1) / (this.rows + spikePrior));
      surprises.step = Math.min(surprises.step, spikeCap, capOf(z));
    }
    if (surprises.move > 0) surprises.move = Math.min(surprises.move, capOf(z2));
    if (surprises.level > 0) surprises.level = Math.min(surprises.level, capOf(zLevel));
    this.#discount('step', hour);
    this.#discount('move', hour);
    this.#discount('level', hour);
  }

  /** Less what is usual at this hour. */
  #discount(kind: Kind, hour: number): void {
    const { habitWeight, habitFree, habitDays, habitCap } = this.#constants;
    const surprise = this.surprises[kind];
    const isFall = this.sizes[kind] < 0;
    if (surprise > 0)
      this.surprises[kind] = Math.max(
        0,
        surprise - habitWeight * Math.max(0, this.#habit.expect(hour, isFall) - habitFree),
      );
    this.#habit.learn(hour, surprise, isFall, habitDays, habitCap);
  }

  /** Its last values were large, and wait to be believed. */
  get #isHeld(): boolean {
    return !Number.isNaN(this.heldSince);
  }

  /** Takes the row as one like others: holds a large value back until it has lasted, accepts the rest. */
  accept(at: EpochMs, pace: Pace): void {
    const x = this.newest;
    const { large, holdFor } = this.#constants;
    const reference = this.last;
    this.#countSpike(at);
    if (Math.abs(this.sizes.step) < large) {
      this.#learnLevel(x, at, pace);
      this.heldSince = NaN;
    } else if (at - this.heldSince >= holdFor) {
      this.#keepPrior(at);
      this.restart(x, at, this.quietUntil);
    } else if (!this.#isHeld) {
      this.heldSince = at;
      this.#learnScale(pace);
    }
    this.#see(x, at, reference);
    this.#learnSizes(pace);
  }

  /** A spike is a single row: the one after it is back. */
  #countSpike(at: EpochMs): void {
    const { spike, known } = this.#constants;
    const size = Math.abs(this.sizes.step);
    if (this.spikeAt === this.seenAt && size < known) this.spikes++;
    this.spikeAt = size >= spike && !this.#isHeld ? at : NaN;
  }

  /** Takes nothing from the row: something goes on. */
  freeze(at: EpochMs): void {
    this.#see(this.newest, at, this.last);
  }

  /** From here on nothing is learned, and what waited to be is forgotten. */
  suspect(at: EpochMs): void {
    this.#keepPrior(at);
    this.waiting = 0;
    this.#pending.fill(0);
    this.heldSince = NaN;
  }

  save(writer: ByteWriter): void {
    for (const name of NUMBERS) writer.number(this[name]);
    this.level.save(writer);
    writer.singles(this.#pending);
    this.#habit.save(writer);
    for (const tail of Object.values(this.#tails)) tail.save(writer);
  }

  restore(reader: ByteReader): void {
    for (const name of NUMBERS) this[name] = reader.number();
    this.level.restore(reader);
    reader.fillSingles(this.#pending);
    this.#habit.restore(reader);
    for (const tail of Object.values(this.#tails)) tail.restore(reader);
  }

  #keepPrior(at: EpochMs): void {
    if (this.level.count === 0) return;
    this.prior = this.level.median;
    this.priorAt = at;
  }

  /** A new level, from nothing but this value. */
  restart(x: number, at: EpochMs, quietUntil: EpochMs): void {
    this.last = this.slow = this.before = x;
    this.moved = 0;
    this.level.restart(x);
    this.levelAt = at;
    this.heldSince = NaN;
    this.quietUntil = quietUntil;
  }

  #see(x: number, at: EpochMs, reference: number): void {
    this.before = reference;
    this.moved = x - reference;
    this.seen = x;
    this.seenAt = at;
  }

  #learnLevel(x: number, at: EpochMs, pace: Pace): void {
    this.#learnScale(pace);
    const wander =
      Math.min(Math.abs(this.sizes.level), 2 * this.#constants.winsor) *
      Math.max(MEAN_TO_DEVIATION * this.wander, this.#constants.scaleFloor * this.channel.resolution);
    this.wander += pace.share(pace.long, this.rows) * (wander - this.wander);
    this.last = x;
    this.slow += pace.slow * (x - this.slow);
    if (at - this.levelAt < LEVEL_STEP) return;
    this.level.push(x, pace.levelValues);
    this.levelAt = at;
  }

  #learnScale(pace: Pace): void {
    const innovation = Math.min(Math.abs(this.sizes.step), this.#constants.winsor) * this.scale;
    this.long += pace.share(pace.long, this.rows) * (innovation - this.long);
    this.short += pace.share(pace.short, this.rows) * (innovation - this.short);
    this.rows++;
  }

  #learnSizes(pace: Pace): void {
    if (this.waiting === LAG) {
      const { step, move, level } = this.#tails;
      step.learn(this.#pending[0] ?? 0, pace.tailGrowth);
      move.learn(this.#pending[1] ?? 0, pace.tailGrowth);
      level.learn(this.#pending[2] ?? 0, pace.tailGrowth);
      for (let i = SIZES; i < LAG * SIZES; i++) this.#pending[i - SIZES] = this.#pending[i] ?? 0;
      this.spikes /= pace.tailGrowth;
    } else this.waiting++;
    const place = (this.waiting - 1) * SIZES;
    this.#pending[place] = Math.abs(this.sizes.step);
    this.#pending[place + 1] = Math.abs(this.sizes.move);
    this.#pending[place + 2] = Math.abs(this.sizes.level);
  }
}

const smaller = (a: number, b: number): number => (Math.abs(a) <= Math.abs(b) ? a : b);
