import type { Outcome } from '@clearwell/alerts';
import {
  DESK_DEFAULTS,
  incidentEntry,
  IncidentDesk,
  OPERATION_DEFAULTS,
  Waterways,
  type Incident,
} from '@clearwell/detect';
import type { Ledger } from '@clearwell/ledger';
import {
  freshness,
  neighboursOf,
  type AlertChange,
  type AlertLogEntry,
  type EpisodeChange,
  type EpochMs,
  type FactEntry,
  type Finding,
  type Link,
  type Neighbour,
  type QualifiedReading,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import type { AlertKeeper } from './alert-keeper.ts';
import { isAbout, isHeldReal } from './incident-verdict.ts';

/** What judging some readings of one station came to. */
export interface StationJudged {
  readonly station: Station;
  readonly newest: QualifiedReading | null;
  readonly episodes: EpisodeChange;
}

export interface StageParts {
  readonly ledger: Pick<Ledger, 'incidents' | 'episodes'>;
  readonly keeper: AlertKeeper;
  readonly stations: () => readonly Station[];
  /** How water flows between them now. */
  readonly links: () => readonly Link[];
}

/**
 * From what judges say of stations to alerts: first what several of them say together, then the book of alerts, both within
 * the transaction of the readings. `adopt` or `forget` follows every transaction.
 */
export class AlertStage {
  readonly #parts: StageParts;
  #desk: IncidentDesk;
  #fork: IncidentDesk | null = null;
  /** Sampling time of the newest reading it has heard of. */
  #heardUntil: EpochMs = -Infinity;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.#desk = this.#openDesk([], []);
  }

  /** Goes on where the ledger left it: also where water runs otherwise than before, or there are other stations. */
  restore(at: EpochMs): void {
    const { incidents, episodes } = this.#parts.ledger;
    this.#fork = null;
    this.#desk = this.#openDesk(
      incidents.since(at - OPERATION_DEFAULTS.remembered),
      episodes.since(at - DESK_DEFAULTS.kept),
    );
    this.#parts.keeper.restore(at);
  }

  get incidents(): readonly Incident[] {
    return this.#desk.incidents;
  }

  /** Takes in what was judged, in this order, within a transaction. */
  take(judged: readonly StationJudged[], at: EpochMs): void {
    // One station after the other: what one is about to be told may hang on what was said of the one before.
    for (const one of judged) {
      this.#heardUntil = Math.max(this.#heardUntil, one.newest?.sampledAt ?? -Infinity);
      this.enter([...this.#entriesOf(one, at)]);
    }
  }

  /** Takes in what else happened, acts of people too, within a transaction. */
  enter(entries: readonly AlertLogEntry[]): readonly Outcome[] {
    if (entries.length === 0) return [];
    const outcomes = this.#parts.keeper.take(entries);
    for (const { changes } of outcomes) for (const change of changes.alerts) this.#heed(change);
    return outcomes;
  }

  /** The transaction is durable. @returns which alerts changed */
  adopt(): readonly AlertChange[] {
    if (this.#fork !== null) this.#desk = this.#fork;
    this.#fork = null;
    return this.#parts.keeper.adopt();
  }

  /** The transaction was undone. */
  forget(): void {
    this.#fork = null;
    this.#parts.keeper.forget();
  }

  /**
   * What the clock has to say of stations: those that fell silent, and whose connection became unstable or stable.
   * @param listeningSince what came to nobody before is no silence of a station: it is given the time to speak
   */
  *clocked(
    states: Iterable<{ readonly station: StationId; readonly findings: readonly Finding[] }>,
    { at, listeningSince }: { readonly at: EpochMs; readonly listeningSince: EpochMs },
  ): Generator<FactEntry> {
    const { book } = this.#parts.keeper;
    const intervals = new Map(this.#parts.stations().map(({ id, intervalMs }) => [id, intervalMs]));
    for (const { station, findings } of states) {
      const silence = findings.find(({ kind }) => kind === 'silence');
      if (
        silence !== undefined &&
        book.silentSince(station) === undefined &&
        freshness(Math.max(silence.since, listeningSince), at, intervals.get(station) ?? 0) !== 'fresh'
      )
        yield { kind: 'silent', at, station, since: silence.since };
      const link = findings.find(({ kind }) => kind === 'link');
      const wasUnstable = book.live(station).some(({ kind, condition }) => kind === 'link' && condition !== 'cleared');
      if ((link !== undefined) !== wasUnstable)
        yield { kind: 'link', at, station, since: link?.since ?? at, isUnstable: link !== undefined };
    }
  }

  /** Lets go what is too old to matter to what still comes, which may be far behind the clock; within a transaction. */
  tidy(at: EpochMs): void {
    const until = Math.min(at, this.#heardUntil);
    if (!Number.isFinite(until)) return;
    this.#desk.forget(until);
    this.#parts.ledger.incidents.forget(until - OPERATION_DEFAULTS.remembered);
  }

  #openDesk(...[incidents, episodes]: Parameters<IncidentDesk['resume']>): IncidentDesk {
    const desk = new IncidentDesk(new Waterways(this.#parts.links(), this.#parts.stations()));
    desk.resume(incidents, episodes);
    return desk;
  }

  *#entriesOf({ station, newest, episodes }: StationJudged, at: EpochMs): Generator<FactEntry> {
    const { id } = station;
    const { put, withdrawn } = episodes;
    // Messages of one commit are judged one by one: what the one before came to counts.
    const book = this.#parts.keeper.draft;
    if (put.length + withdrawn.length > 0) {
      const judgedUntil = newest?.sampledAt ?? -Infinity;
      yield { kind: 'episodes', at, station: id, judgedUntil, put: put.map((episode) => ({ episode })), withdrawn };
    }
    if ([...put, ...withdrawn].some(({ kind }) => concernsDesk(kind))) yield* this.#hear(episodes, at);
    const since = book.silentSince(id);
    if (newest === null) return;
    const isBack = since !== undefined && freshness(newest.sampledAt, at, station.intervalMs) === 'fresh';
    // What comes late of a silent station says nothing of whether it is heard again.
    const isVerifying =
      since === undefined &&
      (book.live(id).some(({ unverifiedSince }) => unverifiedSince !== null) ||
        book.settledBy(id, newest.sampledAt).length > 0);
    if (isBack || isVerifying) yield { kind: 'back', at, station: id, sampledAt: newest.sampledAt };
  }

  *#hear(episodes: EpisodeChange, at: EpochMs): Generator<FactEntry> {
    const desk = (this.#fork ??= this.#desk.fork());
    desk.take(episodes, at);
    for (const incident of desk.touched()) {
      this.#parts.ledger.incidents.keep(incident);
      yield incidentEntry(incident, at, this.#below(incident));
    }
  }

  /** What people found of an alert holds for its incident too, until the alert is opened again. */
  #heed({ alert, before }: AlertChange): void {
    const isReal = isHeldReal(alert);
    if (isReal === (before !== null && isHeldReal(before))) return;
    const desk = (this.#fork ??= this.#desk.fork());
    for (const incident of desk.judge(isAbout(alert), isReal)) this.#parts.ledger.incidents.keep(incident);
  }

  #below({ kind, current }: Incident): readonly Neighbour[] {
    const [id] = current.stations;
    const isOutlet = this.#parts.stations().some((one) => one.id === id && one.siteType === 'plant_outlet');
    return kind === 'event' && isOutlet && id !== undefined ? neighboursOf(this.#parts.links(), id, 'downstream') : [];
  }
}

const concernsDesk = (kind: string): boolean => kind === 'event' || kind === 'hint' || kind === 'limit';
