import type { EpochMs } from '@clearwell/water-quality';
import { ByteReader, ByteWriter } from '../bytes.ts';
import { DOUBTED, GONE, type Judge, type JudgedChannel } from '../judge.ts';
import { ChannelMemory, type Kind } from './channel-memory.ts';
import { combineSurprises } from './combine-surprises.ts';
import { EVENT_CONSTANTS, type EventConstants } from './constants.ts';
import { Pace } from './pace.ts';

export interface EventRow {
  readonly sampledAt: EpochMs;
  /** In the order of the channels; NaN for no value. */
  readonly values: Float64Array;
  /**
   * 1: the channel may vote; null: all may. 0: it may not, and is not looked at. 2: it is in doubt; it is followed, and says
   * nothing.
   */

  readonly votes: Uint8Array | null;
  /** Somebody works at the station: nothing is judged, and levels start anew afterwards. */
  readonly isMarked: boolean;
}

/** Alerted rows of one station, joined over pauses of half an hour. */
export interface EventEpisode {
  /** First and newest alerted row. */
  readonly start: EpochMs;
  readonly lastAlertAt: EpochMs;
  readonly peak: number;
  readonly peakAt: EpochMs;
  /** Per channel, at the peak: its share in the score, negative where it fell. */
  readonly shares: Float64Array;
}

export interface EventVerdict {
  score: number;
  isAlert: boolean;
  /** Per channel: how far from what was expected, in its own scale; its sign is the direction. */
  readonly z: Float64Array;
  /** Per channel: its share in the score, adding to 1, or all 0. */
  readonly weights: Float64Array;
  /** What goes on, or ended less than half an hour ago. */
  episode: EventEpisode | null;
}

export interface EventSettings {
  readonly threshold: number;
  readonly constants?: Partial<EventConstants>;
}

const LAYOUT = 1;
/** A score or surprise below says nothing. */
const TOLD = 1;
/**
 * Are several parameters leaving what this station does? Each channel says how surprising its value is to it, and what they
 * say together is the score: −log10 of the chance, roughly. While something goes on nothing is learned from it.
 */
export class EventJudge implements Judge<EventRow, EventVerdict> {
  readonly #constants: EventConstants;
  readonly #threshold: number;
  readonly #memories: readonly ChannelMemory[];
  readonly #pace: Pace;
  readonly #sorted: Float64Array;
  readonly #verdict: EventVerdict;
  #at: EpochMs = -Infinity;
  #suspectSince = NaN;
  #weakRows = 0;
  #peak = 0;
  #restlessAt: EpochMs = -Infinity;
  #isAlert = false;
  readonly #episode;
  /** What the newest score is made of. */
  #kind: Kind = 'step';

