import {
  DAY,
  isJudgeable,
  type ChannelKey,
  type Episode,
  type EpochMs,
  type ReadingFinding,
  type QualifiedReading,
  type Station,
} from '@clearwell/water-quality';

/** What is remembered of one channel. */
interface SlowMemory {
  readonly at: EpochMs;
  readonly mean: number;
  readonly spread: number;
  readonly seen: number;
  readonly value: number;
  readonly episode: Episode | null;
}

const RULE = 'off-the-slow-mean';
const TIME_CONSTANT = 5 * DAY;

/**
 * A detector that forgets nothing for days: every reading there ever was is in its mean. Says where a value leaves it.
 * For specs that ask whether the order of arrival matters.
 */
export class SlowDetector {
  readonly name = 'slow';
  readonly version = 1;

  watch(saved: string | Uint8Array | null): SlowWatch {
    return new SlowWatch(saved);
  }
}

class SlowWatch {
  readonly #memories: Map<ChannelKey, SlowMemory>;

  constructor(saved: string | Uint8Array | null) {
    const text = typeof saved === 'string' ? saved : '[]';
    this.#memories = new Map(JSON.parse(text) as [ChannelKey, SlowMemory][]);
  }

  fold(reading: QualifiedReading, station: Station): readonly Episode[] {
    const episodes: Episode[] = [];
    for (const { key } of station.channels) {
      const value = reading.values[key];
      const quality = reading.quality[key];
      if (value === undefined || value === null || quality === undefined || !isJudgeable(quality.flag)) continue;
      const step = stepSlow(this.#memories.get(key), reading, key, value);
      this.#memories.set(key, step.memory);
      if (step.episode !== null) episodes.push(step.episode);
    }
    return episodes;
  }

  open(): readonly Episode[] {
    return [...this.#memories.values()].flatMap(({ episode }) => (episode === null ? [] : [episode]));
  }

  findings(): readonly ReadingFinding[] {
    return [...this.#memories].flatMap(([channel, { episode, value }]): ReadingFinding[] => {
      if (episode === null) return [];
      const { start: since, count, detectedAt, raisedAt } = episode;
      const lateMs = detectedAt - raisedAt;
      return [
        { kind: 'limit', channel, limit: RULE, level: 'amber', value, since, count, withinTolerance: false, lateMs },
      ];
    });
  }

  save(): string {
    return JSON.stringify([...this.#memories].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function stepSlow(before: SlowMemory | undefined, reading: QualifiedReading, channel: ChannelKey, value: number) {
  const { sampledAt: at, receivedAt, station } = reading;
  if (before === undefined) {
    return { memory: { at, mean: value, spread: 0, seen: 1, value, episode: null }, episode: null };
  }
  const away = Math.abs(value - before.mean);
  const weight = 1 - Math.exp((before.at - at) / TIME_CONSTANT);
  const isAway = before.seen >= 4 && away > 1.5 * before.spread + 0.02;
  const rest = { kind: 'limit', level: 'amber', rule: RULE, station, channel } as const;
  const seen = { start: at, raisedAt: at, detectedAt: receivedAt, end: null, worst: value, count: 1 };
  const { episode } = before;
  const going = episode === null ? { ...rest, ...seen } : { ...episode, count: episode.count + 1, worst: value };
  const ended = episode === null ? null : { ...episode, end: at, clearedAt: at };
  const memory: SlowMemory = {
    at,
    mean: before.mean + weight * (value - before.mean),
    spread: before.spread + weight * (away - before.spread),
    seen: before.seen + 1,
    value,
    episode: isAway ? going : null,
  };
  return { memory, episode: isAway ? going : ended };
}
