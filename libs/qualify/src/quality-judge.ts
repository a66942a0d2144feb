import type { ChannelKey, EpochMs, QualityTest } from '@clearwell/water-quality';
import { weightOf } from './roll-up.ts';
import { restoreChannels, saveChannels } from './saved-memory.ts';
import { recall, saidOf, type QualityRule, type Said } from './tests/quality-rule.ts';

/** A channel, and the tests that look along its values. */
export interface TestedChannel {
  readonly key: ChannelKey;
  readonly rules: readonly QualityRule[];
}

/** One reading of a station, by channel in the order the judge was given them. */
export interface QualityRow {
  readonly sampledAt: EpochMs;
  /** NaN: missing, or not sent. */
  readonly values: Float64Array;
  /** What the door said of each value (`qualifyReading`); 0: nothing. */
  readonly flags: Uint8Array;
}

/** Flags of one reading, by channel. */
export interface Flagged {
  /** NaN: there is no such reading. */
  readonly sampledAt: EpochMs;
  /** 0: nothing new. */
  readonly flags: Uint8Array;
  /** The test that set a flag of 3 or 4: an index into `HISTORY_TESTS`, 0 where the door's own word stands. */
  readonly tests: Uint8Array;
}

export interface QualityVerdict {
  readonly now: Flagged;
  /** New flags of the reading before, and of the one before that: only where they changed. */
  readonly revised: readonly [Flagged, Flagged];
  readonly isRevising: boolean;
}

/** Tests that look along a channel, by their number in a verdict. The last two need other channels or stations and are for other judges. */
export const HISTORY_TESTS = [
  null,
  'gross_range_sensor',
  'climatology',
  'spike',
  'rate_of_change',
  'flat_line',
  'attenuated_signal',
  'multivariate',
  'neighbour',
] as const satisfies readonly (QualityTest | null)[];

class FlaggedReading implements Flagged {
  sampledAt: EpochMs = NaN;
  readonly flags: Uint8Array;
  readonly tests: Uint8Array;

  constructor(channels: number) {
    this.flags = new Uint8Array(channels);
    this.tests = new Uint8Array(channels);
  }
}

/** What is kept of each of the two readings before, for a revision: the door's flag, then four bits for each rule. */
const KEPT = 2;
/** Bits of that which fit below the sign of an int32. */
const MOST_RULES = 6;

/**
 * Flags the values of one station by what its channels did before (QARTOD), reading by reading in the order they were
 * sampled: pure, and O(1) per value. A value the door found unfit is no neighbour of others; one it did not evaluate (calibration, maintenance)
 * ends the past of its channel.
 */
export class QualityJudge {
  readonly #channels: readonly TestedChannel[];
  readonly #memories: readonly Float64Array[];
  readonly #numbers: readonly Uint8Array[];
  readonly #verdict: { now: FlaggedReading; revised: [FlaggedReading, FlaggedReading]; isRevising: boolean };
  /** Sampling times of the two readings before. */
  readonly #times = new Float64Array(KEPT).fill(NaN);

  /**
   * @param saved by a judge of the same station; a channel it does not know, or whose tests were others, begins anew
   * @throws RangeError for bytes of another layout
   */
  constructor(channels: readonly TestedChannel[], saved?: Uint8Array) {
    this.#channels = channels;
    this.#memories = channels.map(({ rules }) => beginMemory(rules));
    this.#numbers = channels.map(({ rules }) => Uint8Array.from(rules, ({ test }) => numberOf(test)));
    const blank = (): FlaggedReading => new FlaggedReading(channels.length);
    this.#verdict = { now: blank(), revised: [blank(), blank()], isRevising: false };
    if (saved !== undefined) restoreChannels(saved, channels, this.#memories, this.#times);
  }

  /** What comes back is the judge's own, and changes with the next reading. */
  fold(row: QualityRow): QualityVerdict {
    const verdict = this.#verdict;
    const [before, beforeThat] = verdict.revised;
    verdict.now.sampledAt = row.sampledAt;
    before.sampledAt = recall(this.#times, 0);
    beforeThat.sampledAt = recall(this.#times, 1);
    verdict.isRevising = false;
    for (let channel = 0; channel < this.#channels.length; channel++) this.#foldChannel(channel, row);
    this.#times[1] = before.sampledAt;
    this.#times[0] = row.sampledAt;
    return verdict;
  }

  /** Equal memories give equal bytes. */
  save(): Uint8Array {
    return saveChannels(this.#channels, this.#memories, this.#times);
  }

  #foldChannel(channel: number, { sampledAt, values, flags }: QualityRow): void {
    const { rules } = this.#channels[channel] ?? { rules: [] };
    const memory = this.#memories[channel] ?? this.#times;
    const door = flags[channel] ?? 0;
    if (door === 2) beginRules(rules, memory);
    const value = door === 2 || door === 4 ? NaN : recall(values, channel);
    let [kept, place] = [door, KEPT];
    let [one, two] = [recall(memory, 0), recall(memory, 1)];
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i];
      if (rule === undefined) continue;
      const said: Said = door === 2 ? 2 : rule.fold(memory, place, sampledAt, value);
      place += rule.size;
      const bits = 4 * (i + 1);
      kept |= saidOf(said, 0) << bits;
      one = revise(one, bits, saidOf(said, 1));
      two = revise(two, bits, saidOf(said, 2));
    }
    const { now, revised } = this.#verdict;
    this.#tell(now, channel, kept);
    this.#tellChange(revised[0], channel, recall(memory, 0), one);
    this.#tellChange(revised[1], channel, recall(memory, 1), two);
    memory[1] = one;
    memory[0] = kept;
  }

  #tellChange(reading: FlaggedReading, channel: number, before: number, after: number): void {
    reading.flags[channel] = 0;
    reading.tests[channel] = 0;
    if (after === before) return;
    this.#tell(reading, channel, before);
    const [flag, test] = [reading.flags[channel], reading.tests[channel]];
    this.#tell(reading, channel, after);
    if (reading.flags[channel] === flag && reading.tests[channel] === test) {
      reading.flags[channel] = 0;
      reading.tests[channel] = 0;
    } else this.#verdict.isRevising = true;
  }

  /** The heaviest flag, and the first that set it. */
  #tell(reading: FlaggedReading, channel: number, kept: number): void {
    const numbers = this.#numbers[channel];
    let [flag, test] = [kept & 15, 0];
    for (let i = 0; numbers !== undefined && i < numbers.length; i++) {
      const other = (kept >> (4 * (i + 1))) & 15;
      if (weightOf(other) <= weightOf(flag)) continue;
      flag = other;
      test = numbers[i] ?? 0;
    }
    reading.flags[channel] = flag;
    reading.tests[channel] = test;
  }
}

const revise = (kept: number, bits: number, flag: number): number =>
  flag === 0 ? kept : (kept & ~(15 << bits)) | (flag << bits);

const numberOf = (test: QualityTest): number => (HISTORY_TESTS as readonly (QualityTest | null)[]).indexOf(test);

function beginMemory(rules: readonly QualityRule[]): Float64Array {
  if (rules.length > MOST_RULES) throw new RangeError(`A channel has at most ${MOST_RULES} tests`);
  const memory = new Float64Array(rules.reduce((sum, { size }) => sum + size, KEPT));
  beginRules(rules, memory);
  return memory;
}

function beginRules(rules: readonly QualityRule[], memory: Float64Array): void {
  let place = KEPT;
  for (const rule of rules) {
    rule.begin(memory, place);
    place += rule.size;
  }
}
