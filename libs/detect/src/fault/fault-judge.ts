import type { ChannelKey, EpochMs } from '@clearwell/water-quality';
import { ByteReader, ByteWriter } from '../bytes.ts';
import { DOUBTED, GONE, type Judge, type JudgedChannel } from '../judge.ts';
import { Company } from './company.ts';
import { FAULT_CONSTANTS as C } from './constants.ts';
import { faultCode, faultKind, type FaultKind } from './fault-kind.ts';
import { Pace } from './pace.ts';
import { Probe } from './probe.ts';
import { DOUBTS, FAULT_RULES, RULE_OF } from './rules/index.ts';

export interface FaultRow {
  readonly sampledAt: EpochMs;
  /** In the order of the channels; NaN for no value. */
  readonly values: Float64Array;
  /** Quality flags, in the order of the channels; null: all good. What failed does not vote. */
  readonly flags: Uint8Array | null;
  /** Somebody works at the station: nothing is said, and levels start anew afterwards. */
  readonly isMarked: boolean;
}

/** A fault of one channel: codes and numbers only. Words are made of it by `describeFault`. */
export interface FaultFinding {
  readonly channel: ChannelKey;
  readonly kind: FaultKind;
  readonly since: EpochMs;
  readonly saidAt: EpochMs;
  /** null while it goes on. */
  readonly endedAt: EpochMs | null;
  /** Of a repeated or lasting fault: worth a visit. */
  readonly isTold: boolean;
  readonly evidence: readonly number[];
  /** The channel it is swapped with. */
  readonly partner: ChannelKey | null;
}

export interface FaultVerdict {
  /** Per channel: 1 if it may vote on a water event in this row, 0 if not, 2 if it is in doubt. */
  readonly votes: Uint8Array;
  /** Per channel: the code of its fault, open or ended in this row; 0 for none. */
  readonly kinds: Uint8Array;
  /** Some fault began, ended or was said in this row: `findings` are worth reading. */
  hasNews: boolean;
}

const LAYOUT = 2;
const FAILED = 4;
/**
 * Is it the probe, or the water? Each rule of `rules/` looks at one probe among the others: a fault moves one and leaves the
 * rest, water moves several. A channel at fault does not vote on water events.
 */
export class FaultJudge implements Judge<FaultRow, FaultVerdict> {
  /** In the order of their keys: what is said must not depend on how they are listed. */
  readonly #probes: readonly Probe[];
  readonly #company: Company;
  readonly #pace = new Pace();
  readonly #verdict: FaultVerdict;
  #at: EpochMs = NaN;

  /** @param saved what another judge of this station saved; its channels may have been others */
  constructor(channels: readonly JudgedChannel[], saved?: Uint8Array) {
    this.#probes = channels
      .map((channel, place) => new Probe(channel, place))
      .sort((a, b) => (a.channel.key < b.channel.key ? -1 : 1));
    this.#company = new Company(this.#probes);
    this.#verdict = { votes: new Uint8Array(channels.length), kinds: new Uint8Array(channels.length), hasNews: false };
    if (saved !== undefined) this.#restore(new ByteReader(saved));
  }

