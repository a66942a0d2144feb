import {
  AGE_STEP,
  FRAME_STEP,
  FRAMES_A_DAY,
  NO_AGE,
  OLDEST_AGE,
  cityDaysBetween,
  inResolutions,
  packCell,
  startOfCityDay,
  type CellFlag,
  type FrameDay,
  type FrameIndex,
  type FramesQuery,
} from '@clearwell/contracts/frames';
import { framesOf, standsFor, type History, type StationFrame, type StationPast } from '@clearwell/history';
import type { Ledger } from '@clearwell/ledger';
import type { StationRegister } from '@clearwell/stations';
import {
  DAY,
  HOUR,
  type Channel,
  type EpochMs,
  type KnownEpisode,
  type ParameterCode,
  type Station,
} from '@clearwell/water-quality';
import { createHash } from 'node:crypto';

export interface ReplayParts {
  readonly register: Pick<StationRegister, 'all'>;
  readonly ledger: Pick<Ledger, 'episodes' | 'sampledHours'>;
  readonly history: Pick<History, 'sweep'>;
  readonly now: () => EpochMs;
}

type Readings = StationPast['readings'];

/** A new number lets every browser ask for its frames anew. */
const FORMAT = 2;
const REVISION_LENGTH = 16;

/** The city's past, a day at a time. */
export class Replay {
  readonly #parts: ReplayParts;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  /** `from` and `to`: city days, both included. */
  index(from: string, to: string): FrameIndex {
    const { episodes, sampledHours } = this.#parts.ledger;
    const [start, end] = [startOfCityDay(from), startOfCityDay(to) + DAY];
    const density = new Map(sampledHours.between(start, end).map(({ at, readings }) => [at, readings]));
    const days = cityDaysBetween(start, end - 1).map((day) => {
      const midnight = startOfCityDay(day);
      const hours = Array.from({ length: DAY / HOUR }, (_, hour) => density.get(midnight + hour * HOUR) ?? 0);
      return { day, revision: this.revision(day), hours };
    });
    const raised = episodes
      .between(start, end)
      .filter(({ raisedAt, knownUntil }) => knownUntil === null && raisedAt >= start)
      .flatMap(({ raisedAt: at, clearedAt, station, channel, rule, level }) =>
        level === 'notice' ? [] : [{ at, clearedAt, station, channel, rule, level }],
      );
    return { days, raised };
  }

  /** Another one after anything that could change a frame of the day: readings, episodes, stations, and frames yet to come. */
  revision(day: string): string {
    const { episodes, sampledHours } = this.#parts.ledger;
    const { from, to } = this.#span(day);
    const stations = this.#inService(day);
    const readings = sampledHours.between(from - lookback(stations), to);
    return hashOf([FORMAT, stations, to, readings, episodes.between(from, to)]);
  }

  isOver(day: string): boolean {
    return startOfCityDay(day) + DAY <= this.#parts.now();
  }

