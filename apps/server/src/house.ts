import type { StationState } from '@clearwell/contracts';
import { SqliteHistory, type History } from '@clearwell/history';
import { FolderTakenError, Ledger } from '@clearwell/ledger';
import type { Board, LiveSource } from '@clearwell/live';
import { parseStations, StationRegister, StationsFileError } from '@clearwell/stations';
import type { EpochMs, Standard, Station } from '@clearwell/water-quality';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { startClock, type Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import { makeMetrics } from './metrics.ts';
import { Replay } from './replay.ts';
import { River } from './river.ts';
import { StartError } from './start-error.ts';
import { Tallies } from './tallies.ts';

const TICK_MS = 1_000;

/** The parts of one server, put together: what is kept, the river that fills it, and the board that shows it. */
export class House implements LiveSource {
  readonly ledger: Ledger;
  readonly register: StationRegister;
  readonly history: History;
  readonly replay: Replay;
  readonly clock: Clock;
  readonly standards: readonly Standard[];
  readonly river: River;
  readonly tallies: Tallies;
  readonly metrics: Registry;
  #tell: (states: readonly StationState[]) => void = () => undefined;
  #tick: NodeJS.Timeout | null = null;

  private constructor(config: Config, ledger: Ledger, clock: Clock, complain: (what: string) => void) {
    this.ledger = ledger;
    this.clock = clock;
    this.standards = config.standards;
    this.register = new StationRegister(ledger.stations);
    this.history = new SqliteHistory(config.ledgerFile);
    this.replay = new Replay({ register: this.register, ledger, history: this.history, now: () => clock.now() });
    this.tallies = new Tallies(ledger.door.tallies());
    this.river = new River({
      register: this.register,
      ledger,
      standards: config.standards,
      tallies: this.tallies,
      now: () => clock.now(),
      tell: (states) => {
        this.#tell(states);
      },
      complain,
    });
    this.metrics = makeMetrics(this.tallies, this.board, () => ledger.sequences.missing());
  }

  get board(): Board {
    return this.river.board;
  }

  static async open(config: Config, log: Pick<Logger, 'info' | 'error'>): Promise<House> {
    const ledger = await openLedger(config);
    const clock = startClock(config.clock, ledger.newestArrival(), (what) => {
      log.info(what);
    });
    const house = new House(config, ledger, clock, (what) => {
      log.error(what);
    });
    house.river.restore();
    if (config.stationsFile !== null) house.registerAll(await readStations(config.stationsFile));
    return house;
  }

  /** Registers stations, or changes what is known of them, and takes in what waited for them. */
  registerAll(stations: readonly Station[]): void {
    this.ledger.commit(() => {
      for (const station of stations) this.register.put(station);
    });
    for (const station of stations) this.board.add(station, this.clock.now());
    this.river.adopt(stations);
  }

  /** From now on changes are told, also those that only time brings. */
  start(tell: (states: readonly StationState[]) => void): void {
    this.#tell = tell;
    this.#tick = setInterval(() => {
      const changed = this.board.tick(this.clock.now());
      if (changed.length > 0) tell(changed);
    }, TICK_MS);
  }

  /** Commits what waits and closes what is kept. Nothing may be delivered after. */
  async close(): Promise<void> {
    if (this.#tick !== null) clearInterval(this.#tick);
    this.river.finish();
    await this.history.close();
    this.ledger.close();
  }

  lastReceivedAt(): EpochMs | null {
    return this.river.lastReceivedAt;
  }
}

async function openLedger({ ledgerFile, dataFolder }: Config): Promise<Ledger> {
  try {
    return await Ledger.open(ledgerFile);
  } catch (error) {
    const why = error instanceof FolderTakenError ? 'another server works with it' : (error as Error).message;
    throw new StartError(`the data folder ${dataFolder} can't be used: ${why}. CLEARWELL_DATA names another`, {
      cause: error,
    });
  }
}

async function readStations(path: string): Promise<readonly Station[]> {
  try {
    return parseStations(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof StationsFileError)
      throw new Error(`the stations file ${path} can't be used:\n${error.message}`, { cause: error });
    throw new StartError(`the stations file ${path} can't be read`, { cause: error });
  }
}
