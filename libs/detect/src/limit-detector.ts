import {
  isBeyond,
  isJudgeable,
  limitBook,
  limitById,
  type Channel,
  type ChannelKey,
  type Episode,
  type EpochMs,
  type ReadingFinding,
  type Limit,
  type LimitBook,
  type QualifiedReading,
  type Standard,
  type Station,
} from '@clearwell/water-quality';
import { limitFinding, stepLimit, type LimitMemory, type Sample } from './limit-rule.ts';
import { PlainDetector, type Step } from './plain-detector.ts';

/** Channel and limit → memory; a pair at rest is absent. */
type LimitMemories = Readonly<Record<string, LimitMemory>>;

const AT_REST: Step<LimitMemories> = { memory: null, episodes: [] };

/** Judges every channel against the limits in force for its site when it was sampled. */
export class LimitDetector extends PlainDetector<LimitMemories> {
  readonly name = 'limits';
  readonly version = 1;
  readonly #book: LimitBook;

  constructor(standards: readonly Standard[]) {
    super();
    this.#book = limitBook(standards);
  }

  fold(before: LimitMemories | null, reading: QualifiedReading, station: Station): Step<LimitMemories> {
    if (before === null && !this.#isAnyBeyond(reading, station)) return AT_REST;
    const memories: Record<string, LimitMemory> = { ...before };
    const episodes: Episode[] = [];
    for (const channel of station.channels) {
      const sample = sampleOf(reading, channel, station);
      if (sample === null) continue;
      for (const limit of this.#book(channel.parameter, station.siteType, reading.sampledAt)) {
        const key = keyOf(channel, limit);
        const step = stepLimit(limit, memories[key] ?? null, sample);
        if (step.memory !== null) memories[key] = step.memory;
        else if (memories[key] !== undefined) Reflect.deleteProperty(memories, key);
        if (step.episode !== null) episodes.push(step.episode);
      }
    }
    this.#endOutdated(memories, station, reading.sampledAt, episodes);
    return { memory: Object.keys(memories).length === 0 ? null : memories, episodes };
  }

  /** Nearly always nothing is: then there is nothing to remember either. */
  #isAnyBeyond(reading: QualifiedReading, { channels, siteType }: Station): boolean {
    for (const { key, parameter } of channels) {
      const value = judgeableValue(reading, key);
      if (value === null) continue;
      for (const limit of this.#book(parameter, siteType, reading.sampledAt)) if (isBeyond(limit, value)) return true;
    }
    return false;
  }

  open(memories: LimitMemories): readonly Episode[] {
    return Object.values(memories).flatMap(({ episode }) => (episode === null ? [] : [episode]));
  }

  findings(memories: LimitMemories, station: Station): readonly ReadingFinding[] {
    return Object.entries(memories).flatMap(([key, memory]) => {
      const limit = limitById(limitIdOf(key));
      const channel = channelOf(station, key);
      const finding = limit && channel ? limitFinding(limit, channel, memory) : null;
      return finding === null ? [] : [finding];
    });
  }

  /** A limit that is no longer in force ends what it had open. */
  #endOutdated(memories: Record<string, LimitMemory>, station: Station, at: EpochMs, episodes: Episode[]): void {
    for (const [key, memory] of Object.entries(memories)) {
      const channel = channelOf(station, key);
      const inForce = channel === undefined ? [] : this.#book(channel.parameter, station.siteType, at);
      if (inForce.some((limit) => limit.id === limitIdOf(key))) continue;
      Reflect.deleteProperty(memories, key);
      if (memory.episode !== null) episodes.push({ ...memory.episode, end: at, clearedAt: at });
    }
  }
}

const keyOf = (channel: Channel, limit: Limit): string => `${channel.key}|${limit.id}`;
const limitIdOf = (key: string): string => key.slice(key.indexOf('|') + 1);
const channelOf = (station: Station, key: string): Channel | undefined =>
  station.channels.find((channel) => key.startsWith(`${channel.key}|`));

/** Null where there is nothing to judge: not sent, no value, or a value that failed. */
function judgeableValue({ values, quality }: QualifiedReading, key: ChannelKey): number | null {
  const [value, flagged] = [values[key], quality[key]];
  return value == null || flagged === undefined || !isJudgeable(flagged.flag) ? null : value;
}

function sampleOf(reading: QualifiedReading, channel: Channel, station: Station): Sample | null {
  const value = judgeableValue(reading, channel.key);
  if (value === null) return null;
  const { sampledAt, receivedAt } = reading;
  return { station: station.id, channel, intervalMs: station.intervalMs, sampledAt, receivedAt, value };
}