  /** All stations in the frames of one day, as far as it has gone. */
  async day(day: string, { parameter, view }: Pick<FramesQuery, 'parameter' | 'view'>): Promise<FrameDay> {
    const span = this.#span(day);
    const shown = this.#inService(day).map((station) => ({ station, channel: channelOf(station, parameter) }));
    const frames = Math.max(0, Math.ceil((span.to - span.from) / FRAME_STEP));
    const readings = await this.#readings(shown, span);
    const episodes = Map.groupBy(this.#parts.ledger.episodes.between(span.from, span.to), ({ station }) => station);
    const made = emptyDay(frames * shown.length);
    shown.forEach(({ station, channel }, place) => {
      const past = { station, readings: readings.get(station) ?? NOTHING, episodes: episodes.get(station.id) ?? NONE };
      let cell = place * frames;
      for (const frame of framesOf(past, span, view)) writeCell(made, cell++, frame, { station, channel });
    });
    const stations = shown.map(({ station, channel }) => ({
      id: station.id,
      channel: channel?.key ?? null,
      resolution: channel?.resolution ?? 1,
    }));
    return { head: { day, from: span.from, step: FRAME_STEP, frames, parameter, view, stations }, ...made };
  }

  async #readings(
    shown: readonly Shown[],
    { from, to }: { from: EpochMs; to: EpochMs },
  ): Promise<Map<Station, Readings>> {
    const stations = shown.flatMap(({ station, channel }) => {
      // A station that does not measure it is still heard of by what it does measure.
      const key = (channel ?? station.channels[0])?.key;
      return key === undefined ? [] : [{ station: station.id, channel: key }];
    });
    const parts = new Map<string, Readings[]>();
    const span = { from: from - lookback(shown.map(({ station }) => station)), to };
    for await (const chunk of this.#parts.history.sweep({ stations, ...span })) {
      const own = parts.get(chunk.station) ?? [];
      own.push(chunk);
      parts.set(chunk.station, own);
    }
    return new Map(shown.map(({ station }) => [station, joined(parts.get(station.id) ?? [])]));
  }

  /** The stations as they were when the day, as far as it has gone, was over. */
  #inService(day: string): readonly Station[] {
    return this.#parts.register.all(this.#span(day).to);
  }

  /** The frames of a day, as far as it has gone. */
  #span(day: string): { from: EpochMs; to: EpochMs; step: number } {
    const from = startOfCityDay(day);
    const gone = Math.floor((this.#parts.now() - from) / FRAME_STEP) + 1;
    return { from, to: from + Math.max(0, Math.min(FRAMES_A_DAY, gone)) * FRAME_STEP, step: FRAME_STEP };
  }
}

const hashOf = (what: unknown): string =>
  createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, REVISION_LENGTH);

interface Shown {
  readonly station: Station;
  readonly channel: Channel | undefined;
}

const NONE: readonly KnownEpisode[] = [];
const NOTHING: Readings = joined([]);

/** Its first channel of the parameter. */
const channelOf = (station: Station, parameter: ParameterCode): Channel | undefined =>
  station.channels.find((channel) => channel.parameter === parameter);

const lookback = (stations: readonly Station[]): number =>
  stations.reduce((span, station) => Math.max(span, standsFor(station)), DAY);

function emptyDay(cells: number): Omit<FrameDay, 'head'> {
  return { cells: new Uint8Array(cells), ages: new Uint16Array(cells), values: new Int32Array(cells) };
}

function writeCell(day: Omit<FrameDay, 'head'>, cell: number, frame: StationFrame, { station, channel }: Shown): void {
  const { at, reading, status, unverified } = frame;
  const hasValue = channel !== undefined && reading !== null && !Number.isNaN(reading.value);
  const late = reading !== null && reading.receivedAt - reading.sampledAt > station.intervalMs;
  const flag = hasValue && reading.flag !== 9 ? reading.flag : 0;
  day.cells[cell] = packCell({ status, unverified, late, flag: flag satisfies CellFlag });
  day.ages[cell] =
    reading === null ? NO_AGE : Math.min(OLDEST_AGE, Math.max(0, Math.floor((at - reading.sampledAt) / AGE_STEP)));
  day.values[cell] = hasValue ? inResolutions(reading.value, channel.resolution) : (day.values[cell - 1] ?? 0);
}

function joined(parts: readonly Readings[]): Readings {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const length = parts.reduce((sum, { sampledAt }) => sum + sampledAt.length, 0);
  const whole = {
    sampledAt: new Float64Array(length),
    receivedAt: new Float64Array(length),
    values: new Float64Array(length),
    flags: new Uint8Array(length),
  };
  let offset = 0;
  for (const part of parts) {
    whole.sampledAt.set(part.sampledAt, offset);
    whole.receivedAt.set(part.receivedAt, offset);
    whole.values.set(part.values, offset);
    whole.flags.set(part.flags, offset);
    offset += part.sampledAt.length;
  }
  return whole;
}
