import type { Filling, Quiet, ReplicationState, StationState, StorageFault } from '@clearwell/contracts';
import { LimitDetector, TrendDetector, WaterDetector } from '@clearwell/detect';
import { ThreadedHistory, type History } from '@clearwell/history';
import { FolderTakenError, Ledger } from '@clearwell/ledger';
import { HistoryQualifier } from '@clearwell/qualify';
import type { Board, LiveSource } from '@clearwell/live';
import { Doorkeeper, PeopleBook, Sessions, type Act, type PeopleStores } from '@clearwell/people';
import {
  findFaults,
  Networks,
  parseStations,
  StationRegister,
  StationsFileError,
  Tunings,
  type Statement,
} from '@clearwell/stations';
import type { Alert, AlertChange, AlertId, EpochMs, Link, Standard, Station } from '@clearwell/water-quality';
import { readFile } from 'node:fs/promises';
import type { Registry } from 'prom-client';
import { Veil } from './access/veil.ts';
import type { AlertDesk } from './alerts/alert-desk.ts';
import type { AlertKeeper } from './alerts/alert-keeper.ts';
import { AlertRoom } from './alerts/alert-room.ts';
import { quietOf, QuietWatch } from './alerts/quiet-watch.ts';
import { startClock, type Clock } from './clock.ts';
import { CommitLatency } from './commit-latency.ts';
import type { Config } from './config/config.ts';
import { readQualityFile } from './config/quality-file.ts';
import { LongTermStore, type KeepingLog } from './long-term-store.ts';
import { makeMetrics } from './metrics.ts';
import { Refusals } from './refusals.ts';
import { Replay } from './replay.ts';
import { River } from './river.ts';
import { StartError } from './start-error.ts';
import { Tallies } from './tallies.ts';
import { SensitivityDesk } from './tuning/sensitivity.ts';

const TICK_MS = 1_000;

/** Who is told of changes. */
export interface Audience {
  readonly states: (states: readonly StationState[]) => void;
  readonly alerts: (changes: readonly AlertChange[]) => void;
  /** Windows or mutes were opened, began or ended. */
  readonly quiet: () => void;
  /** There are other stations than before, or something else is true of one. */
  readonly stations: () => void;
  /** Readings can no longer be kept, or can be again; or a past begins or ends to come in. */
  readonly health: () => void;
}

