import type { StationState, StorageFault } from '@clearwell/contracts';
import { Engine } from '@clearwell/detect';
import { GroupCommit, receive, type RawMessage, type Received, type Rejection } from '@clearwell/ingest';
import { StoreFault, type Qualify } from '@clearwell/ledger';
import { Board, type StationNews } from '@clearwell/live';
import { HistoryQualifier, setBeyond } from '@clearwell/qualify';
import type { Statement } from '@clearwell/stations';
import type { EpochMs, Reading, Registration, Station, StationId } from '@clearwell/water-quality';
import { AlertStage } from './alerts/alert-stage.ts';
import { LastResort } from './last-resort.ts';
import { KEPT, PARKED, type Placed, type Receipt } from './receipt.ts';
import {
  countJudgement,
  faultOf,
  noteNews,
  workIn,
  type Change,
  type Committed,
  type KeepHow,
  type ReadingsMessage,
} from './river-commit.ts';
import type { RiverParts } from './river-parts.ts';
import { Tally } from './tallies.ts';

/**
 * The stages of the river, in order, from a message to the map. No stage knows another; this file is where they meet.
 * From `qualify` to `alert` all happens in one transaction of the ledger: what a station was told is safe has passed it.
 */
const STAGES = {
  /** Messages of one turn of the event loop → one group. */
  gather: GroupCommit,
  /** Message → readings, or a rejection with its reason. */
  receive,
  /** Reading → its values flagged, at the door and along time. The ledger then places it: stored, duplicate, merged or conflicting. */
  qualify: HistoryQualifier,
  /** Reading that comes beyond the horizon → none of its values is judged. */
  spare: setBeyond,
  /** Readings of one station → what is open there, in the order they were sampled. */
  judge: Engine,
  /** What became of the episodes of each station → incidents of several, and the alerts that people handle. */
  alert: AlertStage,
  /** What is open and the newest reading → the state that browsers show. */
  show: Board,
} as const;

/** Alerts look at the clock so often, ms of it. */
const TICK = 30_000;

export class River {
  readonly board = new STAGES.show();
  readonly #parts: RiverParts;
  readonly #group: GroupCommit<Receipt>;
  readonly #engine: Engine;
  #lastReceivedAt: EpochMs | null;
  #fault: StorageFault | null = null;
  #tickedAt: EpochMs = -Infinity;
  #listeningSince: EpochMs = -Infinity;

