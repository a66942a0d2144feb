import { Fingerprint, workedAt, type RecordedCity } from '@clearwell/recorded-city';
import { MINUTE, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Stopwatch } from '../clock.ts';
import { Scheduler } from '../scheduler.ts';
import { CONNECTING_AT_ONCE, Gate } from '../station/gate.ts';
import type { BrokerAccess } from '../station/broker-access.ts';
import { Link } from '../station/link.ts';
import { Outbox } from './outbox.ts';
import { planSteps, type Message, type Step } from './steps.ts';
import { intervalsOf, readPart, type Part, type Survey } from './survey.ts';

export interface ReplaySetting {
  readonly broker: BrokerAccess;
  readonly part: Part;
  /** The clock was set by somebody else, who will not wait until all stations are connected. */
  readonly clockRuns: boolean;
}

/** What a finished replay came to. */
export interface ReplayReport {
  readonly published: number;
  /** Of these, how many said what an earlier one had said. */
  readonly doubled: number;
  readonly batches: number;
  /** Readings in them. */
  readonly late: number;
  /** The longest time of the clock that the acknowledgement of a reading was behind its arrival in the file, ms. */
  readonly behind: number;
  /** How many were acknowledged so long after it that a server would have shown their station as stale. */
  readonly stale: number;
  readonly sha256: string;
}

/** Readings read ahead and not acknowledged at most: all that is held of a file. */
const WINDOW = 6_000;
/** Two usual intervals. */
const STALE = 20 * MINUTE;
const CONNECTS_PER_SECOND = 500;
const FAREWELL_MS = 2_000;
const LOOK_MS = 20;

/**
 * Publishes a recorded city as it once arrived: one clock, one scheduler, and a connection for each station. While a
 * station is not connected though it should be, the clock stands still. No message leaves before the one before it in the
 * file is acknowledged, of whatever station: what is on its way in several connections overtakes, and what a server says
 * depends on the order in which it hears its stations.
 */
export class CityReplay {
  readonly #city: RecordedCity;
  readonly #setting: ReplaySetting;
  readonly #clock: Clock;
  readonly #stopwatch: Stopwatch;
  readonly #scheduler: Scheduler;
  readonly #gate = new Gate(CONNECTING_AT_ONCE);
  readonly #outboxes = new Map<StationId, Outbox>();
  readonly #away = new Set<StationId>();
  readonly #steps: Step[] = [];
  readonly #fingerprint = new Fingerprint();
  #count = { published: 0, batches: 0, late: 0, behind: 0, stale: 0 };
  /** Readings of steps to come, and readings that nobody has acknowledged. */
  #ahead = 0;
  /** The next step is due, and waits for its station, or for what was sent last. */
  #isBlocked = false;
  /** Of the station that was sent for last. */
  #last: Outbox | undefined;
  #isRead = false;
  #stopping = false;
  #onRoom: (() => void) | null = null;
  #onEnd: (() => void) | null = null;

  constructor(city: RecordedCity, setting: ReplaySetting, clock: Clock, stopwatch: Stopwatch) {
    this.#city = city;
    this.#setting = setting;
    this.#clock = clock;
    this.#stopwatch = stopwatch;
    this.#scheduler = new Scheduler(clock);
  }

  get acknowledged(): number {
    return this.#count.published;
  }

