import type { PayloadOf } from '@clearwell/contracts';
import { DAY, type EpochMs, type Station } from '@clearwell/water-quality';
import type { StationPlan } from '../station-plan.ts';
import { EventReport } from './event-report.ts';
import { toWire, type KeptReading, type Sample } from './kept-reading.ts';
import type { LoggerLink } from './link.ts';
import type { Cursor, LoggerState, ReadingStore } from './reading-store.ts';
import { slotAfter, slotsBetween, type Rhythm } from './slots.ts';

export const FIRMWARE = 'clearwell-sim/0.1.0';

/** Readings of one message at most, as a logger with little memory sends them. */
export const MAX_READINGS = 288;
/** Messages on the way at most; one place is left for what is sampled while the memory is being emptied. */
const IN_FLIGHT = 4;
const IN_FLIGHT_FROM_MEMORY = IN_FLIGHT - 1;
const MEMORY = 7 * DAY;
const NOTHING: Cursor = { boot: -1, seq: -1 };

/** What a logger needs of the world around it. */
export interface LoggerSurroundings {
  readonly rhythm: Rhythm;
  readonly store: ReadingStore;
  readonly link: LoggerLink;
  readonly now: () => EpochMs;
  /** Reads the probes: once, unless a fault makes the logger do it again. */
  readonly sample: (at: EpochMs) => readonly Sample[];
  /** What happens to the logger itself: restarts, doubled messages, what it reports. */
  readonly plan: Pick<StationPlan, 'copies' | 'reboots' | 'events'>;
  readonly onAcknowledged: (readings: number) => void;
  /** Its memory was full: so many readings are gone that nobody has. */
  readonly onOverwritten: (readings: number) => void;
  readonly onUp: () => void;
  readonly onDown: () => void;
  readonly say: (sentence: string) => void;
}

/**
 * A station in software. Every reading goes to the store first, then on the way, and counts as delivered at PUBACK only.
 * It was `live` if it was sent as it was sampled; all else comes from memory and is marked historical.
 */
export class DataLogger {
  readonly station: Station;
  readonly #around: LoggerSurroundings;
  readonly #report: EventReport;
  #state: LoggerState = { boot: 1, seq: 0, sampledAt: null };
  /** Sampled before the first connection stood: still sent live as soon as it does. */
  #fresh: readonly KeptReading[] = [];
  #inFlight = 0;
  /** Seven days, and as much again as it had to make up for when it was started. */
  #memory = MEMORY;
  #prunedAt = -Infinity;
  #halted = false;
  readonly #onTheWay = new Set<string>();
  /** Up to where the memory has been sent over this connection. */
  #cursor = NOTHING;

  constructor(station: Station, around: LoggerSurroundings) {
    this.station = station;
    this.#around = around;
    this.#report = new EventReport(station, around.store, around.link);
  }

  /** Goes on where it stopped: samples the slots missed since then, none before `earliest`. Returns what waits to be sent. */
  resume(earliest: EpochMs): number {
    const { store, rhythm, now, say } = this.#around;
    this.#state = store.stateOf(this.station.id);
    this.#memory = MEMORY + Math.max(0, now() - earliest);
    const { boot, sampledAt } = this.#state;
    if (sampledAt !== null && sampledAt > now() + rhythm.interval) {
      say(`its memory is ahead of the clock by ${Math.round((sampledAt - now()) / 60_000)} min; it starts a new count`);
      this.#state = { boot: boot + 1, seq: 0, sampledAt: slotAfter(rhythm, now() - 2 * rhythm.interval) };
    }
    this.#sampleSince(Math.max(this.#state.sampledAt ?? -Infinity, earliest));
    return store.countPending(this.station.id);
  }

  connect(delay: number): void {
    const { link, say } = this.#around;
    link.start(
      {
        onUp: () => this.#up(),
        onDown: () => this.#down(),
        onCommand: (command) => this.#resend(command),
        onTrouble: say,
      },
      delay,
    );
  }

  /** Samples every slot that is due. Returns when the next one is. */
  sampleDue(): EpochMs {
    const { rhythm, now } = this.#around;
    this.#sampleSince(this.#state.sampledAt ?? now() - rhythm.interval);
    return this.nextSlot();
  }

