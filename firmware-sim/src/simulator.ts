import { join } from 'node:path';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { DAY, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import { makeCity, type City } from './city/make-city.ts';
import type { Clock } from './clock.ts';
import { Fill } from './fill.ts';
import type { ScenarioChoice } from './scenarios/choice.ts';
import { endOf, isUnderWay, type ScheduledScenario } from './scenarios/scenario.ts';
import { scheduleScenarios } from './scenarios/schedule.ts';
import { makeSampler } from './sampler.ts';
import { Scheduler } from './scheduler.ts';
import type { BrokerAccess } from './station/broker-access.ts';
import { DataLogger } from './station/data-logger.ts';
import { Link } from './station/link.ts';
import { ReadingStore } from './station/reading-store.ts';
import { rhythmOf } from './station/slots.ts';

export interface SimulatorSetting {
  readonly broker: BrokerAccess;
  readonly stations: number;
  readonly seed: number;
  readonly data: string;
  readonly days: number;
  readonly scenarios: readonly ScenarioChoice[];
}

export interface SimulatorEvents {
  readonly onFill: (done: number, total: number) => void;
  readonly onFilled: (readings: number) => void;
  /** One line for people. */
  readonly say: (sentence: string) => void;
}

interface Member {
  readonly logger: DataLogger;
  readonly link: Link;
}

/** Connections opened in a second at most, so that 10,000 stations do not come at once. */
const CONNECTS_PER_SECOND = 500;
const SETTLE_MS = 500;
const FAREWELL_MS = 2_000;
const LOOK_MS = 20;

/** All stations of the city: one clock, one scheduler, one store, and a connection for each. */
export class Simulator {
  readonly #setting: SimulatorSetting;
  readonly #clock: Clock;
  readonly #events: SimulatorEvents;
  readonly #scheduler: Scheduler;
  readonly #fill = new Fill();
  readonly #fleet = new Map<StationId, Member>();
  readonly #connected = new Set<StationId>();
  #store: ReadingStore | null = null;
  #counted: NodeJS.Timeout | undefined;
  /** Null until the backlog of all stations is counted, then whether its end was told. */
  #filled: boolean | null = null;
  #stopping = false;

  constructor(setting: SimulatorSetting, clock: Clock, events: SimulatorEvents) {
    this.#setting = setting;
    this.#clock = clock;
    this.#events = events;
    this.#scheduler = new Scheduler(clock);
  }

  async start(): Promise<void> {
    const { seed, stations, data } = this.#setting;
    const city = makeCity({ seed, stations });
    const plan = scheduleScenarios(this.#setting.scenarios, city, this.#clock.now());
    const store = ReadingStore.open(join(data, 'stations.db'));
    this.#store = store;
    for (const [index, station] of city.stations.entries()) {
      if (this.#stopping) return;
      this.#join(
        city,
        station,
        index,
        store,
        plan.filter((one) => one.station === station.id),
      );
      await breathe();
    }
    if (this.#stopping) return;
    this.#scheduler.start();
    this.#filled = false;
    this.#reportFill();
  }

  /** Waits a little for what is on the way. Returns how many readings nobody has acknowledged. */
  async stop(): Promise<number> {
    this.#stopping = true;
    this.#scheduler.stop();
    const loggers = [...this.#fleet.values()].map(({ logger }) => logger);
    for (const logger of loggers) logger.halt();
    const deadline = Date.now() + FAREWELL_MS;
    while (Date.now() < deadline && loggers.some((logger) => logger.inFlight > 0)) await sleep(LOOK_MS);
    await Promise.all(loggers.map((logger) => logger.disconnect()));
    clearTimeout(this.#counted);
    const unacknowledged = this.#store?.countPending() ?? 0;
    this.#store?.close();
    return unacknowledged;
  }

  #join(city: City, station: Station, index: number, store: ReadingStore, plan: readonly ScheduledScenario[]): void {
    const { seed, stations, days, broker } = this.#setting;
    const link = new Link(station, broker, seed);
    const logger = new DataLogger(station, {
      rhythm: rhythmOf(index, stations, station.intervalMs),
      store,
      link,
      now: () => this.#clock.now(),
      sample: makeSampler(seed, city, station, plan),
      copies: (at) =>
        Math.max(1, ...plan.filter((one) => isUnderWay(one, at)).map(({ scenario }) => scenario.copies ?? 1)),
      onAcknowledged: (readings) => this.#acknowledged(station.id, readings),
      onUp: () => this.#count(() => this.#connected.add(station.id)),
      onDown: () => this.#count(() => this.#connected.delete(station.id)),
      say: (sentence) => this.#events.say(`${station.id} ${sentence}`),
    });
    this.#fleet.set(station.id, { logger, link });
    this.#fill.expect(station.id, logger.resume(days * DAY));
    this.#follow(plan, { logger, link }, station.id);
    logger.connect((index / CONNECTS_PER_SECOND) * 1_000);
    this.#sampleAt(logger.nextSlot(), logger);
  }

  #sampleAt(at: EpochMs, logger: DataLogger): void {
    this.#scheduler.at(at, () => this.#sampleAt(logger.sampleDue(), logger));
  }

  /** Says when scenarios begin and end, and cuts the link or starts the logger again for those that do. */
  #follow(plan: readonly ScheduledScenario[], { logger, link }: Member, station: StationId): void {
    for (const one of plan) {
      const { name, summary, cutsLink, reboots } = one.scenario;
      this.#scheduler.at(one.begin, () => {
        this.#events.say(`${station}: ${name} begins: ${summary}`);
        if (reboots === true) logger.reboot();
        if (cutsLink !== true) return;
        this.#fill.withdraw(station);
        this.#reportFill();
        link.cut();
      });
      this.#scheduler.at(endOf(one), () => {
        this.#events.say(`${station}: ${name} is over`);
        if (cutsLink === true) link.restore();
      });
    }
  }

  #acknowledged(station: StationId, readings: number): void {
    this.#fill.acknowledged(station, readings);
    this.#reportFill();
  }

  #reportFill(): void {
    if (this.#filled !== false) return;
    this.#events.onFill(this.#fill.done, this.#fill.total);
    if (!this.#fill.isComplete) return;
    this.#filled = true;
    this.#events.onFilled(this.#fill.done);
  }

  /** One line for many stations that come or go together. */
  #count(change: () => void): void {
    change();
    if (this.#stopping) return;
    this.#counted ??= setTimeout(() => {
      this.#counted = undefined;
      this.#events.say(`${this.#connected.size} of ${this.#setting.stations} stations connected`);
    }, SETTLE_MS);
  }
}
