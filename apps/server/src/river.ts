import type { StationState } from '@clearwell/contracts';
import { Engine } from '@clearwell/detect';
import { GroupCommit, receive, type RawMessage, type Received, type Rejection } from '@clearwell/ingest';
import type { Ledger } from '@clearwell/ledger';
import { Board, type StationNews } from '@clearwell/live';
import { qualifyReading } from '@clearwell/qualify';
import type { StationRegister } from '@clearwell/stations';
import type { EpochMs, QualifiedReading, Reading, Standard, Station, StationId } from '@clearwell/water-quality';
import { Tally, type Tallies } from './tallies.ts';

/**
 * The stages of the river, in order, from a message to the map. No stage knows another; this file is where they meet.
 * From `qualify` to `judge` all happens in one transaction of the ledger: what a station was told is safe has passed it.
 */
const STAGES = {
  /** Messages of one turn of the event loop → one group. */
  gather: GroupCommit,
  /** Message → readings, or a rejection with its reason. */
  receive,
  /** Reading → its values flagged. The ledger then places it: stored, duplicate, merged or conflicting. */
  qualify: qualifyReading,
  /** Readings of one station → what is open there, in the order they were sampled. */
  judge: Engine,
  /** What is open and the newest reading → the state that browsers show. */
  show: Board,
} as const;

export interface RiverParts {
  readonly register: StationRegister;
  readonly ledger: Ledger;
  readonly standards: readonly Standard[];
  readonly tallies: Tallies;
  readonly now: () => EpochMs;
  /** Tells the browsers. */
  readonly tell: (states: readonly StationState[]) => void;
  /** Tells whoever runs the server that nothing can be kept. */
  readonly complain: (what: string) => void;
}

/** Station → sampling time → the reading that stands there now: one reading a time, however often it changed. */
type Placed = Map<Station, Map<EpochMs, QualifiedReading>>;

/** What one commit changed, told only after it is durable. */
interface Committed {
  readonly news: StationNews[];
  readonly links: Map<StationId, boolean>;
  readonly tally: Tally;
}

export class River {
  readonly board = new STAGES.show();
  readonly #parts: RiverParts;
  readonly #group: GroupCommit;
  readonly #engine: Engine;
  #lastReceivedAt: EpochMs | null;
  #failure: string | null = null;

