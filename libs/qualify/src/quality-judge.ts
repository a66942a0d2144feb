import type { ChannelKey, EpochMs, Quality, QualityFlag, QualityTest } from '@clearwell/water-quality';
import { weightOf } from './roll-up.ts';
import { restoreChannels, saveChannels } from './saved-memory.ts';
import { recall, saidOf, type QualityRule } from './tests/quality-rule.ts';

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
  /** 0: nothing is known, since the channel or its tests are new. */
  readonly flags: Uint8Array;
  /** The test that set a flag of 3 or 4: an index into `HISTORY_TESTS`, 0 where the door's own word stands. */
  readonly tests: Uint8Array;
}

export interface QualityVerdict {
  readonly now: Flagged;
  /** The reading before and the one before that, as they are known now. */
  readonly before: readonly [Flagged, Flagged];
  /**
   * Whether `before` may differ from what was last said of those two: this reading changed it, or the judge was just restored, and what was
   * said of them since it was saved no longer holds.
   */
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

/** What is known of one channel of a reading whose value the door gave `door`. */
export function qualityOf({ flags, tests }: Flagged, channel: number, door: Quality): Quality {
  const test = HISTORY_TESTS[tests[channel] ?? 0] ?? null;
  return test === null ? door : { flag: flags[channel] as QualityFlag, test };
}

class FlaggedReading implements Flagged {
  sampledAt: EpochMs = NaN;
  readonly flags: Uint8Array;
  readonly tests: Uint8Array;

  constructor(channels: number) {
    this.flags = new Uint8Array(channels);
    this.tests = new Uint8Array(channels);
  }
}

/** What is kept of each of the two newest readings, for a revision: the door's flag, then four bits for each rule. */
const KEPT = 2;
/** As many have room in 31 bits. */
const MOST_RULES = 6;

/**
 * Flags the values of one station by what its channels did before (QARTOD), reading by reading in the order they were
 * sampled: pure, and O(1) per value. A value the door found unfit is no neighbour of others; one it did not evaluate
 * (calibration, maintenance) ends the past of its channel.
 */
export class QualityJudge {
  readonly #channels: readonly TestedChannel[];
  readonly #memories: readonly Float64Array[];
  readonly #numbers: readonly Uint8Array[];
  readonly #verdict: { now: FlaggedReading; before: [FlaggedReading, FlaggedReading]; isRevising: boolean };
  #isRestored: boolean;

  /**
   * @param saved by a judge of the same station; a channel it does not know, or whose tests were others, begins anew
   * @throws RangeError for bytes of another layout
   */
  constructor(channels: readonly TestedChannel[], saved?: Uint8Array) {
    this.#channels = channels;
    this.#memories = channels.map(({ rules }) => beginMemory(rules));
    this.#numbers = channels.map(({ rules }) => Uint8Array.from(rules, ({ test }) => numberOf(test)));
    const blank = (): FlaggedReading => new FlaggedReading(channels.length);
    this.#verdict = { now: blank(), before: [blank(), blank()], isRevising: false };
    this.#isRestored = saved !== undefined;
    if (saved !== undefined) this.#restore(saved);
  }

  /** What comes back is the judge's own, and changes with the next reading. */
  fold(row: QualityRow): QualityVerdict {
    const verdict = this.#verdict;
    const [last, reused] = verdict.before;
    verdict.before[1] = last;
    verdict.before[0] = verdict.now;
    verdict.now = reused;
    verdict.now.sampledAt = row.sampledAt;
    verdict.isRevising = this.#isRestored;
    this.#isRestored = false;
    for (let channel = 0; channel < this.#channels.length; channel++) this.#foldChannel(channel, row);
    return verdict;
  }

  /** Equal memories give equal bytes. */
  save(): Uint8Array {
    const { now, before } = this.#verdict;
    return saveChannels(this.#channels, this.#memories, Float64Array.of(now.sampledAt, before[0].sampledAt));
  }

  #restore(saved: Uint8Array): void {
    const times = new Float64Array(KEPT);
    restoreChannels(saved, this.#channels, this.#memories, times);
    const { now, before } = this.#verdict;
    now.sampledAt = recall(times, 0);
    before[0].sampledAt = recall(times, 1);
    this.#memories.forEach((memory, channel) => {
      this.#tell(now, channel, recall(memory, 0));
      this.#tell(before[0], channel, recall(memory, 1));
    });
  }

  #foldChannel(channel: number, { sampledAt, values, flags }: QualityRow): void {
    const [memory, tested] = [this.#memories[channel], this.#channels[channel]];
    if (memory === undefined || tested === undefined) return;
    const door = flags[channel] ?? 0;
    if (door === 2) beginRules(tested.rules, memory);
    const value = door === 2 || door === 4 ? NaN : recall(values, channel);
    const [last, earlier] = [recall(memory, 0), recall(memory, 1)];
    let [kept, one, two, place, bits] = [door, last, earlier, KEPT, 0];
    for (const rule of tested.rules) {
      bits += 4;
      const said = door === 2 ? 2 : rule.fold(memory, place, sampledAt, value);
      place += rule.size;
      kept |= saidOf(said, 0) << bits;
      one = revise(one, bits, saidOf(said, 1));
      two = revise(two, bits, saidOf(said, 2));
    }
    memory[0] = kept;
    memory[1] = one;
    const { now, before } = this.#verdict;
    this.#tell(now, channel, kept);
    if (one !== last) this.#retell(before[0], channel, one);
    if (two !== earlier) this.#retell(before[1], channel, two);
  }

  #retell(reading: FlaggedReading, channel: number, kept: number): void {
    const [flag, test] = [reading.flags[channel], reading.tests[channel]];
    this.#tell(reading, channel, kept);
    if (reading.flags[channel] !== flag || reading.tests[channel] !== test) this.#verdict.isRevising = true;
  }

  /** The heaviest flag, and the first test that set it. */
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
    reading.tests[channel] = flag === 3 || flag === 4 ? test : 0;
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
