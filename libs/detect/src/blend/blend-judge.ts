import { HOUR, type EpochMs } from '@clearwell/water-quality';
import { ByteReader, ByteWriter } from '../bytes.ts';
import { combineSurprises } from '../event/combine-surprises.ts';
import type { EventRow } from '../event/event-judge.ts';
import { SurpriseTail } from '../event/surprise-tail.ts';
import type { Judge, JudgedChannel } from '../judge.ts';
import { BLEND_CONSTANTS, type BlendConstants } from './constants.ts';
import { Mixing } from './mixing.ts';

export interface BlendVerdict {
  /** −log10 of the chance of this row among those of a station whose waters mix as they did before. */
  step: number;
  /** The same of this row and the one before it together. */
  held: number;
  /** Per channel: how far from its level, in its own standard deviations; its sign is the direction. */
  readonly z: Float64Array;
  /** Per channel: how surprising it is beside all the others, −log10 of the chance. */
  readonly surprises: Float64Array;
}

const LAYOUT = 1;
const YOUNG = 6 * HOUR;

/** A voting channel's tails, and its last residual. */
class VoterMemory {
  readonly step = new SurpriseTail();
  readonly held = new SurpriseTail();
  before = 0;
  // Of the newest row; not kept.
  saysOfStep = 0;
  saysOfBoth = 0;
}

/**
 * Is the water still a blend of waters this station knows? In a network with several sources and tanks a station sees fronts:
 * many parameters change at once and by much, every day, along the line between two waters. That is no event. The judge
 * learns how parameters move together, and looks at what is left.
 */
export class BlendJudge implements Judge<EventRow, BlendVerdict> {
  readonly #constants: BlendConstants;
  /** Those that explain come first. */
  readonly #channels: readonly JudgedChannel[];
  /** Where the values of a channel stand in a row. */
  readonly #places: readonly number[];
  readonly #explaining: number;
  readonly #mixing: Mixing;
  readonly #voters: readonly VoterMemory[];
  readonly #whole = new VoterMemory();
  readonly #values: Float64Array;
  readonly #steps: Float64Array;
  readonly #helds: Float64Array;
  readonly #verdict: BlendVerdict;
  #since: EpochMs = NaN;
  #at: EpochMs = NaN;

