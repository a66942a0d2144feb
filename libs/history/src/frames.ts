import {
  condition,
  freshness,
  DAY,
  OFFLINE_AFTER_INTERVALS,
  type Condition,
  type EpochMs,
  type KnownEpisode,
  type QualityFlag,
  type Station,
} from '@clearwell/water-quality';
import type { SweepChunk } from './history.ts';

/** `sampled`: by what is in hand today, at its sampling time. `known`: by what had been received at that moment. */
export type FrameView = 'sampled' | 'known';

/** Frames stand at `from`, `from + step`, … before `to`. */
export interface FrameSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** ms */
  readonly step: number;
}

/** What one station's frames are made of. */
export interface StationPast {
  readonly station: Station;
  /** One channel's readings, in sampling order: all that were sampled less than `standsFor` before the first frame, and since. */
  readonly readings: Pick<SweepChunk, 'sampledAt' | 'receivedAt' | 'values' | 'flags'>;
  /** What was known of its episodes, in any order. */
  readonly episodes: readonly KnownEpisode[];
}

/** A reading that stands in a frame. */
export interface StandingReading {
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  /** In the channel's unit; NaN for no value. */
  readonly value: number;
  /** 0 where the channel was not sent. */
  readonly flag: QualityFlag | 0;
}

/** One station at one moment. */
export interface StationFrame extends Condition {
  readonly at: EpochMs;
  /** Null where none is young enough to stand. */
  readonly reading: StandingReading | null;
}

/** After this a reading no longer stands for its station: the station is offline by then, whatever its interval. */
export const standsFor = (station: Station): number =>
  Math.max(DAY, (OFFLINE_AFTER_INTERVALS + 1) * station.intervalMs);

/** The frames of one station: at each instant what stood, by the domain's own rules. */
export function* framesOf(past: StationPast, span: FrameSpan, view: FrameView): Generator<StationFrame> {
  const newest = newestBy(past.readings, view);
  const isKnown = standingBy(view);
  for (let at = span.from; at < span.to; at += span.step) {
    const reading = youngEnough(newest(at), at, past.station);
    const fresh = freshness(reading?.sampledAt ?? null, at, past.station.intervalMs);
    const open = past.episodes.filter((episode) => isKnown(episode, at) && isOpen(episode, at));
    yield { at, reading, ...condition(open, fresh) };
  }
}

function youngEnough(reading: StandingReading | null, at: EpochMs, station: Station): StandingReading | null {
  return reading !== null && at - reading.sampledAt < standsFor(station) ? reading : null;
}

/** Gives the newest reading at instants that only go forward. */
function newestBy({ sampledAt, receivedAt, values, flags }: StationPast['readings'], view: FrameView) {
  const seenFrom = (i: number): EpochMs =>
    view === 'sampled' ? at(sampledAt, i) : Math.max(at(sampledAt, i), at(receivedAt, i));
  const inOrder = Array.from(sampledAt, (_, i) => i).sort((a, b) => seenFrom(a) - seenFrom(b));
  let next = 0;
  let newest = -1;
  return (now: EpochMs): StandingReading | null => {
    for (let i = inOrder[next]; i !== undefined && seenFrom(i) <= now; i = inOrder[next]) {
      newest = Math.max(newest, i);
      next += 1;
    }
    if (newest < 0) return null;
    return {
      sampledAt: at(sampledAt, newest),
      receivedAt: at(receivedAt, newest),
      value: at(values, newest),
      flag: at(flags, newest) as StandingReading['flag'],
    };
  };
}

const at = (column: Float64Array | Uint8Array, i: number): number => column[i] ?? NaN;

const standingBy = (view: FrameView) =>
  view === 'sampled'
    ? ({ knownUntil }: KnownEpisode): boolean => knownUntil === null
    : ({ knownFrom, knownUntil }: KnownEpisode, now: EpochMs): boolean =>
        knownFrom <= now && (knownUntil === null || now < knownUntil);

/** From the reading that raised it to the one that cleared it. */
const isOpen = ({ raisedAt, clearedAt }: KnownEpisode, now: EpochMs): boolean =>
  raisedAt <= now && (clearedAt === null || now < clearedAt);
