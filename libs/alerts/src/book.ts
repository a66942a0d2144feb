import {
  isLasting,
  type ActAnswer,
  type Alert,
  type AlertId,
  type EpochMs,
  type Mute,
  type StationId,
  type WorkWindow,
} from '@clearwell/water-quality';
import { dayOf, numberedAlert } from './alert-key.ts';
import { Layer } from './layer.ts';
import { ALERT_POLICY, type AlertPolicy } from './policy.ts';

/** All that is kept of alerts beside their timelines: from it a book goes on as if it had never been shut. */
export interface BookRecords {
  /** Those not closed, and those closed within `AlertPolicy.remembered`. */
  readonly alerts: readonly Alert[];
  readonly windows: readonly WorkWindow[];
  /** Ended ones are passed over. */
  readonly mutes: readonly Mute[];
  readonly answers: readonly ActAnswer[];
}

/** Incidents stand under no station. */
type Shelf = StationId | 'incidents';

const shelfOf = ({ kind, stations: [first] }: Alert): Shelf =>
  kind === 'cluster' || kind === 'operation' || first === undefined ? 'incidents' : first;

/** To be looked at when something changes: not closed, or closed while it went on. */
const isLive = ({ handling, condition }: Alert): boolean => handling !== 'closed' || condition !== 'cleared';

/**
 * Alerts, windows and mutes as they stand. A fork reads through to the book it was made from and keeps what is written to
 * itself, until it is adopted; a fork that is dropped never was.
 */
export class AlertBook {
  readonly policy: AlertPolicy;
  readonly #alerts: Layer<AlertId, Alert>;
  readonly #windows: Layer<string, WorkWindow>;
  readonly #mutes: Layer<string, Mute>;
  readonly #answers: Layer<string, ActAnswer>;
  /** What follows is made from the above. */
  readonly #live: Layer<Shelf, readonly AlertId[]>;
  readonly #holders: Layer<string, AlertId>;
  readonly #heads: Layer<StationId, readonly AlertId[]>;
  readonly #silent: Layer<StationId, EpochMs>;
  readonly #windowsOf: Layer<StationId, readonly string[]>;
  readonly #numbers: Layer<string, number>;

  private constructor(policy: AlertPolicy, below: AlertBook | null) {
    this.policy = policy;
    this.#alerts = new Layer(below?.#alerts);
    this.#windows = new Layer(below?.#windows);
    this.#mutes = new Layer(below?.#mutes);
    this.#answers = new Layer(below?.#answers);
    this.#live = new Layer(below?.#live);
    this.#holders = new Layer(below?.#holders);
    this.#heads = new Layer(below?.#heads);
    this.#silent = new Layer(below?.#silent);
    this.#windowsOf = new Layer(below?.#windowsOf);
    this.#numbers = new Layer(below?.#numbers);
  }

  static open(records: Partial<BookRecords> = {}, policy: Partial<AlertPolicy> = {}): AlertBook {
    const book = new AlertBook({ ...ALERT_POLICY, ...policy }, null);
    // In the order they were opened: the number of the next follows from the last.
    for (const alert of (records.alerts ?? []).toSorted(byId)) book.put(alert);
    for (const window of records.windows ?? []) book.putWindow(window);
    for (const mute of records.mutes ?? []) if (mute.endedAt === null) book.putMute(mute);
    for (const answer of records.answers ?? []) book.putAnswer(answer);
    return book;
  }

  fork(): AlertBook {
    return new AlertBook(this.policy, this);
  }

