import {
  isLasting,
  type ActAnswer,
  type Alert,
  type AlertId,
  type AlertSource,
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
export type Shelf = StationId | 'incidents';

export const shelfOf = ({ kind, stations: [first] }: Pick<Alert, 'kind' | 'stations'>): Shelf =>
  kind === 'cluster' || kind === 'operation' || first === undefined ? 'incidents' : first;

/** To be looked at when something changes: not closed, or closed while it went on. */
const isLive = ({ handling, condition }: Alert): boolean => handling !== 'closed' || condition !== 'cleared';

interface Layers {
  readonly alerts: Layer<AlertId, Alert>;
  readonly windows: Layer<string, WorkWindow>;
  readonly mutes: Layer<string, Mute>;
  readonly answers: Layer<string, ActAnswer>;
  /** What follows is made from the above. */
  readonly live: Layer<Shelf, readonly AlertId[]>;
  readonly ofKey: Layer<string, readonly AlertId[]>;
  readonly holders: Layer<string, AlertId>;
  readonly heads: Layer<StationId, readonly AlertId[]>;
  readonly silent: Layer<StationId, EpochMs>;
  readonly windowsOf: Layer<StationId, readonly string[]>;
  readonly numbers: Layer<string, number>;
}

const layersOver = (below: Layers | null): Layers => ({
  alerts: new Layer(below?.alerts),
  windows: new Layer(below?.windows),
  mutes: new Layer(below?.mutes),
  answers: new Layer(below?.answers),
  live: new Layer(below?.live),
  ofKey: new Layer(below?.ofKey),
  holders: new Layer(below?.holders),
  heads: new Layer(below?.heads),
  silent: new Layer(below?.silent),
  windowsOf: new Layer(below?.windowsOf),
  numbers: new Layer(below?.numbers),
});

/**
 * Alerts, windows and mutes as they stand. A fork reads through to the book it was made from and keeps what is written to
 * itself, until it is adopted; a fork that is dropped never was.
 */
export class AlertBook {
  readonly policy: AlertPolicy;
  readonly #layers: Layers;

  private constructor(policy: AlertPolicy, layers: Layers) {
    this.policy = policy;
    this.#layers = layers;
  }

  static open(records: Partial<BookRecords> = {}, policy: Partial<AlertPolicy> = {}): AlertBook {
    const book = new AlertBook({ ...ALERT_POLICY, ...policy }, layersOver(null));
    // In the order they were opened: the number of the next follows from the last.
    for (const alert of (records.alerts ?? []).toSorted(byId)) book.put(alert);
    for (const window of records.windows ?? []) book.putWindow(window);
    for (const mute of records.mutes ?? []) if (mute.endedAt === null) book.putMute(mute);
    for (const answer of records.answers ?? []) book.putAnswer(answer);
    return book;
  }

  fork(): AlertBook {
    return new AlertBook(this.policy, layersOver(this.#layers));
  }

  /** Writes what was done in this fork into the book it was made from; costs what was changed. */
  adopt(): void {
    for (const layer of Object.values(this.#layers)) (layer as Layer<unknown, unknown>).letDown();
  }

  records(): BookRecords {
    return {
      alerts: this.alerts(),
      windows: this.windows(),
      mutes: this.mutes(),
      answers: [...this.#layers.answers.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  }

  get(id: AlertId): Alert | undefined {
    return this.#layers.alerts.get(id);
  }

  alerts(): readonly Alert[] {
    return [...this.#layers.alerts.values()].sort(byId);
  }

  /** Of a station, or of incidents, those not closed, and those closed that still go on. */
  live(shelf: Shelf): readonly Alert[] {
    return this.#known(this.#layers.live.get(shelf));
  }

  /** Those of a name that are remembered, closed ones too, in the order they were opened. */
  ofKey(key: string): readonly Alert[] {
    return this.#known(this.#layers.ofKey.get(key));
  }

  /** The alert that holds an episode, closed ones too. */
  holderOf(source: string): Alert | undefined {
    const id = this.#layers.holders.get(source);
    return id === undefined ? undefined : this.get(id);
  }

  /** Alerts that take in events of a station. */
  headsOver(station: StationId): readonly Alert[] {
    return this.#known(this.#layers.heads.get(station));
  }

  /** Clusters that were over at all their stations for so long, when this one was sampled, that they are over. */
  settledBy(station: StationId, sampledAt: EpochMs): readonly Alert[] {
    const isDue = ({ overSince = null }: AlertSource): boolean =>
      overSince !== null && overSince + this.policy.clusterSettles <= sampledAt;
    return this.headsOver(station).filter(({ sources }) => sources.some(isDue));
  }

  /** Its newest sample, while a station is silent. */
  silentSince(station: StationId): EpochMs | undefined {
    return this.#layers.silent.get(station);
  }

  windowsOf(station: StationId): readonly WorkWindow[] {
    return (this.#layers.windowsOf.get(station) ?? []).flatMap((id) => this.#layers.windows.get(id) ?? []);
  }

  windows(): readonly WorkWindow[] {
    return [...this.#layers.windows.values()].sort(byId);
  }

  window(id: string): WorkWindow | undefined {
    return this.#layers.windows.get(id);
  }

  mutes(): readonly Mute[] {
    return [...this.#layers.mutes.values()].sort(byId);
  }

  mute(id: string): Mute | undefined {
    return this.#layers.mutes.get(id);
  }

  answer(key: string): ActAnswer | undefined {
    return this.#layers.answers.get(key);
  }

  answers(): Iterable<ActAnswer> {
    return this.#layers.answers.values();
  }

  /** The id of the next alert to be opened. */
  nextId(at: EpochMs): AlertId {
    const day = dayOf(at, this.policy.utcOffset);
    return numberedAlert(day, (this.#layers.numbers.get(day) ?? 0) + 1);
  }

  put(alert: Alert): void {
    const before = this.#layers.alerts.get(alert.id);
    this.#layers.alerts.set(alert.id, alert);
    this.#index(alert.id, before, alert);
    if (before !== undefined) return;
    const [, day = '', number] = alert.id.split('-');
    this.#layers.numbers.set(day, Math.max(this.#layers.numbers.get(day) ?? 0, Number(number)));
  }

  forget(id: AlertId): void {
    const before = this.#layers.alerts.get(id);
    this.#layers.alerts.delete(id);
    this.#index(id, before, undefined);
  }

  putWindow(window: WorkWindow): void {
    if (this.#layers.windows.get(window.id) === undefined) add(this.#layers.windowsOf, window.station, window.id);
    this.#layers.windows.set(window.id, window);
  }

  forgetWindow({ id, station }: WorkWindow): void {
    this.#layers.windows.delete(id);
    take(this.#layers.windowsOf, station, id);
  }

  /** One that ended is forgotten. */
  putMute(mute: Mute): void {
    if (mute.endedAt === null) this.#layers.mutes.set(mute.id, mute);
    else this.#layers.mutes.delete(mute.id);
  }

  putAnswer(answer: ActAnswer): void {
    this.#layers.answers.set(answer.key, answer);
  }

  forgetAnswer(key: string): void {
    this.#layers.answers.delete(key);
  }

  #known(ids: readonly AlertId[] = []): readonly Alert[] {
    return ids.flatMap((id) => this.get(id) ?? []);
  }

  #index(id: AlertId, before: Alert | undefined, after: Alert | undefined): void {
    const [was, now] = [liveShelf(before), liveShelf(after)];
    if (was !== now) {
      if (was !== null) take(this.#layers.live, was, id);
      if (now !== null) add(this.#layers.live, now, id);
    }
    this.#indexKey(id, before, after);
    if (before?.parts !== after?.parts) {
      for (const station of partStations(before)) take(this.#layers.heads, station, id);
      for (const station of partStations(after)) add(this.#layers.heads, station, id);
    }
    if (before?.sources === after?.sources) return;
    for (const { key } of sourcesOf(before)) this.#layers.holders.delete(key);
    for (const { key } of sourcesOf(after)) this.#layers.holders.set(key, id);
    this.#indexSilence(before, after);
  }

  /** The key of an alert stays what it was. */
  #indexKey(id: AlertId, before: Alert | undefined, after: Alert | undefined): void {
    if (before === undefined && after !== undefined) add(this.#layers.ofKey, after.key, id);
    if (before !== undefined && after === undefined) take(this.#layers.ofKey, before.key, id);
  }

  #indexSilence(before: Alert | undefined, after: Alert | undefined): void {
    const { kind, stations: [station] = [] } = after ?? before ?? {};
    if (kind !== 'silence' || station === undefined) return;
    const silence = sourcesOf(after).find(isLasting);
    if (silence !== undefined) this.#layers.silent.set(station, silence.start);
    else if (sourcesOf(before).some(isLasting)) this.#layers.silent.delete(station);
  }
}

const liveShelf = (alert: Alert | undefined): Shelf | null =>
  alert !== undefined && isLive(alert) ? shelfOf(alert) : null;
const sourcesOf = (alert: Alert | undefined): Alert['sources'] => alert?.sources ?? [];
const partStations = (alert: Alert | undefined): Set<StationId> => new Set(alert?.parts.map(({ station }) => station));

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

function add<K, T>(index: Layer<K, readonly T[]>, key: K, id: T): void {
  // In order, so that a book opened anew goes through them as this one does.
  index.set(key, [...(index.get(key) ?? []), id].sort());
}

function take<K, T>(index: Layer<K, readonly T[]>, key: K, id: T): void {
  const left = (index.get(key) ?? []).filter((other) => other !== id);
  if (left.length === 0) index.delete(key);
  else index.set(key, left);
}