  /** Resolves when everything is acknowledged; never after `stop`. */
  async run({ outages }: Survey, say: (sentence: string) => void): Promise<ReplayReport> {
    for (const [index, station] of this.#city.stations.entries()) this.#join(station, index, say);
    this.#regulate();
    this.#scheduler.start();
    const over = new Promise<void>((resolve) => (this.#onEnd = resolve));
    await this.#read(outages);
    this.#endIfDone();
    await over;
    await Promise.all([...this.#outboxes.values()].map((outbox) => outbox.disconnect()));
    const doubled = this.#count.published - this.#fingerprint.distinct;
    return { ...this.#count, doubled, sha256: this.#fingerprint.sha256() };
  }

  /** Waits a little for what is on the way. Returns from which arrival to go on, null if nothing is left. */
  async stop(): Promise<EpochMs | null> {
    this.#stopping = true;
    this.#scheduler.stop();
    const outboxes = [...this.#outboxes.values()];
    for (const outbox of outboxes) outbox.halt();
    const deadline = Date.now() + FAREWELL_MS;
    while (Date.now() < deadline && outboxes.some(({ inFlight }) => inFlight > 0)) await sleep(LOOK_MS);
    await Promise.all(outboxes.map((outbox) => outbox.disconnect()));
    const left = [...outboxes.map(({ oldest }) => oldest), ...this.#steps.map(({ act }) => act)];
    const arrivals = left.flatMap((act) =>
      typeof act === 'object' ? act.readings.map(({ receivedAt }) => receivedAt) : [],
    );
    return arrivals.length === 0 ? null : arrivals.reduce((a, b) => Math.min(a, b));
  }

  #join(station: Station, index: number, say: (sentence: string) => void): void {
    const { id } = station;
    const outbox = new Outbox(new Link(station, this.#setting.broker, 0, this.#gate), {
      now: () => this.#clock.now(),
      onAcknowledged: (message) => this.#acknowledged(message),
      onUp: () => {
        this.#expect(id, false);
        this.#unblock();
      },
      onLost: () => this.#expect(id, true),
      say: (sentence) => say(`${id} ${sentence}`),
    });
    this.#outboxes.set(id, outbox);
    if (!this.#setting.clockRuns) this.#away.add(id);
    outbox.connect((index / CONNECTS_PER_SECOND) * 1_000);
  }

  /** Whether the clock waits for this station. */
  #expect(station: StationId, isAway: boolean): void {
    if (isAway) this.#away.add(station);
    else this.#away.delete(station);
    this.#regulate();
  }

  #regulate(): void {
    if (this.#away.size > 0) this.#stopwatch.hold();
    else this.#stopwatch.go();
  }

  #unblock(): void {
    if (this.#isBlocked && !this.#stopping) this.#takeDue();
  }

  async #read(outages: Survey['outages']): Promise<void> {
    const readings = readPart(this.#city, this.#setting.part);
    for await (const step of planSteps(readings, outages, intervalsOf(this.#city), workedAt(this.#city.calibrations))) {
      this.#steps.push(step);
      this.#ahead += rowsOf(step);
      if (this.#steps.length === 1) this.#scheduler.at(step.at, () => this.#takeDue());
      while (this.#ahead >= WINDOW && !this.#stopping) await new Promise<void>((resolve) => (this.#onRoom = resolve));
      if (this.#stopping) return;
    }
    this.#isRead = true;
  }

  /** All that is due, in the order of the file, one after the other. */
  #takeDue(): void {
    for (let step = this.#steps[0]; step !== undefined; step = this.#steps[0]) {
      if (step.at > this.#clock.now()) {
        this.#scheduler.at(step.at, () => this.#takeDue());
        break;
      }
      const before = [this.#last, this.#outboxes.get(step.station)];
      this.#isBlocked = typeof step.act === 'object' && before.some((outbox) => outbox?.isFree === false);
      if (this.#isBlocked) return;
      this.#steps.shift();
      this.#take(step);
    }
    this.#endIfDone();
  }

  #take({ station, act }: Step): void {
    const outbox = this.#outboxes.get(station);
    if (act === 'cut') {
      outbox?.cut();
      this.#expect(station, false);
    } else if (act === 'restore') {
      outbox?.restore();
    } else {
      this.#last = outbox;
      outbox?.add(act);
    }
  }

  #acknowledged({ readings, isBatch }: Message): void {
    for (const reading of readings) this.#fingerprint.add(reading);
    const behind = this.#clock.now() - Math.max(...readings.map(({ receivedAt }) => receivedAt));
    this.#count.behind = Math.max(this.#count.behind, behind);
    this.#count.stale += behind > STALE ? readings.length : 0;
    this.#count.published += readings.length;
    this.#count.batches += Number(isBatch);
    this.#count.late += isBatch ? readings.length : 0;
    this.#ahead -= readings.length;
    this.#onRoom?.();
    this.#unblock();
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (!this.#isRead || this.#stopping || this.#steps.length > 0 || this.#ahead > 0) return;
    this.#scheduler.stop();
    this.#onEnd?.();
  }
}

const rowsOf = ({ act }: Step): number => (typeof act === 'object' ? act.readings.length : 0);