  /** Writes what was done in this fork into the book it was made from; costs what was changed. */
  adopt(): void {
    const layers = [this.#alerts, this.#windows, this.#mutes, this.#answers, this.#live];
    for (const layer of [...layers, this.#holders, this.#heads, this.#silent, this.#windowsOf, this.#numbers])
      layer.letDown();
  }

  records(): BookRecords {
    return {
      alerts: [...this.#alerts.values()].sort(byId),
      windows: [...this.#windows.values()].sort(byId),
      mutes: [...this.#mutes.values()].sort(byId),
      answers: [...this.#answers.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  }

  get(id: AlertId): Alert | undefined {
    return this.#alerts.get(id);
  }

  alerts(): Iterable<Alert> {
    return this.#alerts.values();
  }

  /** Of a station, or of incidents, those not closed, and those closed that still go on. */
  live(shelf: Shelf): readonly Alert[] {
    return this.#known(this.#live.get(shelf));
  }

  /** The alert that holds an episode, closed ones too. */
  holderOf(source: string): Alert | undefined {
    const id = this.#holders.get(source);
    return id === undefined ? undefined : this.get(id);
  }

  /** Alerts that take in events of a station. */
  headsOver(station: StationId): readonly Alert[] {
    return this.#known(this.#heads.get(station));
  }

  /** Its newest sample, while a station is silent. */
  silentSince(station: StationId): EpochMs | undefined {
    return this.#silent.get(station);
  }

  windowsOf(station: StationId): readonly WorkWindow[] {
    return (this.#windowsOf.get(station) ?? []).flatMap((id) => this.#windows.get(id) ?? []);
  }

  windows(): Iterable<WorkWindow> {
    return this.#windows.values();
  }

  window(id: string): WorkWindow | undefined {
    return this.#windows.get(id);
  }

  mutes(): Iterable<Mute> {
    return this.#mutes.values();
  }

  mute(id: string): Mute | undefined {
    return this.#mutes.get(id);
  }

  answer(key: string): ActAnswer | undefined {
    return this.#answers.get(key);
  }

  answers(): Iterable<ActAnswer> {
    return this.#answers.values();
  }

  /** The id of the next alert to be opened. */
  nextId(at: EpochMs): AlertId {
    const day = dayOf(at, this.policy.utcOffset);
    return numberedAlert(day, (this.#numbers.get(day) ?? 0) + 1);
  }

  put(alert: Alert): void {
    const before = this.#alerts.get(alert.id);
    this.#alerts.set(alert.id, alert);
    this.#index(alert.id, before, alert);
    if (before !== undefined) return;
    const [, day = '', number] = alert.id.split('-');
    this.#numbers.set(day, Math.max(this.#numbers.get(day) ?? 0, Number(number)));
  }

  forget(id: AlertId): void {
    const before = this.#alerts.get(id);
    this.#alerts.delete(id);
    this.#index(id, before, undefined);
  }

  putWindow(window: WorkWindow): void {
    if (this.#windows.get(window.id) === undefined) add(this.#windowsOf, window.station, window.id);
    this.#windows.set(window.id, window);
  }

  forgetWindow({ id, station }: WorkWindow): void {
    this.#windows.delete(id);
    take(this.#windowsOf, station, id);
  }

  /** One that ended is forgotten. */
  putMute(mute: Mute): void {
    if (mute.endedAt === null) this.#mutes.set(mute.id, mute);
    else this.#mutes.delete(mute.id);
  }

  putAnswer(answer: ActAnswer): void {
    this.#answers.set(answer.key, answer);
  }

  forgetAnswer(key: string): void {
    this.#answers.delete(key);
  }

  #known(ids: readonly AlertId[] = []): readonly Alert[] {
    return ids.flatMap((id) => this.get(id) ?? []);
  }

  #index(id: AlertId, before: Alert | undefined, after: Alert | undefined): void {
    const [wasLive, nowLive] = [before !== undefined && isLive(before), after !== undefined && isLive(after)];
    if (before && wasLive && !nowLive) take(this.#live, shelfOf(before), id);
    if (after && nowLive && !wasLive) add(this.#live, shelfOf(after), id);
    if (before?.sources !== after?.sources) this.#indexSources(id, before, after);
    if (before?.parts !== after?.parts) {
      for (const station of new Set(before?.parts.map((part) => part.station))) take(this.#heads, station, id);
      for (const station of new Set(after?.parts.map((part) => part.station))) add(this.#heads, station, id);
    }
  }

  #indexSources(id: AlertId, before: Alert | undefined, after: Alert | undefined): void {
    for (const { key } of before?.sources ?? []) if (this.#holders.get(key) === id) this.#holders.delete(key);
    for (const { key } of after?.sources ?? []) this.#holders.set(key, id);
    const { kind, stations } = after ?? before ?? {};
    const [station] = stations ?? [];
    if (kind !== 'silence' || station === undefined) return;
    const silence = after?.sources.find(isLasting);
    if (silence !== undefined) this.#silent.set(station, silence.start);
    else if (before?.sources.some(isLasting)) this.#silent.delete(station);
  }
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

function add<K, T>(index: Layer<K, readonly T[]>, key: K, id: T): void {
  index.set(key, [...(index.get(key) ?? []), id]);
}

function take<K, T>(index: Layer<K, readonly T[]>, key: K, id: T): void {
  const left = (index.get(key) ?? []).filter((other) => other !== id);
  if (left.length === 0) index.delete(key);
  else index.set(key, left);
}
