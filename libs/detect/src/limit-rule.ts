import {
  excessOver,
  guardBandOf,
  isBeyond,
  isExtreme,
  type Channel,
  type Episode,
  type EpochMs,
  type Limit,
  type LimitFinding,
  type StationId,
} from '@clearwell/water-quality';

/** Readings that speak for a change, out of how many of the newest: to raise, and to clear. */
export const NEEDED = 2;
export const WINDOW = 3;

/** Older readings no longer speak: evidence on both sides of a long gap is not one run. In intervals of the station. */
export const WINDOW_INTERVALS = 6;

/** One of the newest readings of a channel, as one limit sees it. */
interface Vote {
  readonly at: EpochMs;
  readonly receivedAt: EpochMs;
  readonly value: number;
  /** Beyond the limit; while an episode lasts, inside it by more than the guard band. */
  readonly speaks: boolean;
}

/** What one limit remembers of one channel. Absent means nothing: no episode, and no vote for one. */
export interface LimitMemory {
  readonly votes: readonly Vote[];
  readonly episode: Episode | null;
  /** Newest value judged. */
  readonly value: number;
}

export interface Sample {
  readonly station: StationId;
  readonly channel: Channel;
  readonly intervalMs: number;
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly value: number;
}

export interface LimitStep {
  readonly memory: LimitMemory | null;
  /** The episode this sample raised, changed or ended. */
  readonly episode: Episode | null;
}

const AT_REST: LimitStep = { memory: null, episode: null };

/** Judges one value against one limit. Raises at the limit, clears only beyond the limit by the guard band. */
export function stepLimit(limit: Limit, before: LimitMemory | null, sample: Sample): LimitStep {
  const open = before?.episode ?? null;
  return open === null ? seekRaise(limit, before, sample) : followEpisode(limit, open, before?.votes ?? [], sample);
}

function seekRaise(limit: Limit, before: LimitMemory | null, sample: Sample): LimitStep {
  const beyond = isBeyond(limit, sample.value);
  if (!beyond && before === null) return AT_REST;
  const votes = castVote(before?.votes ?? [], sample, beyond);
  const speaking = votes.filter((vote) => vote.speaks);
  const first = speaking[0];
  if (first === undefined) return { memory: null, episode: null };
  const enough = speaking.length >= NEEDED || (beyond && isExtreme(limit, sample.value));
  if (!beyond || !enough) return { memory: { votes, episode: null, value: sample.value }, episode: null };
  const episode: Episode = {
    station: sample.station,
    kind: 'limit',
    channel: sample.channel.key,
    rule: limit.id,
    level: limit.level,
    start: first.at,
    raisedAt: sample.sampledAt,
    detectedAt: Math.max(...speaking.map((vote) => vote.receivedAt)),
    end: null,
    worst: speaking.map((vote) => vote.value).reduce((a, b) => worse(limit, a, b)),
    count: speaking.length,
  };
  return { memory: { votes: [], episode, value: sample.value }, episode };
}

function followEpisode(limit: Limit, open: Episode, votes: readonly Vote[], sample: Sample): LimitStep {
  const band = guardBandOf(limit);
  const excess = excessOver(limit, sample.value);
  const after = castVote(votes, sample, excess <= -band);
  const clearing = after.filter((vote) => vote.speaks);
  const first = clearing[0];
  if (first !== undefined && excess <= -band && clearing.length >= NEEDED) {
    return { memory: null, episode: { ...open, end: first.at, clearedAt: sample.sampledAt } };
  }
  if (excess <= 0) return { memory: { votes: after, episode: open, value: sample.value }, episode: null };
  const episode = { ...open, worst: worse(limit, open.worst, sample.value), count: open.count + 1 };
  return { memory: { votes: after, episode, value: sample.value }, episode };
}

function castVote(votes: readonly Vote[], sample: Sample, speaks: boolean): readonly Vote[] {
  const oldest = sample.sampledAt - WINDOW_INTERVALS * sample.intervalMs;
  const kept = votes.filter((vote) => vote.at >= oldest).slice(1 - WINDOW);
  return [...kept, { at: sample.sampledAt, receivedAt: sample.receivedAt, value: sample.value, speaks }];
}

const worse = (limit: Limit, a: number, b: number): number => (excessOver(limit, b) > excessOver(limit, a) ? b : a);

/** What an open episode says of the newest reading. */
export function limitFinding(limit: Limit, channel: Channel, memory: LimitMemory): LimitFinding | null {
  if (memory.episode === null) return null;
  const band = guardBandOf(limit);
  return {
    kind: 'limit',
    channel: channel.key,
    limit: limit.id,
    level: limit.level,
    value: memory.value,
    since: memory.episode.start,
    count: memory.episode.count,
    withinTolerance: Math.abs(excessOver(limit, memory.value)) <= band,
    lateMs: memory.episode.detectedAt - memory.episode.raisedAt,
  };
}
