import type { StationState } from '@clearwell/contracts';
import type { Engine } from '@clearwell/detect';
import { GroupCommit, receive, type RawMessage, type Received, type Rejection } from '@clearwell/ingest';
import type { Ledger } from '@clearwell/ledger';
import type { Board, StationNews } from '@clearwell/live';
import { qualifyReading } from '@clearwell/qualify';
import type { StationRegister } from '@clearwell/stations';
import type { EpochMs, QualifiedReading, Reading, Station, StationId } from '@clearwell/water-quality';
import { Tally, type Tallies } from './tallies.ts';

export interface RiverParts {
  readonly register: StationRegister;
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly board: Board;
  readonly tallies: Tallies;
  readonly now: () => EpochMs;
  /** Tells the browsers. */
  readonly tell: (states: readonly StationState[]) => void;
  /** Tells whoever runs the server that nothing can be kept. */
  readonly complain: (what: string) => void;
}

/** What one commit changed, told only after it is durable. */
interface Committed {
  readonly news: StationNews[];
  readonly links: Map<StationId, boolean>;
  readonly tally: Tally;
}

/**
 * The river, from a message to the map, in order:
 *
 *   accept → receive → (one transaction: qualify → place → judge) → tell
 *
 * No stage knows another; this file is where they meet. What a station was told is safe has passed the transaction.
 */
export class River {
  readonly #parts: RiverParts;
  readonly #commits: GroupCommit;
  #lastReceivedAt: EpochMs | null;
  #failure: string | null = null;

  constructor(parts: RiverParts, lastReceivedAt: EpochMs | null) {
    this.#parts = parts;
    this.#lastReceivedAt = lastReceivedAt;
    this.#commits = new GroupCommit((group) => {
      this.#flow(group);
    });
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
    return this.#commits.accept({ topic, payload, receivedAt: this.#parts.now() });
  }

  /** Commits what waits. */
  finish(): void {
    this.#commits.flush();
  }

  #flow(group: readonly RawMessage[]): void {
    const received = group.map((message) => receive(message, this.#parts.register));
    const committed = this.#commit(received);
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
    const placed = new Map<Station, QualifiedReading[]>();
    for (const message of received) this.#keepMessage(message, placed, committed);
    for (const [station, readings] of placed) committed.news.push(this.#judge(station, readings, committed.tally));
    this.#parts.ledger.door.count(committed.tally.counts);
    return committed;
  }

  #keepMessage(message: Received, placed: Map<Station, QualifiedReading[]>, { links, tally }: Committed): void {
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

  #place(reading: Reading, station: Station, placed: Map<Station, QualifiedReading[]>, tally: Tally): void {
    const { outcome, changed } = this.#parts.ledger.readings.place(qualifyReading(reading, station), qualifyReading);
    tally.count(outcome);
    if (changed === null) return;
    if (changed.timing === 'ahead') tally.count('ahead');
    const readings = placed.get(station);
    if (readings === undefined) placed.set(station, [changed]);
    else readings.push(changed);
  }

  #judge(station: Station, readings: readonly QualifiedReading[], tally: Tally): StationNews {
    const inOrder = readings.filter((reading) => reading.timing === 'judged').sort((a, b) => a.sampledAt - b.sampledAt);
    const { findings, late } = this.#parts.engine.judge(station, inOrder);
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
    const { board, tallies, now, tell } = this.#parts;
    tallies.add(tally.counts);
    const at = now();
    const states: (StationState | null)[] = news.map((item) => board.report(item, at));
    for (const [id, online] of links) states.push(board.reportLink(id, online, at));
    if (news.length > 0) this.#lastReceivedAt = at;
    tell(states.filter((state) => state !== null));
  }
}