  /** @param saved what another judge of this station saved; its channels may have been others */
  constructor(settings: EventSettings, channels: readonly JudgedChannel[], saved?: Uint8Array) {
    this.#constants = { ...EVENT_CONSTANTS, ...settings.constants };
    this.#threshold = settings.threshold;
    this.#memories = channels.map((channel, i) => new ChannelMemory(channel, i, this.#constants));
    this.#episode = {
      start: NaN,
      lastAlertAt: -Infinity,
      peak: 0,
      peakAt: NaN,
      shares: new Float64Array(channels.length),
    };
    this.#pace = new Pace(this.#constants);
    this.#sorted = new Float64Array(channels.length);
    this.#verdict = {
      score: 0,
      isAlert: false,
      z: new Float64Array(channels.length),
      weights: new Float64Array(channels.length),
      episode: null,
    };
    if (saved !== undefined) this.#restore(new ByteReader(saved));
  }

  save(): Uint8Array {
    const writer = new ByteWriter(128 + 1500 * this.#memories.length);
    writer.byte(LAYOUT);
    writer.number(this.#at);
    writer.number(this.#suspectSince);
    writer.number(this.#weakRows);
    writer.number(this.#peak);
    writer.number(this.#restlessAt);
    writer.byte(this.#isAlert ? 1 : 0);
    writer.number(this.#episode.start);
    writer.number(this.#episode.lastAlertAt);
    writer.number(this.#episode.peak);
    writer.number(this.#episode.peakAt);
    const inOrder = this.#memories.toSorted((a, b) => (a.channel.key < b.channel.key ? -1 : 1));
    writer.byte(inOrder.length);
    for (const memory of inOrder) {
      writer.text(memory.channel.key);
      writer.number(this.#episode.shares[memory.place] ?? 0);
      memory.save(writer);
    }
    return writer.bytes();
  }

  #restore(reader: ByteReader): void {
    reader.layout(LAYOUT, 'event');
    this.#at = reader.number();
    this.#suspectSince = reader.number();
    this.#weakRows = reader.number();
    this.#peak = reader.number();
    this.#restlessAt = reader.number();
    this.#isAlert = reader.byte() === 1;
    this.#episode.start = reader.number();
    this.#episode.lastAlertAt = reader.number();
    this.#episode.peak = reader.number();
    this.#episode.peakAt = reader.number();
    for (let left = reader.byte(); left > 0; left--) {
      const key = reader.text();
      const share = reader.number();
      const memory = this.#memories.find(({ channel }) => channel.key === key);
      if (memory !== undefined) this.#episode.shares[memory.place] = share;
      // A channel that is gone has its bytes read past.
      (memory ?? new ChannelMemory(GONE, 0, this.#constants)).restore(reader);
    }
  }

  fold({ sampledAt: at, values, votes, isMarked }: EventRow): EventVerdict {
    this.#pace.set(at, this.#at);
    this.#at = at;
    for (const memory of this.#memories) {
      const x = values[memory.place] ?? NaN;
      if (isMarked) memory.forgetLevel();
      if (Number.isNaN(x) || isMarked || votes?.[memory.place] === 0) memory.skip();
      else memory.measure(x, at, this.#pace);
      if (votes?.[memory.place] === DOUBTED) memory.say(0);
    }
    const raw = this.isSuspicious ? this.#suspiciousScore() : this.#quietScore();
    const score = raw === 0 ? 0 : Math.max(0, raw - this.#pace.manyRows);
    this.#tell(score);
    this.#followEpisode(score, at);
    if (this.isSuspicious) this.#goOnSuspecting(score, at);
    else if (score >= this.#constants.suspectFrom) this.#startSuspecting(at);
    this.#learn(at);
    return this.#verdict;
  }

  #learn(at: EpochMs): void {
    const { isSuspicious } = this;
    for (const memory of this.#memories) {
      if (!memory.isJudged) continue;
      if (isSuspicious && !memory.channel.operational) memory.freeze(at);
      else memory.accept(at, this.#pace);
    }
  }

  /** The level of a channel of the hours before, in the parameter's unit; it stands still while something goes on. NaN: none. */
  levelOf(place: number): number {
    return this.#memories[place]?.level.median ?? NaN;
  }

  /** Something goes on: what is normal is not learned from it. */
  get isSuspicious(): boolean {
    return !Number.isNaN(this.#suspectSince);
  }

  #tell(score: number): void {
    const verdict = this.#verdict;
    verdict.score = score;
    verdict.isAlert = this.#isAlert = score >= this.#threshold * (this.#isAlert ? this.#constants.alertOff : 1);
    const isTold = score >= TOLD;
    let total = 0;
    for (const { place, surprises, sizes, channel } of this.#memories) {
      const surprise = isTold && !channel.operational ? surprises[this.#kind] : 0;
      const weight = surprise >= TOLD ? surprise : 0;
      verdict.z[place] = sizes[this.#kind];
      verdict.weights[place] = weight;
      total += weight;
    }
    if (total > 0)
      for (let i = 0; i < verdict.weights.length; i++) verdict.weights[i] = (verdict.weights[i] ?? 0) / total;
  }

  #followEpisode(score: number, at: EpochMs): void {
    const episode = this.#episode;
    if (this.#isAlert) {
      if (Number.isNaN(episode.start)) episode.start = at;
      episode.lastAlertAt = at;
      if (score > episode.peak) {
        episode.peak = score;
        episode.peakAt = at;
        for (const { place, sizes } of this.#memories)
          episode.shares[place] = Math.sign(sizes[this.#kind]) * (this.#verdict.weights[place] ?? 0);
      }
    } else if (at - episode.lastAlertAt > this.#constants.joinWithin) {
      episode.start = NaN;
      episode.peak = 0;
      episode.shares.fill(0);
    }
    this.#verdict.episode = Number.isNaN(episode.start) ? null : episode;
  }

  /** In quiet times any of the three can say something: a step, a move over two rows, a level that has crept away. */
  #quietScore(): number {
    const { loneExcess, loneNewLevel, newLevelLess } = this.#constants;
    const level = this.#combine('level', loneNewLevel) - newLevelLess;
    const move = this.#combine('move', loneExcess.move);
    const step = this.#combine('step', loneExcess.step);
    const score = Math.max(0, step, move, level);
    this.#kind = score === step ? 'step' : score === move ? 'move' : 'level';
    return score;
  }

  /** While something goes on, references stand still, and only the level tells how long. */
  #suspiciousScore(): number {
    this.#kind = 'level';
    return this.#combine('level', this.#constants.loneExcess.level);
  }

  /** @param loneExcess how much more the most surprising channel may say than the second */
  #combine(kind: Kind, loneExcess: number): number {
    const count = this.#sort(kind);
    this.#sorted[0] = Math.min(this.#sorted[0] ?? 0, (this.#sorted[1] ?? 0) + loneExcess);
    return combineSurprises(this.#sorted, count);
  }

  #sort(kind: Kind): number {
    let count = 0;
    this.#sorted.fill(0);
    for (const memory of this.#memories) {
      if (memory.channel.operational || !memory.isJudged) continue;
      const value = memory.surprises[kind];
      let place = count++;
      for (; place > 0 && (this.#sorted[place - 1] ?? 0) < value; place--)
        this.#sorted[place] = this.#sorted[place - 1] ?? 0;
      this.#sorted[place] = value;
    }
    return count;
  }

  #startSuspecting(at: EpochMs): void {
    this.#suspectSince = at;
    this.#weakRows = 0;
    this.#peak = 0;
    this.#restlessAt = at;
    for (const memory of this.#memories) if (!memory.channel.operational) memory.suspect(at);
  }

  #goOnSuspecting(score: number, at: EpochMs): void {
    const { suspectBelow, suspectWeak, suspectFor, settleFor, settleShare, winsor } = this.#constants;
    this.#peak = Math.max(this.#peak, score);
    this.#weakRows = score < suspectWeak ? this.#weakRows + 1 : 0;
    for (const memory of this.#memories) {
      if (
        memory.isJudged &&
        !memory.channel.operational &&
        Math.abs(memory.newest - memory.seen) >= winsor * memory.scale
      )
        this.#restlessAt = at;
    }
    const isOver = score < suspectBelow || this.#weakRows >= 2;
    const isSettled = at - this.#restlessAt >= settleFor && score <= settleShare * this.#peak;
    if (!isOver && !isSettled && at - this.#suspectSince < suspectFor) return;
    this.#suspectSince = NaN;
    for (const memory of this.#memories) {
      if (memory.channel.operational || !memory.isJudged) continue;
      memory.heldSince = NaN;
      if (!isOver) memory.restart(memory.newest, at, memory.quietUntil);
    }
  }
}