  nextSlot(): EpochMs {
    const { rhythm, now } = this.#around;
    return slotAfter(rhythm, this.#state.sampledAt ?? now());
  }

  /** Notes what has happened since the last sample and sends it at once. */
  report(): void {
    const { now } = this.#around;
    this.#reportSince(this.#state.sampledAt ?? now());
  }

  get inFlight(): number {
    return this.#inFlight + this.#report.inFlight;
  }

  /** Takes nothing more out of memory; what is on the way may still be acknowledged. */
  halt(): void {
    this.#halted = true;
  }

  disconnect(): Promise<void> {
    return this.#around.link.stop(this.#status(false));
  }

  #sampleSince(since: EpochMs): void {
    const { store, rhythm, now, link } = this.#around;
    this.#reportSince(since);
    const slots = slotsBetween(rhythm, since, now());
    const newest = slots.at(-1);
    if (newest === undefined) return;
    const samplings = this.#number(since, slots);
    const ofNewest = samplings.at(-1) ?? [];
    const { boot, seq } = ofNewest.at(-1) ?? this.#state;
    // The slot, not the time in the reading: a clock that is wrong must not lose or repeat one.
    this.#state = { boot, seq, sampledAt: newest };
    store.keep(this.station.id, samplings.flat(), this.#state);
    this.#overwrite(newest);
    this.#fresh = link.state === 'lost' ? [] : ofNewest;
    if (link.state === 'up') this.#send();
  }

  /** Samples slots and numbers what it notes; each restart in between begins a new count under the next `boot`. */
  #number(since: EpochMs, slots: readonly EpochMs[]): KeptReading[][] {
    const { sample, plan } = this.#around;
    let { boot, seq } = this.#state;
    let restarted = since;
    const restarts = plan.reboots(since, slots.at(-1) ?? since);
    return slots.map((slot) => {
      const restartsNow = restarts.filter((at) => at > restarted && at <= slot).length;
      restarted = slot;
      boot += restartsNow;
      if (restartsNow > 0) seq = 0;
      return sample(slot).map((one) => ({ boot, seq: ++seq, ...one }));
    });
  }

  /** A memory has an end: once a day what is too old makes room, and a real logger would not spare what nobody took. */
  #overwrite(newest: EpochMs): void {
    if (newest - this.#prunedAt < DAY) return;
    this.#prunedAt = newest;
    const lost = this.#around.store.prune(this.station.id, newest - this.#memory);
    if (lost === 0) return;
    this.#around.onOverwritten(lost);
    this.#around.say(`has overwritten ${lost} readings that nobody acknowledged`);
  }

  #reportSince(since: EpochMs): void {
    const { plan, now } = this.#around;
    this.#report.note(plan.events(since, now()));
  }

  #up(): void {
    this.#around.link.publish('status', this.#status(true), () => undefined, true);
    this.#around.onUp();
    this.#report.send();
    this.#send();
  }

  #down(): void {
    this.#inFlight = 0;
    this.#onTheWay.clear();
    this.#report.forgetTheWay();
    this.#cursor = NOTHING;
    this.#fresh = [];
    this.#around.onDown();
  }

  #send(): void {
    if (this.#halted) return;
    for (const reading of this.#fresh) if (this.#inFlight < IN_FLIGHT) this.#sendLive(reading);
    this.#fresh = [];
    while (this.#inFlight < IN_FLIGHT_FROM_MEMORY) {
      const batch = this.#takeFromMemory();
      if (batch.length === 0) return;
      const sent = batch.flatMap((one) => Array.from({ length: this.#copies(one) }, () => toWire(one, true)));
      this.#publish(batch, JSON.stringify({ readings: sent }));
    }
  }

  #sendLive(reading: KeptReading): void {
    const payload = JSON.stringify(toWire(reading, false));
    for (let copy = this.#copies(reading); copy > 0; copy -= 1) this.#publish([reading], payload);
  }

  #copies = ({ sampledAt }: KeptReading): number => this.#around.plan.copies(sampledAt);

  #takeFromMemory(): KeptReading[] {
    const rows = this.#around.store.pending(this.station.id, this.#cursor, MAX_READINGS);
    this.#cursor = rows.at(-1) ?? this.#cursor;
    return rows.filter((row) => !this.#onTheWay.has(nameOf(row)));
  }

  #publish(readings: readonly KeptReading[], payload: string): void {
    for (const reading of readings) this.#onTheWay.add(nameOf(reading));
    this.#inFlight += 1;
    this.#around.link.publish('readings', payload, () => {
      this.#inFlight -= 1;
      for (const reading of readings) this.#onTheWay.delete(nameOf(reading));
      const first = this.#around.store.acknowledge(this.station.id, readings);
      this.#around.onAcknowledged(first);
      this.#send();
    });
  }

  #resend(command: PayloadOf<'commands'>): void {
    const count = this.#around.store.reoffer(this.station.id, command);
    this.#around.say(`is asked for readings ${command.fromSeq} to ${command.toSeq} again and has ${count}`);
    this.#cursor = NOTHING;
    this.#send();
  }

  /** A restart since the last sample counts already. */
  #status(online: boolean): string {
    const { now, plan } = this.#around;
    const at = now();
    const boot = this.#state.boot + plan.reboots(this.#state.sampledAt ?? at, at).length;
    return JSON.stringify({ online, at, firmware: FIRMWARE, boot });
  }
}

const nameOf = ({ boot, seq }: Cursor): string => `${boot}/${seq}`;