  constructor(parts: RiverParts) {
    this.#parts = parts;
    this.#lastReceivedAt = parts.ledger.newestArrival();
    this.#engine = new STAGES.judge(parts.ledger.detector, parts.standards);
    this.#group = new STAGES.gather((group) => {
      this.#flow(group);
    });
  }

  /** Shows every station as the ledger left it. Whether it is connected, it has to say anew. */
  restore(): void {
    const { ledger, register, now } = this.#parts;
    const at = now();
    for (const station of register.all()) {
      this.board.add(station, at);
      const { findings } = this.#engine.judge(station, [], at);
      this.board.report({ station, newest: ledger.readings.latest(station.id), findings }, at);
    }
  }

  /** Arrival of the newest message that held a reading. */
  get lastReceivedAt(): EpochMs | null {
    return this.#lastReceivedAt;
  }

  /** Why the newest readings could not be kept; null while they can. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Takes a message in. Settles when what it holds is durable: only then may it be acknowledged. */
  accept(topic: string, payload: Uint8Array): Promise<void> {
    return this.#group.accept({ topic, payload, receivedAt: this.#parts.now() });
  }

  /** Takes in what stations said before they were registered, as if it came now, with the time it did come. */
  adopt(stations: readonly Station[]): void {
    const { ledger, register } = this.#parts;
    const committed = ledger.commit(() => {
      const waiting = stations.flatMap((station) => ledger.door.takeParked(station.id));
      return this.#keep(waiting.map((message) => STAGES.receive(message, register)));
    });
    this.#tell(committed);
  }

  /** Commits what waits. */
  finish(): void {
    this.#group.flush();
  }

  #flow(group: readonly RawMessage[]): void {
    const received = group.map((message) => STAGES.receive(message, this.#parts.register));
    const committed = this.#commit(received);
    if (committed.news.length > 0) this.#lastReceivedAt = group.at(-1)?.receivedAt ?? this.#lastReceivedAt;
    this.#tell(committed);
  }

  /** What can't be kept is not acknowledged: the stations send it again. */
  #commit(received: readonly Received[]): Committed {
    try {
      const committed = this.#parts.ledger.commit(() => this.#keep(received));
      this.#failure = null;
      return committed;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      if (failure !== this.#failure) this.#parts.complain(`Readings can't be kept, none is acknowledged: ${failure}`);
      this.#failure = failure;
      throw error;
    }
  }

  #keep(received: readonly Received[]): Committed {
    const committed: Committed = { news: [], links: new Map(), tally: new Tally() };
    const placed: Placed = new Map();
    for (const message of received) this.#keepMessage(message, placed, committed);
    this.#noteSequences(received);
    for (const [station, readings] of placed) {
      committed.news.push(this.#judge(station, [...readings.values()], committed.tally));
    }
    this.#parts.ledger.door.count(committed.tally.counts);
    return committed;
  }

  #keepMessage(message: Received, placed: Placed, { links, tally }: Committed): void {
    const { door } = this.#parts.ledger;
    switch (message.kind) {
      case 'readings':
        for (const rejection of message.rejections) this.#reject(rejection, tally);
        for (const reading of message.readings) this.#place(reading, message.station, placed, tally);
        return;
      case 'status':
        door.keepLink(message.station.id, message.status.online, message.receivedAt, message.status);
        links.set(message.station.id, message.status.online);
        return;
      case 'event':
        door.keepEvent(message.station.id, message.event, message.receivedAt);
        return;
      case 'parked':
        this.#park(message, tally);
        return;
      case 'rejected':
        this.#reject(message.rejection, tally);
    }
  }

  /** Which of the readings that loggers count have come. */
  #noteSequences(received: readonly Received[]): void {
    const seqs = new Map<StationId, Map<number, number[]>>();
    for (const message of received) {
      if (message.kind !== 'readings') continue;
      const ofStation = seqs.get(message.station.id) ?? new Map<number, number[]>();
      seqs.set(message.station.id, ofStation);
      for (const { boot, seq } of message.readings) {
        if (boot === null || seq === null) continue;
        const ofBoot = ofStation.get(boot) ?? [];
        ofBoot.push(seq);
        ofStation.set(boot, ofBoot);
      }
    }
    for (const [id, ofStation] of seqs) {
      for (const [boot, numbers] of ofStation) this.#parts.ledger.sequences.add(id, boot, numbers);
    }
  }

  #place(reading: Reading, station: Station, placed: Placed, tally: Tally): void {
    const { outcome, changed } = this.#parts.ledger.readings.place(STAGES.qualify(reading, station), STAGES.qualify);
    tally.count(outcome);
    if (changed === null) return;
    if (changed.timing === 'ahead') tally.count('ahead');
    const readings = placed.get(station) ?? new Map<EpochMs, QualifiedReading>();
    placed.set(station, readings.set(changed.sampledAt, changed));
  }

  #judge(station: Station, readings: readonly QualifiedReading[], tally: Tally): StationNews {
    const inOrder = readings.filter((reading) => reading.timing === 'judged').sort((a, b) => a.sampledAt - b.sampledAt);
    const { findings, late } = this.#engine.judge(station, inOrder, this.#parts.now());
    tally.count('late', late);
    return { station, newest: inOrder.at(-1) ?? null, findings };
  }

  #park({ address, message }: Extract<Received, { kind: 'parked' }>, tally: Tally): void {
    if (this.#parts.ledger.door.park({ ...address, ...message })) {
      tally.count('parked');
      return;
    }
    const detail = `Too many messages of unknown stations wait already: register ${address.station} first`;
    this.#reject(
      { ...message, station: address.station, reason: 'parking_full', detail, place: null, raw: message.payload },
      tally,
    );
  }

  #reject(rejection: Rejection, tally: Tally): void {
    this.#parts.ledger.door.reject(rejection);
    tally.count('rejected');
    tally.count(`rejected.${rejection.reason}`);
  }

  #tell({ news, links, tally }: Committed): void {
    const { tallies, now, tell } = this.#parts;
    tallies.add(tally.counts);
    const at = now();
    const states: (StationState | null)[] = news.map((item) => this.board.report(item, at));
    for (const [id, online] of links) states.push(this.board.reportLink(id, online, at));
    tell(states.filter((state) => state !== null));
  }
}
