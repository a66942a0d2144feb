import { Engine, LimitDetector, TrendDetector, WaterDetector } from '@clearwell/detect';
import { HistoryQualifier } from '@clearwell/qualify';
import {
  HORIZON,
  SINCE_EVER,
  type ChannelKey,
  type EpisodeChange,
  type EpochMs,
  type QualifiedReading,
  type ReadingFinding,
  type Registration,
  type Standard,
  type Station,
  type Values,
} from '@clearwell/water-quality';
import { ReplayMemory } from './replay-memory.ts';

/** What a server goes by unless it is told otherwise. */
const STANDARDS: readonly Standard[] = ['GB 5749-2022', 'GB 5749-2006', 'operational'];

export interface ReplayedReading {
  readonly sampledAt: EpochMs;
  readonly values: Values;
  /** Channels somebody works at. */
  readonly marked: readonly ChannelKey[];
}

/** What one arrival changed of what is known of a station. */
export interface Knowledge extends EpisodeChange {
  /** When it arrived. */
  readonly from: EpochMs;
  /** What is said of the station's newest reading. */
  readonly findings: readonly ReadingFinding[];
}

/** One station's readings as they arrive, judged by the server's engine and all its detectors, without its ledger. */
export class StationReplay {
  readonly #station: Station;
  readonly #budget: number;
  readonly #memory: ReplayMemory;
  readonly #qualifier = new HistoryQualifier();
  readonly #engine: Engine;

  /** @param budget false alerts a station and week */
  constructor(station: Station, budget: number, memory = new ReplayMemory()) {
    this.#station = station;
    this.#budget = budget;
    this.#memory = memory;
    const said = { from: SINCE_EVER, retired: false, revision: 1, recordedAt: null, recordedBy: 'file' } as const;
    const registration: Registration = { station, ...said };
    const stations = { at: () => registration, retirementBetween: () => null };
    const detectors = [new LimitDetector(STANDARDS), new TrendDetector(STANDARDS), new WaterDetector(budget)];
    this.#engine = new Engine(this.#memory, stations, detectors, HORIZON, this.#qualifier);
  }

  /** Another that knows what this one does, and goes its own way from now on. */
  fork(): StationReplay {
    return new StationReplay(this.#station, this.#budget, this.#memory.fork());
  }

  /** Takes in what came in one message. Null: nothing is known that was not before. */
  receive(message: readonly ReplayedReading[], receivedAt: EpochMs): Knowledge | null {
    const { id } = this.#station;
    const horizon = this.#engine.horizonOf(id);
    const readings = message
      .filter(({ sampledAt }) => sampledAt >= horizon)
      .map((reading) => this.#atDoor(reading, receivedAt))
      .filter((reading) => this.#memory.store(reading))
      .sort((a, b) => a.sampledAt - b.sampledAt);
    if (readings.length === 0) return null;
    const { episodes, findings } = this.#engine.judge(id, readings, receivedAt);
    return episodes.put.length + episodes.withdrawn.length === 0 ? null : { from: receivedAt, findings, ...episodes };
  }

  #atDoor({ sampledAt, values, marked }: ReplayedReading, receivedAt: EpochMs): QualifiedReading {
    const marks = Object.fromEntries(marked.map((key) => [key, 'C' as const]));
    const head = { station: this.#station.id, sampledAt, receivedAt, boot: null, seq: null };
    return this.#qualifier.atDoor({ ...head, historical: false, device: {}, values, marks });
  }
}