  /** @param saved what another judge of this station saved; its channels may have been others */
  constructor(channels: readonly JudgedChannel[], saved?: Uint8Array, constants: Partial<BlendConstants> = {}) {
    this.#constants = { ...BLEND_CONSTANTS, ...constants };
    const placed = channels.map((channel, place) => ({ channel, place }));
    const order = placed.toSorted((a, b) => Number(b.channel.operational) - Number(a.channel.operational));
    this.#channels = order.map(({ channel }) => channel);
    this.#places = order.map(({ place }) => place);
    this.#explaining = channels.filter(({ operational }) => operational).length;
    const floors = Float64Array.from(this.#channels, ({ resolution }) => this.#constants.floor * resolution);
    this.#mixing = new Mixing(floors, this.#explaining);
    this.#voters = this.#channels.slice(this.#explaining).map(() => new VoterMemory());
    this.#values = new Float64Array(channels.length);
    this.#steps = new Float64Array(channels.length);
    this.#helds = new Float64Array(channels.length);
    const [z, surprises] = [new Float64Array(channels.length), new Float64Array(channels.length)];
    this.#verdict = { step: 0, held: 0, z, surprises };
    if (saved !== undefined) this.#restore(new ByteReader(saved));
  }

  fold({ sampledAt: at, values, votes, isMarked }: EventRow): BlendVerdict {
    const verdict = this.#verdict;
    verdict.step = verdict.held = 0;
    verdict.z.fill(0);
    verdict.surprises.fill(0);
    if (isMarked) return verdict;
    for (let i = 0; i < this.#places.length; i++) {
      const place = this.#places[i] ?? 0;
      this.#values[i] = votes === null || votes[place] === 1 ? (values[place] ?? NaN) : NaN;
    }
    const mixing = this.#mixing;
    mixing.measure(this.#values, this.#constants.far);
    const { tailMemory, winsor, longestStep, quietAtStart, level, together } = this.#constants;
    const step = Number.isNaN(this.#at) ? 0 : Math.min(at - this.#at, longestStep);
    if (Number.isNaN(this.#since)) this.#since = at;
    const age = at - this.#since;
    const growth = Math.exp(step / tailMemory);
    const [whole, wholeHeld] = this.#tellVoters(growth);
    if (age >= quietAtStart) [verdict.step, verdict.held] = [whole, wholeHeld];
    if (age < quietAtStart) verdict.surprises.fill(0);
    const shareOf = (time: number): number => -Math.expm1(-step / time);
    mixing.learn(this.#values, Math.min(1, winsor / Math.max(mixing.distance, 1e-9)), {
      level: shareOf(Math.min(level, Math.max(age, HOUR))),
      together: shareOf(Math.min(together, Math.max(age, YOUNG))),
    });
    this.#at = at;
    return verdict;
  }

  /** @returns how surprising the row is, and it together with the one before */
  #tellVoters(growth: number): readonly [step: number, held: number] {
    const { priorRows, unconcernedCap } = this.#constants;
    const { residuals, deviations, distanceOfRest: distance } = this.#mixing;
    let count = 0;
    for (let i = 0; i < this.#voters.length; i++) {
      const voter = this.#voters[i] ?? this.#whole;
      const z = residuals[this.#explaining + i] ?? NaN;
      voter.saysOfStep = voter.saysOfBoth = 0;
      if (z !== z) continue;
      const size = Math.abs(z);
      const both = z * voter.before > 0 ? Math.min(size, Math.abs(voter.before)) : 0;
      voter.before = z;
      const deviation = deviations[this.#explaining + i] ?? NaN;
      const cap = isOfConcern(this.#channels[this.#explaining + i], deviation) ? Infinity : unconcernedCap;
      voter.saysOfStep = Math.min(cap, voter.step.surprise(size, priorRows));
      voter.saysOfBoth = Math.min(cap, voter.held.surprise(both, priorRows));
      insert(this.#steps, count, voter.saysOfStep);
      insert(this.#helds, count++, voter.saysOfBoth);
      voter.step.learn(size, growth);
      voter.held.learn(both, growth);
    }
    const both = Math.min(distance, this.#whole.before);
    this.#whole.before = distance;
    const step = Math.max(combineSurprises(this.#steps, count), this.#whole.step.surprise(distance, priorRows));
    const held = Math.max(combineSurprises(this.#helds, count), this.#whole.held.surprise(both, priorRows));
    this.#whole.step.learn(distance, growth);
    this.#whole.held.learn(both, growth);
    for (let i = 0; i < this.#places.length; i++) {
      const deviation = deviations[i] ?? NaN;
      this.#verdict.z[this.#places[i] ?? 0] = deviation === deviation ? deviation : 0;
    }
    for (const [i, { saysOfStep, saysOfBoth }] of this.#voters.entries())
      this.#verdict.surprises[this.#places[this.#explaining + i] ?? 0] = step > held ? saysOfStep : saysOfBoth;
    return [step, held];
  }

  save(): Uint8Array {
    const writer = new ByteWriter(1200 + 700 * this.#channels.length);
    writer.byte(LAYOUT);
    writer.number(this.#since);
    writer.number(this.#at);
    saveVoter(writer, this.#whole);
    const order = [...this.#channels.keys()].sort((a, b) => (this.#keyOf(a) < this.#keyOf(b) ? -1 : 1));
    writer.byte(order.length);
    for (const i of order) writer.text(this.#keyOf(i));
    this.#mixing.save(writer, order);
    for (const i of order) saveVoter(writer, this.#voters[i - this.#explaining] ?? new VoterMemory());
    return writer.bytes();
  }

  #restore(reader: ByteReader): void {
    reader.layout(LAYOUT, 'blend');
    this.#since = reader.number();
    this.#at = reader.number();
    restoreVoter(reader, this.#whole);
    const keys = Array.from({ length: reader.byte() }, () => reader.text());
    const order = keys.map((key) => this.#channels.findIndex((channel) => channel.key === key));
    this.#mixing.restore(reader, order);
    for (const i of order) restoreVoter(reader, this.#voters[i - this.#explaining] ?? new VoterMemory());
  }

  #keyOf(i: number): string {
    return this.#channels[i]?.key ?? '';
  }
}

function isOfConcern(channel: JudgedChannel | undefined, z: number): boolean {
  const concern = channel?.concern ?? 'both';
  return concern === 'both' || (concern === 'rise') === z > 0;
}

/** Keeps `values` sorted, largest first, as one more comes in. */
function insert(values: Float64Array, count: number, value: number): void {
  let place = count;
  for (; place > 0 && (values[place - 1] ?? 0) < value; place--) values[place] = values[place - 1] ?? 0;
  values[place] = value;
}

function saveVoter(writer: ByteWriter, { step, held, before }: VoterMemory): void {
  writer.number(before);
  step.save(writer);
  held.save(writer);
}

function restoreVoter(reader: ByteReader, voter: VoterMemory): void {
  voter.before = reader.number();
  voter.step.restore(reader);
  voter.held.restore(reader);
}