  fold({ sampledAt: at, values, flags, isMarked }: FaultRow): FaultVerdict {
    const company = this.#company;
    this.#pass(at, isMarked);
    for (const probe of this.#probes) this.#take(probe, values[probe.place] ?? NaN, at);
    company.compare();
    this.#verdict.hasNews = false;
    for (const probe of this.#probes) this.#judge(probe, flags?.[probe.place] === FAILED);
    return this.#verdict;
  }

  /** The faults of the newest row, open or ended in it. */
  findings(): FaultFinding[] {
    return this.#probes.filter(({ kind }) => kind !== 0).map(findingOf);
  }

  #pass(at: EpochMs, isMarked: boolean): void {
    const company = this.#company;
    const step = at - this.#at;
    if (Number.isNaN(company.interval)) company.interval = step;
    // Follows the usual step; a gap pulls it by little.
    else company.interval += Math.max(-0.1, Math.min(0.1, step / company.interval - 1)) * company.interval * 0.2;
    this.#pace.set(step);
    this.#at = at;
    company.at = at;
    company.isMarked = isMarked;
  }

  #take(probe: Probe, value: number, at: EpochMs): void {
    if (!Number.isNaN(probe.endedAt)) forget(probe);
    if (Number.isNaN(value)) {
      // What a probe shows while somebody works at it is no value of the water.
      if (this.#company.isMarked) this.#attend(probe, value);
      probe.skip();
      return;
    }
    const isAdjacent = at - probe.at <= C.gapRows * this.#company.interval;
    probe.measure(value, at, this.#pace, isAdjacent);
    this.#attend(probe, value);
  }

  /** Remembers what there was before somebody came to work on it, and gathers what there is after. */
  #attend(probe: Probe, value: number): void {
    if (this.#company.isMarked) {
      if (Number.isNaN(probe.levelBefore)) {
        probe.levelBefore = probe.level;
        probe.driftBefore = probe.blocks.drift;
        probe.tauBefore = probe.blocks.tau;
        probe.oldestBefore = probe.blocks.oldest;
        probe.hoursBefore = probe.blocks.hours;
      }
      probe.sinceMark = 0;
      probe.markSum = 0;
      probe.markedAt = probe.at;
    } else if (!Number.isNaN(probe.levelBefore)) {
      if (probe.sinceMark === 0) probe.restartLevel();
      if (probe.sinceMark >= C.shiftRows) probe.levelBefore = NaN;
      probe.sinceMark += 1;
      probe.markSum += value;
    }
  }

  #judge(probe: Probe, hasFailed: boolean): void {
    const company = this.#company;
    const rule = probe.kind === 0 ? undefined : RULE_OF.get(probe.kind);
    if (rule !== undefined && (rule.hasEnded(probe, company) || company.isMarked)) this.#end(probe);
    else if (rule === undefined && !company.isMarked) this.#begin(probe);
    const vote = this.#voteOf(probe);
    if (vote === 1) probe.learn(this.#pace, C.levelSpan / company.interval);
    this.#verdict.kinds[probe.place] = probe.kind;
    this.#verdict.votes[probe.place] = hasFailed ? 0 : vote;
  }

  #voteOf(probe: Probe): number {
    if (!probe.isHere || probe.isFaulty || this.#company.isMarked) return 0;
    return this.#isDoubtful(probe) ? DOUBTED : 1;
  }

  #isDoubtful(probe: Probe): boolean {
    for (const isDoubtful of DOUBTS) if (isDoubtful(probe, this.#company)) return true;
    return false;
  }

  #begin(probe: Probe): void {
    for (const rule of FAULT_RULES) {
      // The usual interval is an average: what begins an interval ago begins at a whole millisecond all the same.
      const since = Math.round(rule.begins(probe, this.#company));
      if (Number.isNaN(since)) continue;
      probe.kind = faultCode(rule.kind);
      probe.since = since;
      probe.saidAt = this.#at;
      probe.endedAt = rule.isBrief === true ? this.#at : NaN;
      this.#verdict.hasNews = true;
      return;
    }
  }

  #end(probe: Probe): void {
    probe.endedAt = this.#at;
    this.#verdict.hasNews = true;
    probe.breakOff();
    // What it did meanwhile was not learned.
    if (probe.isHere && probe.endedAt - probe.since >= C.levelSpan) probe.restartLevel();
  }

  save(): Uint8Array {
    const writer = new ByteWriter(64 + 900 * this.#probes.length);
    writer.byte(LAYOUT);
    writer.number(this.#at);
    this.#company.save(writer);
    writer.byte(this.#probes.length);
    for (const probe of this.#probes) {
      writer.text(probe.channel.key);
      probe.save(writer);
    }
    return writer.bytes();
  }

  #restore(reader: ByteReader): void {
    reader.layout(LAYOUT, 'fault');
    this.#at = reader.number();
    this.#company.restore(reader);
    for (let left = reader.byte(); left > 0; left--) {
      const key = reader.text();
      // A channel that is gone has its bytes read past.
      (this.#probes.find(({ channel }) => channel.key === key) ?? new Probe(GONE, 0)).restore(reader);
    }
  }
}

function forget(probe: Probe): void {
  probe.kind = 0;
  probe.since = NaN;
  probe.saidAt = NaN;
  probe.endedAt = NaN;
  probe.partner = '';
  probe.evidence.fill(0);
}

function findingOf(probe: Probe): FaultFinding {
  const kind = faultKind(probe.kind);
  return {
    channel: probe.channel.key,
    kind,
    since: probe.since,
    saidAt: probe.saidAt,
    endedAt: Number.isNaN(probe.endedAt) ? null : probe.endedAt,
    isTold: kind !== 'spike' || isSpiky(probe),
    evidence: [...probe.evidence],
    partner: probe.partner === '' ? null : (probe.partner as ChannelKey),
  };
}

/** It spikes more than once, and more often than it used to. */
function isSpiky(probe: Probe): boolean {
  const usual = (probe.usualSpikes * C.spikeMemory) / C.usualMemory;
  return probe.spikes >= C.spikesTold + C.spikesUsual * usual;
}