/** The parts of one server, put together: what is kept, the river that fills it, and the board that shows it. */
export class House implements LiveSource {
  readonly ledger: Ledger;
  readonly register: StationRegister;
  readonly networks: Networks;
  readonly tunings: Tunings;
  readonly sensitivity: SensitivityDesk;
  readonly history: History;
  /** Null where the ledger keeps the history alone. */
  readonly longTerm: LongTermStore | null;
  readonly replay: Replay;
  readonly clock: Clock;
  readonly standards: readonly Standard[];
  readonly alertRoom: AlertRoom;
  readonly river: River;
  readonly tallies: Tallies;
  readonly latency = new CommitLatency();
  readonly refusals: Refusals;
  readonly metrics: Registry;
  readonly sessions: Sessions;
  readonly doorkeeper: Doorkeeper;
  readonly people: PeopleBook;
  /** What is shown of the people behind alerts, and to whom. */
  readonly veil: Veil;
  #audience: Audience = {
    states: () => undefined,
    alerts: () => undefined,
    quiet: () => undefined,
    stations: () => undefined,
    health: () => undefined,
  };
  #filling: Filling | null = null;
  #tick: NodeJS.Timeout | null = null;

  private constructor(
    config: Config,
    parts: { ledger: Ledger; clock: Clock; qualifier: HistoryQualifier },
    log: KeepingLog,
  ) {
    const { ledger, clock, qualifier } = parts;
    this.ledger = ledger;
    this.clock = clock;
    this.standards = config.standards;
    this.register = new StationRegister(ledger.stations);
    this.networks = new Networks(ledger.networks);
    this.tunings = new Tunings(ledger.tunings);
    this.sensitivity = new SensitivityDesk({
      ...{ ledger, register: this.register, tunings: this.tunings, budget: config.alertBudget },
      now: () => clock.now(),
    });
    const stores = peopleStores(ledger);
    this.sessions = new Sessions(stores, config.access.lifetimes);
    this.doorkeeper = new Doorkeeper(stores, this.sessions);
    this.people = new PeopleBook(stores, this.sessions);
    this.veil = new Veil((name) => stores.people.byName(name)?.role);
    const ledgerHistory = new ThreadedHistory({ kind: 'sqlite', path: config.ledgerFile });
    this.longTerm = config.influx === null ? null : new LongTermStore(config.influx, ledger, ledgerHistory, log);
    this.history = this.longTerm?.history ?? ledgerHistory;
    this.replay = new Replay({ register: this.register, ledger, history: this.history, now: () => clock.now() });
    this.tallies = new Tallies(ledger.door.tallies());
    this.alertRoom = new AlertRoom({
      ...{ ledger, register: this.register, networks: this.networks, standards: config.standards },
      webhook: config.webhook,
      ...{ clock, log },
      findings: (id) => this.river.board.state(id)?.findings ?? [],
      tell: (changes) => {
        this.#audience.alerts(changes);
      },
    });
    const { stage } = this.alertRoom;
    this.river = new River({
      alerts: stage,
      tellAlerts: (changes) => {
        this.alertRoom.told(changes);
      },
      register: this.register,
      ledger,
      detectors: [
        new LimitDetector(config.standards),
        new TrendDetector(config.standards),
        new WaterDetector(config.alertBudget, this.tunings),
      ],
      qualifier,
      horizon: config.horizon,
      tallies: this.tallies,
      latency: this.latency,
      now: () => clock.now(),
      tell: (states) => {
        this.#audience.states(states);
      },
      onFault: (fault) => {
        if (fault === null) log.info('Readings are kept again');
        else log.error(`Readings can't be kept, none is acknowledged: ${fault.detail}`);
        this.#audience.health();
      },
      warn: (what) => {
        log.warn(what);
      },
    });
    this.refusals = new Refusals((what) => {
      log.warn(what);
    });
    this.metrics = makeMetrics({
      tallies: this.tallies,
      board: this.board,
      latency: this.latency,
      refusals: this.refusals,
      missing: () => ledger.sequences.missing(),
      replication: () => this.replication(),
      notices: () => this.alertRoom.outbox.state(),
    });
  }

  get alerts(): AlertKeeper {
    return this.alertRoom.keeper;
  }

  get alertDesk(): AlertDesk {
    return this.alertRoom.desk;
  }

  get board(): Board {
    return this.river.board;
  }

  static async open(config: Config, log: KeepingLog): Promise<House> {
    const qualifier = new HistoryQualifier(
      config.qualityFile === null ? {} : await readQualityFile(config.qualityFile),
    );
    const ledger = await openLedger(config);
    if (config.failpoint !== null) {
      const { at, commit } = config.failpoint;
      log.warn(`CLEARWELL_FAILPOINT is set: this server KILLS ITSELF ${at} its commit ${String(commit)}`);
    }
    const clock = startClock(config.clock, ledger.newestArrival(), (what) => {
      log.info(what);
    });
    const house = new House(config, { ledger, clock, qualifier }, log);
    house.river.restore();
    if (house.longTerm === null) ledger.commit(() => ledger.replication.forget());
    else house.longTerm.start();
    if (config.stationsFile !== null) house.registerAll(await readStations(config.stationsFile));
    if (!config.access.demoAccounts) house.people.endDemo(Date.now());
    return house;
  }

  /** Who must be there at a start. The password of the first admin is told here, and nowhere again. */
  async admitPeople(withDemo: boolean, log: KeepingLog): Promise<void> {
    const first = await this.people.begin(withDemo, Date.now());
    if (first === null) return;
    const { person, password } = first;
    log.warn(
      `There was no admin: sign in as ${person.name} with the password ${password} and change it; it is told this once`,
    );
  }

  /** Keeps what somebody did or was not let do, where no other transaction does. */
  noteAct(act: Act): void {
    this.ledger.commit(() => {
      this.ledger.audit.add(act);
    });
  }

  /** Registers the stations of a file, or changes from now on what it says otherwise than it did before. */
  registerAll(stations: readonly Station[]): void {
    const faults = stations.flatMap((station) => findFaults(station, this.register.channelsEver(station.id)));
    if (faults.length > 0) throw new StartError(`the stations file can't be used:\n${faults.join('\n')}`);
    const news = stations.filter((station) => this.register.isNews(station));
    const from = this.clock.now();
    this.record(
      news.map((station) => {
        const retired = this.register.newest(station.id)?.retired ?? false;
        return { station, from, retired, recordedBy: 'file' };
      }),
    );
  }

  /** Records what is said of stations, in one transaction, and shows it. */
  record(statements: readonly Statement[]): void {
    if (statements.length === 0) return;
    this.river.record(statements);
    this.#audience.stations();
  }

  /** Records a network from now on, unless it is the one there is. */
  adoptNetwork(links: readonly Link[]): void {
    const now = this.clock.now();
    if (JSON.stringify(links) !== JSON.stringify(this.networks.linksAt(now))) this.recordNetwork(links, now);
  }

  /** Records how water flows between the stations from an instant on. */
  recordNetwork(links: readonly Link[], from: EpochMs): void {
    try {
      this.ledger.commit(() => {
        this.networks.record({ links, from, recordedAt: this.clock.now() });
      });
      this.alertRoom.stage.restore(this.clock.now());
    } catch (error) {
      this.networks.restore();
      throw error;
    }
  }

  /** From now on changes are told, also those that only time brings. */
  start(audience: Audience): void {
    this.#audience = audience;
    this.alertRoom.start();
    const quietWatch = new QuietWatch();
    this.#tick = setInterval(() => {
      this.river.recover();
      const changed = this.river.tick(this.clock.now());
      if (changed.length > 0) audience.states(changed);
      if (this.river.fault === null) this.alertRoom.tick();
      if (quietWatch.hasChanged(this.quiet(), this.clock.now())) audience.quiet();
    }, TICK_MS);
  }

  /** Commits what waits and closes what is kept. Nothing may be delivered after. */
  async close(): Promise<void> {
    if (this.#tick !== null) clearInterval(this.#tick);
    this.river.finish();
    await this.alertRoom.stop();
    await this.longTerm?.stop();
    await this.history.close();
    this.ledger.close();
  }

  /** What waits for the long-term store; null where there is none. */
  replication(): ReplicationState | null {
    return this.longTerm?.state(this.clock.now()) ?? null;
  }

  fault(): StorageFault | null {
    return this.river.fault;
  }

  filling(): Filling | null {
    return this.#filling;
  }

  /** How far the past that a demo begins with has come; null once it is there. */
  noteFilling(filling: Filling | null): void {
    const isTurn = (filling === null) !== (this.#filling === null);
    this.#filling = filling;
    if (isTurn) this.#audience.health();
  }

  /** Also one that was closed long ago. */
  findAlert(id: AlertId): Alert | undefined {
    return this.alerts.book.get(id) ?? this.ledger.alerts.get(id);
  }

  openAlerts(): readonly Alert[] {
    return this.alerts.book.alerts().filter(({ handling }) => handling !== 'closed');
  }

  quiet(): Quiet {
    return quietOf(this.alerts.book, this.clock.now());
  }

  get veiled(): LiveSource['veiled'] {
    const { summary: alert, quiet } = this.veil.veiled;
    return { alert, quiet: ({ windows, mutes }) => ({ windows: windows.map(quiet), mutes: mutes.map(quiet) }) };
  }

  lastReceivedAt(): EpochMs | null {
    return this.river.lastReceivedAt;
  }
}

const peopleStores = (ledger: Ledger): PeopleStores => ({
  people: ledger.people,
  sessions: ledger.sessions,
  audit: ledger.audit,
  commit: (work) => ledger.commit(work),
});

async function openLedger({ ledgerFile, dataFolder, failpoint }: Config): Promise<Ledger> {
  try {
    return await Ledger.open(ledgerFile, failpoint);
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