  constructor(parts: RiverParts) {
    this.#parts = parts;
    this.#lastReceivedAt = parts.ledger.newestArrival();
    this.#engine = new STAGES.judge(
      parts.ledger.detector,
      parts.register,
      parts.detectors,
      parts.horizon,
      parts.qualifier,
    );
    const lastResort = new LastResort({
      keep: (message) => this.#flow([message])[0] ?? KEPT,
      reject: (rejection) => this.#commitCounting((tally) => this.#reject(rejection, tally)),
      warn: parts.warn,
    });
    this.#group = new STAGES.gather(
      (group) => this.#flow(group),
      (waitedMs) => {
        parts.latency.note(waitedMs, performance.now());
      },
      (message, error) => lastResort.giveUp(message, error),
    );
  }

  /** Shows every station as the ledger left it. Whether it is connected, it has to say anew. */
  restore(): void {
    const { ledger, register, now } = this.#parts;
    const at = now();
    this.#listeningSince = at;
    this.#parts.alerts.restore(at);
    ledger.commit(() => {
      for (const station of register.all()) {
        this.board.add(station, at);
        const { findings, episodes } = this.#engine.judge(station.id, [], at);
        const newest = ledger.readings.latest(station.id);
        this.#parts.alerts.take([{ station, newest, episodes }], at);
        this.board.report({ station: station.id, newest, findings }, at);
      }
      for (const { station, at: said, online } of ledger.door.linkChanges())
        this.board.recallLink(station, online, said);
    });
    this.#parts.alerts.adopt();
  }

  /** Arrival of the newest message that held a reading. */
  get lastReceivedAt(): EpochMs | null {
    return this.#lastReceivedAt;
  }

  /** Why readings can't be kept; null while they can. */
  get fault(): StorageFault | null {
    return this.#fault;
  }

  /** What time alone brings: states that change, and alerts. */
  tick(at: EpochMs): readonly StationState[] {
    const changed = this.board.tick(at);
    if (this.#fault === null) {
      try {
        this.#watchClock(at);
      } catch (error) {
        this.#parts.warn(`alerts could not be brought up to the clock: ${String(error)}`);
      }
    }
    return changed;
  }

  /** After a fault: looks whether readings can be kept again, though none has come since. */
  recover(): void {
    if (this.#fault === null) return;
    try {
      this.#guard(() => {
        this.#parts.ledger.probe();
      });
    } catch {
      // Noted; the next look comes soon.
    }
  }

  /**
   * Takes a message in. Settles when what it holds is durable: only then may it be acknowledged. The receipt says what
   * became of it.
   */
  accept(topic: string, payload: Uint8Array, account: string | null = null): Promise<Receipt> {
    return this.#group.accept({ topic, payload, account, receivedAt: this.#parts.now() });
  }

  /**
   * Records what is said of stations, judges anew what was sampled since it is true, and takes in what they sent before
   * they were registered, as if it came now, with the time it did come: all in one transaction.
   */
  record(statements: readonly Statement[]): void {
    const { ledger, register, now } = this.#parts;
    const at = now();
    try {
      const committed = ledger.commit(() => {
        const recorded = statements.map((statement) => register.record(statement, at));
        const tally = new Tally();
        const rejudged = recorded.flatMap((registration) => this.#rejudge(registration, tally));
        const waiting = recorded.flatMap(({ station }) => ledger.door.takeParked(station.id));
        const received = waiting.map((message) => STAGES.receive(message, register));
        return this.#keep(received, { knownAt: at, tally, rejudged });
      });
      for (const { station } of statements) this.#placeOnBoard(station.id, at);
      this.#tell(committed);
      // Other stations may see the same water from now on.
      this.#parts.alerts.restore(at);
    } catch (error) {
      register.restore();
      this.#engine.forget();
      this.#parts.alerts.forget();
      throw error;
    }
  }

  /** Refuses what waits for a station that nobody will register, and says how many messages that were. */
  dismiss(id: StationId): number {
    return this.#commitCounting((tally) => {
      const waiting = this.#parts.ledger.door.takeParked(id);
      const detail = `What waited for ${id} was dismissed: it is not to be registered`;
      for (const { payload, ...head } of waiting) {
        this.#reject({ ...head, station: id, reason: 'dismissed', detail, place: null, raw: payload }, tally);
      }
      return waiting.length;
    });
  }

  /** Commits what waits. */
  finish(): void {
    this.#group.flush();
  }

  #flow(group: readonly RawMessage[]): readonly Receipt[] {
    const received = group.map((message) => STAGES.receive(message, this.#parts.register));
    const committed = this.#commit(received);
    if (committed.news.size > 0) this.#lastReceivedAt = group.at(-1)?.receivedAt ?? this.#lastReceivedAt;
    this.#tell(committed);
    return committed.receipts;
  }

  /** What can't be kept is not acknowledged: the stations send it again. */
  #commit(received: readonly Received[]): Committed {
    return this.#guard(() => this.#parts.ledger.commit(() => this.#keep(received)));
  }

  #commitCounting<T>(work: (tally: Tally) => T): T {
    const { ledger, tallies } = this.#parts;
    const tally = new Tally();
    const result = ledger.commit(() => {
      const done = work(tally);
      ledger.door.count(tally.counts);
      return done;
    });
    tallies.add(tally.counts);
    return result;
  }

  #guard<T>(work: () => T): T {
    try {
      const result = work();
      this.#note(null);
      return result;
    } catch (error) {
      this.#engine.forget();
      this.#parts.alerts.forget();
      // What fails for its own sake is no news of the store.
      if (error instanceof StoreFault) this.#note(faultOf(error));
      throw error;
    }
  }

  #note(fault: StorageFault | null): void {
    const isNews = fault?.code !== this.#fault?.code || fault?.detail !== this.#fault?.detail;
    this.#fault = fault;
    if (isNews) this.#parts.onFault(fault);
  }

  /**
   * Message by message, in the order they came: what is said may hang on what was heard before, so each is placed, judged
   * and told of as if it were alone in its commit.
   */
  #keep(
    received: readonly Received[],
    { knownAt = null, tally = new Tally(), rejudged = [] }: KeepHow = {},
  ): Committed {
    const committed: Committed = { receipts: [], news: new Map(), links: [], tally };
    for (const news of rejudged) noteNews(committed.news, news);
    for (const message of received) committed.receipts.push(this.#keepMessage(message, knownAt, committed));
    this.#noteSequences(received);
    this.#parts.ledger.door.count(committed.tally.counts);
    return committed;
  }

  #keepMessage(message: Received, knownAt: EpochMs | null, committed: Committed): Receipt {
    const { alerts, ledger } = this.#parts;
    const { links, tally } = committed;
    switch (message.kind) {
      case 'readings':
        return this.#keepReadings(message, knownAt ?? message.receivedAt, committed);
      case 'status':
        ledger.door.keepLink(message.station.id, message.status.online, message.receivedAt, message.status);
        links.push({ station: message.station.id, online: message.status.online });
        return KEPT;
      case 'event':
        ledger.door.keepEvent(message.station.id, message.event, message.receivedAt);
        alerts.enter(workIn(message));
        return KEPT;
      case 'parked':
        return this.#park(message, tally);
      case 'rejected':
        return this.#reject(message.rejection, tally);
    }
  }

  /** All of one message are judged at once. */
  #keepReadings({ station, readings, rejections }: ReadingsMessage, at: EpochMs, committed: Committed): Receipt {
    const { tally, news } = committed;
    for (const rejection of rejections) this.#reject(rejection, tally);
    const change: Change = { horizon: this.#engine.horizonOf(station.id), readings: new Map() };
    const placed = readings.map((reading) => this.#place(reading, change, tally));
    if (change.readings.size > 0) noteNews(news, this.#judge(station, change, at, tally));
    return { kind: 'readings', placed, rejections };
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

  #place(reading: Reading, { horizon, readings }: Change, tally: Tally): Placed {
    const isBeyond = reading.sampledAt < horizon;
    const qualify: Qualify = (one, stored) => {
      const qualified = this.#parts.qualifier.atDoor(one);
      return isBeyond ? STAGES.spare(qualified, stored) : qualified;
    };
    const { outcome, changed: standing } = this.#parts.ledger.readings.place(qualify(reading, null), qualify);
    tally.count(outcome);
    if (standing === null) return { outcome, isBeyond: false };
    if (standing.timing === 'ahead') tally.count('ahead');
    if (isBeyond) tally.count('beyond');
    readings.set(standing.sampledAt, standing);
    return { outcome, isBeyond };
  }

  #judge(station: Station, { horizon, readings }: Change, at: EpochMs, tally: Tally): StationNews {
    const inOrder = [...readings.values()]
      .filter(({ timing, sampledAt }) => timing === 'judged' && sampledAt >= horizon)
      .sort((a, b) => a.sampledAt - b.sampledAt);
    const judgement = this.#engine.judge(station.id, inOrder, at);
    countJudgement(judgement, tally);
    const { findings, episodes } = judgement;
    const newest = judgement.newest ?? inOrder.at(-1) ?? null;
    this.#parts.alerts.take([{ station, newest, episodes }], at);
    return { station: station.id, newest, findings };
  }

  #rejudge({ station, revision, from }: Registration, tally: Tally): StationNews[] {
    if (revision === 1) return [];
    const { id } = station;
    const judgement = this.#engine.rejudge(id, from, this.#parts.now());
    countJudgement(judgement, tally);
    const { findings, episodes } = judgement;
    const newest = this.#parts.ledger.readings.latest(id);
    this.#parts.alerts.take([{ station, newest, episodes }], this.#parts.now());
    return [{ station: id, newest, findings }];
  }

  /** A station in service has a place; what it shows there comes as news. */
  #placeOnBoard(id: StationId, at: EpochMs): void {
    const registration = this.#parts.register.newest(id);
    if (registration === undefined || registration.retired) this.board.remove(id);
    else this.board.add(registration.station, at);
  }

  #park({ address, message }: Extract<Received, { kind: 'parked' }>, tally: Tally): Receipt {
    if (this.#parts.ledger.door.park({ ...address, ...message })) {
      tally.count('parked');
      return PARKED;
    }
    const detail = `Too many messages of unknown stations wait already: register ${address.station} first`;
    return this.#reject(
      { ...message, station: address.station, reason: 'parking_full', detail, place: null, raw: message.payload },
      tally,
    );
  }

  #reject(rejection: Rejection, tally: Tally): Receipt {
    this.#parts.ledger.door.reject(rejection);
    tally.count('rejected');
    tally.count(`rejected.${rejection.reason}`);
    return { kind: 'rejected', rejection };
  }

  #tell({ news, links, tally }: Committed): void {
    const { tallies, now, tell } = this.#parts;
    tallies.add(tally.counts);
    const at = now();
    const states: (StationState | null)[] = [...news.values()].map((item) => this.board.report(item, at));
    for (const { station, online } of links) states.push(this.board.reportLink(station, online, at));
    tell(states.filter((state) => state !== null));
    this.#tellAlerts();
  }

  #tellAlerts(): void {
    const changes = this.#parts.alerts.adopt();
    if (changes.length > 0) this.#parts.tellAlerts(changes);
  }

  /** Takes into the alerts what time brings: stations that fell silent, windows that end. */
  #watchClock(at: EpochMs): void {
    const { alerts } = this.#parts;
    const facts = [...alerts.clocked(this.board.states(), { at, listeningSince: this.#listeningSince })];
    const isDue = at - this.#tickedAt >= TICK || at < this.#tickedAt;
    if (facts.length === 0 && !isDue) return;
    this.#guard(() => {
      this.#parts.ledger.commit(() => {
        alerts.enter(isDue ? [...facts, { kind: 'tick', at }] : facts);
        if (isDue) alerts.tidy(at);
      });
    });
    if (isDue) this.#tickedAt = at;
    this.#tellAlerts();
  }
}
