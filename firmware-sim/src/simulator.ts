import { join } from 'node:path';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { DAY, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import { makeCity, type City } from './city/make-city.ts';
import type { Clock } from './clock.ts';
import { Fill } from './fill.ts';
import { planCity, type PlanSetting } from './city-plan.ts';
import { RunDigest } from './run-digest.ts';
import { endOf } from './scenarios/scenario.ts';
import { makeSampler } from './sampler.ts';
import { Scheduler } from './scheduler.ts';
import type { BrokerAccess } from './station/broker-access.ts';
import { DataLogger } from './station/data-logger.ts';
import { CONNECTING_AT_ONCE, Gate } from './station/gate.ts';
import { Link } from './station/link.ts';
import { ReadingStore } from './station/reading-store.ts';
import { rhythmOf } from './station/slots.ts';
import type { StationPlan } from './station-plan.ts';
import { describeTruth, writeTruth } from './truth.ts';

export interface SimulatorSetting extends PlanSetting {
  readonly broker: BrokerAccess;
  readonly stations: number;
  readonly data: string;
  /** How far before the clock's start a station samples what it missed. */
  readonly days: number;
  /** Where all that happened is written. */
  readonly truth: string;
  /** Simulated time after the clock's start, ms, at which the run is over; null: it goes on until it is stopped. */
  readonly runFor: number | null;
}

export interface SimulatorEvents {
  readonly onFill: (done: number, total: number) => void;
  readonly onFilled: (readings: number) => void;
  /** The run's time is over, and everything is acknowledged. */
  readonly onFinished: (run: FinishedRun) => void;
  /** One line for people. */
  readonly say: (sentence: string) => void;
}

export interface FinishedRun {
  readonly sampled: number;
  readonly acknowledged: number;
  /** Of those not acknowledged: they were too old for the memory. */
  readonly overwritten: number;
  readonly sha256: string;
}

interface Member {
  readonly station: StationId;
  readonly plan: StationPlan;
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
  readonly #city: City;
  readonly #plans: ReadonlyMap<StationId, StationPlan>;
  readonly #gate = new Gate(CONNECTING_AT_ONCE);
  readonly #fill = new Fill();
  readonly #digest = new RunDigest();
  readonly #fleet = new Map<StationId, Member>();
  readonly #connected = new Set<StationId>();
  /** Nothing is sampled after it. */
  readonly #end: EpochMs;
  #store: ReadingStore | null = null;
  #counted: NodeJS.Timeout | undefined;
  /** Null until the backlog of all stations is counted, then whether its end was told. */
  #filled: boolean | null = null;
  #acknowledgedAtAll = 0;
  #overwritten = 0;
  #stopping = false;

  constructor(setting: SimulatorSetting, clock: Clock, events: SimulatorEvents) {
    this.#setting = setting;
    this.#clock = clock;
    this.#events = events;
    this.#scheduler = new Scheduler(clock);
    this.#city = makeCity(setting);
    this.#plans = planCity(setting, this.#city, clock.start);
    this.#end = clock.start + (setting.runFor ?? Infinity);
  }

  async start(): Promise<void> {
    const store = ReadingStore.open(join(this.#setting.data, 'stations.db'));
    this.#store = store;
    for (const [index, station] of this.#city.stations.entries()) {
      if (this.#stopping) return;
      this.#join(station, index, store);
      await breathe();
    }
    if (this.#stopping) return;
    this.#writeTruth();
    if (this.#end < Infinity) this.#scheduler.at(this.#end + 1, () => void this.#finish(store));
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
    this.#store = null;
    this.#writeTruth();
    return unacknowledged;
  }

  /** The clock, which stands still when the run is over. */
  #now(): EpochMs {
    return Math.min(this.#clock.now(), this.#end);
  }

  #join(station: Station, index: number, store: ReadingStore): void {
    const { seed, stations, days, broker } = this.#setting;
    const plan = this.#plans.get(station.id);
    if (plan === undefined) return;
    const link = new Link(station, broker, seed, this.#gate);
    const sample = makeSampler(seed, this.#city, station, (at) => plan.underWay(at));
    const logger = new DataLogger(station, {
      rhythm: rhythmOf(index, stations, station.intervalMs),
      store,
      link,
      plan,
      now: () => this.#now(),
      sample: (at) => {
        const samples = sample(at);
        this.#digest.note(station.id, samples);
        return samples;
      },
      onAcknowledged: (readings) => this.#acknowledged(station.id, readings),
      onOverwritten: (readings) => (this.#overwritten += readings),
      onUp: () => this.#count(() => this.#connected.add(station.id)),
      onDown: () => this.#count(() => this.#connected.delete(station.id)),
      say: (sentence) => this.#events.say(`${station.id} ${sentence}`),
    });
    const member = { station: station.id, plan, logger, link };
    this.#fleet.set(station.id, member);
    this.#fill.expect(station.id, logger.resume(this.#clock.start - Math.max(days * DAY, station.intervalMs)));
    this.#turn(member, this.#now());
    this.#follow(member, this.#now() + 1);
    logger.connect((index / CONNECTS_PER_SECOND) * 1_000);
    this.#sampleAt(logger.nextSlot(), logger);
  }

  #sampleAt(at: EpochMs, logger: DataLogger): void {
    if (at <= this.#end) this.#scheduler.at(at, () => this.#sampleAt(logger.sampleDue(), logger));
  }

  /** Says when something begins and ends, cuts the link for it and reports it; a day at a time, as everyday life has no end. */
  #follow(member: Member, from: EpochMs): void {
    const until = from + DAY;
    const { station, plan, logger } = member;
    const when = (at: EpochMs, run: () => void): void => {
      if (at >= from && at < until) this.#scheduler.at(at, run);
    };
    // One instant longer: what ends just as the day does is over on this day.
    for (const one of plan.during(from - 1, until)) {
      const { name, summary } = one.scenario;
      when(one.begin, () => this.#events.say(`${station}: ${name} begins: ${summary}`));
      when(one.begin, () => this.#turn(member, one.begin));
      when(endOf(one), () => this.#events.say(`${station}: ${name} is over`));
      when(endOf(one), () => this.#turn(member, endOf(one)));
    }
    for (const { at } of plan.events(from - 1, until - 1)) when(at, () => logger.report());
    when(until - 1, () => this.#follow(member, until));
  }

  /** Cuts the link or lets it be, as the plan has it at this time. */
  #turn({ station, plan, link }: Member, at: EpochMs): void {
    const isCut = plan.isCut(at);
    if (isCut === link.isHeld) return;
    if (isCut) {
      this.#fill.withdraw(station);
      this.#reportFill();
      link.cut();
    } else link.restore();
  }

  /** Restores all links, and waits until nothing is left to be acknowledged. */
  async #finish(store: ReadingStore): Promise<void> {
    this.#scheduler.stop();
    for (const { link } of this.#fleet.values()) if (link.isHeld) link.restore();
    while (!this.#stopping && store.countPending() + store.countPendingEvents() > 0) await sleep(LOOK_MS);
    if (this.#stopping) return;
    this.#events.onFinished({
      sampled: this.#digest.readings,
      acknowledged: this.#acknowledgedAtAll,
      overwritten: this.#overwritten,
      sha256: this.#digest.sha256(),
    });
  }

  #writeTruth(): void {
    const { seed, days, truth } = this.#setting;
    const span = [this.#clock.start - days * DAY, this.#now()] as const;
    writeTruth(truth, describeTruth(seed, this.#city, this.#plans, span));
  }

  #acknowledged(station: StationId, readings: number): void {
    this.#acknowledgedAtAll += readings;
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
