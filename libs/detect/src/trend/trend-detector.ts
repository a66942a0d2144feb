import {
  isJudgeable,
  limitBook,
  type Channel,
  type ChannelKey,
  type Episode,
  type ReadingFinding,
  type LimitBook,
  type ParameterCode,
  type QualifiedReading,
  type Standard,
  type Station,
  type TrendDetails,
  type TrendWindow,
} from '@clearwell/water-quality';
import { ByteReader, ByteWriter } from '../bytes.ts';
import type { Detector, Saved, Watch } from '../detector.ts';
import { findTrend, findUnusual } from './find-trend.ts';
import { HourMeans } from './hour-means.ts';

/** Looks that must agree before a trend is told, and before it is told no more. */
const RAISING_LOOKS = 2;
const CLEARING_LOOKS = 3;

/** How often each window is looked at, hours. */
const LOOKS = { half_day: 1, week: 6, usual: 1 } as const satisfies Record<TrendWindow, number>;
const WINDOWS = Object.keys(LOOKS) as TrendWindow[];

/** Says where a channel is going before it is there, toward the limits in force; and that a disinfectant stands off its usual. */
export class TrendDetector implements Detector {
  readonly name = 'trend';
  readonly version = 1;
  readonly #book: LimitBook;

  constructor(standards: readonly Standard[]) {
    this.#book = limitBook(standards);
  }

  watch(saved: Saved | null): Watch {
    return new TrendWatch(this.#book, typeof saved === 'object' ? saved : null);
  }
}

/** What is told of one window of a channel. */
interface Told {
  /** Looks in a row that speak for a change. */
  looks: number;
  episode: Episode | null;
}

class ChannelTrend {
  readonly hours = new HourMeans();
  readonly told: Record<TrendWindow, Told> = {
    half_day: { looks: 0, episode: null },
    week: { looks: 0, episode: null },
    usual: { looks: 0, episode: null },
  };
}

class TrendWatch implements Watch {
  readonly #book: LimitBook;
  readonly #channels = new Map<ChannelKey, ChannelTrend>();

  constructor(book: LimitBook, saved: Uint8Array | null) {
    this.#book = book;
    if (saved !== null) this.#restore(new ByteReader(saved));
  }

  fold(reading: QualifiedReading, station: Station): readonly Episode[] {
    let episodes: readonly Episode[] = NONE;
    for (const channel of station.channels) {
      const value = reading.values[channel.key];
      const quality = reading.quality[channel.key];
      if (value == null || quality === undefined || !isJudgeable(quality.flag)) continue;
      if (!this.#isWatched(channel, station, reading)) continue;
      const trend = this.#of(channel.key);
      const hour = trend.hours.add(reading.sampledAt, value);
      if (hour !== null) episodes = [...episodes, ...this.#look(trend, hour, channel, reading, station)];
    }
    return episodes;
  }

  open(): readonly Episode[] {
    return [...this.#channels.values()].flatMap(({ told }) => WINDOWS.flatMap((window) => told[window].episode ?? []));
  }

  findings(): readonly ReadingFinding[] {
    return this.open().flatMap(({ start: since, detectedAt, raisedAt, rule, details, channel }): ReadingFinding[] => {
      if (channel === null || details === undefined || !('left' in details)) return [];
      const lateMs = detectedAt - raisedAt;
      return [{ kind: 'trend', level: 'notice', since, lateMs, channel, window: rule as TrendWindow, ...details }];
    });
  }

  save(): Uint8Array | null {
    if (this.#channels.size === 0) return null;
    const writer = new ByteWriter(1 + 1500 * this.#channels.size);
    const inOrder = [...this.#channels].sort(([a], [b]) => (a < b ? -1 : 1));
    writer.byte(inOrder.length);
    for (const [key, { hours, told }] of inOrder) {
      writer.text(key);
      hours.save(writer);
      for (const window of WINDOWS) {
        const { looks, episode } = told[window];
        writer.byte(looks);
        writer.long(episode === null ? '' : JSON.stringify(episode));
      }
    }
    return writer.bytes();
  }

  #restore(reader: ByteReader): void {
    for (let left = reader.byte(); left > 0; left--) {
      const trend = this.#of(reader.text() as ChannelKey);
      trend.hours.restore(reader);
      for (const window of WINDOWS) {
        trend.told[window].looks = reader.byte();
        const episode = reader.long();
        trend.told[window].episode = episode === '' ? null : (JSON.parse(episode) as Episode);
      }
    }
  }

  #of(key: ChannelKey): ChannelTrend {
    const known = this.#channels.get(key);
    if (known !== undefined) return known;
    const trend = new ChannelTrend();
    this.#channels.set(key, trend);
    return trend;
  }

  #isWatched({ parameter }: Channel, { siteType }: Station, { sampledAt }: QualifiedReading): boolean {
    return isDisinfectant(parameter) || this.#book(parameter, siteType, sampledAt).length > 0;
  }

  #look(
    { hours, told }: ChannelTrend,
    hour: number,
    channel: Channel,
    reading: QualifiedReading,
    station: Station,
  ): Episode[] {
    const { parameter, resolution } = channel;
    const subject = { hours, hour, resolution };
    const limits = this.#book(parameter, station.siteType, reading.sampledAt);
    return WINDOWS.flatMap((window) => {
      if (hour % LOOKS[window] !== 0 || (window === 'usual' && !isDisinfectant(parameter))) return [];
      const found = window === 'usual' ? findUnusual(subject) : findTrend(subject, window, limits);
      return step(told[window], found, { window, channel: channel.key, reading }) ?? [];
    });
  }
}

const NONE: readonly Episode[] = [];

/** What is dosed against germs and used up on the way: its fall says something even far from the limit. */
const DISINFECTANTS: readonly ParameterCode[] = ['free_chlorine', 'total_chlorine', 'chlorine_dioxide', 'ozone'];

const isDisinfectant = (parameter: ParameterCode): boolean => DISINFECTANTS.includes(parameter);

interface Look {
  readonly window: TrendWindow;
  readonly channel: ChannelKey;
  readonly reading: QualifiedReading;
}

/** Says the episode this look raised, changed or ended. */
function step(told: Told, found: TrendDetails | null, { window, channel, reading }: Look): Episode | null {
  const { episode } = told;
  if (episode === null) {
    told.looks = found === null ? 0 : told.looks + 1;
    if (found === null || told.looks < RAISING_LOOKS) return null;
    const { station, sampledAt: at, receivedAt } = reading;
    told.looks = 0;
    told.episode = {
      ...{ station, kind: 'trend', channel, rule: window, level: 'notice', details: found },
      ...{ start: at, raisedAt: at, detectedAt: receivedAt, end: null, worst: found.value, count: 1 },
    };
    return told.episode;
  }
  told.looks = found === null ? told.looks + 1 : 0;
  if (found !== null) {
    told.episode = { ...episode, details: found, worst: found.value, count: episode.count + 1 };
    return told.episode;
  }
  if (told.looks < CLEARING_LOOKS) return null;
  [told.looks, told.episode] = [0, null];
  return { ...episode, end: reading.sampledAt, clearedAt: reading.sampledAt };
}
