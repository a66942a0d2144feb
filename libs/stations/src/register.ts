import {
  isSameStation,
  registrationAt,
  SINCE_EVER,
  standingOf,
  type ChannelKey,
  type EpochMs,
  type Registration,
  type Station,
  type StationId,
} from '@clearwell/water-quality';

/** What the register needs kept. */
export interface StationStore {
  /** All that was recorded, of each station in the order of recording. */
  all(): readonly Registration[];
  add(registration: Registration): void;
}

/** What is said of a station; when it was recorded and its number are the register's to give. */
export type Statement = Pick<Registration, 'station' | 'from' | 'retired' | 'recordedBy'>;

interface Entry {
  readonly recorded: readonly Registration[];
  /** Oldest first, never empty. */
  readonly standing: readonly Registration[];
  readonly newest: Registration;
}

/** What is and was true of the stations of this server. Looked up for every reading, so it is held in memory. */
export class StationRegister {
  readonly #store: StationStore;
  readonly #entries = new Map<StationId, Entry>();
  #revision = 0;

  constructor(store: StationStore) {
    this.#store = store;
    this.restore();
  }

  /** Takes up what the store holds: also after a transaction that was rolled back. */
  restore(): void {
    this.#entries.clear();
    this.#revision = 0;
    for (const registration of this.#store.all()) this.#take(registration);
  }

  /** Counts what was recorded of all stations. */
  get revision(): number {
    return this.#revision;
  }

  /** The station as it is now, in service or not. */
  find(id: StationId): Station | undefined {
    return this.#entries.get(id)?.newest.station;
  }

  /** What is true of a station now. */
  newest(id: StationId): Registration | undefined {
    return this.#entries.get(id)?.newest;
  }

  /** What was true of a station when a reading was sampled. */
  at(id: StationId, sampledAt: EpochMs): Registration | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.newest.from <= sampledAt) return entry?.newest;
    return registrationAt(entry.standing, sampledAt);
  }

  /** When the station first went out of service after `after`, and not later than `until`. */
  retirementBetween(id: StationId, after: EpochMs, until: EpochMs): EpochMs | null {
    const standing = this.standing(id);
    return standing.find(({ from, retired }) => retired && from > after && from <= until)?.from ?? null;
  }

  /** What stands of a station, oldest first; empty where there is no such station. */
  standing(id: StationId): readonly Registration[] {
    return this.#entries.get(id)?.standing ?? [];
  }

  /** All that was ever recorded of a station, in that order. */
  recorded(id: StationId): readonly Registration[] {
    return this.#entries.get(id)?.recorded ?? [];
  }

  /** The stations in service, now or at an instant. */
  all(at?: EpochMs): readonly Station[] {
    return this.registrations(at).flatMap(({ retired, station }) => (retired ? [] : [station]));
  }

  /** What is true of every station, now or at an instant. */
  registrations(at: EpochMs = Infinity): readonly Registration[] {
    return [...this.#entries.values()].flatMap(({ standing }) => registrationAt(standing, at) ?? []);
  }

  /** Every channel a station ever had: each keeps its place in the ledger, so their number is bounded. */
  channelsEver(id: StationId): ReadonlySet<ChannelKey> {
    return new Set(this.recorded(id).flatMap(({ station }) => station.channels.map((channel) => channel.key)));
  }

  /** Whether a stations file brings news: what it said before is none, whatever was recorded otherwise since. */
  isNews(station: Station): boolean {
    const recorded = this.recorded(station.id);
    const said = recorded.findLast((registration) => registration.recordedBy === 'file');
    const known = said === undefined ? recorded : [said];
    return !known.some((registration) => isSameStation(registration.station, station));
  }

  /** Records what is said of a station. What is said first of it is true of all it ever sampled. */
  record(statement: Statement, recordedAt: EpochMs): Registration {
    const { id } = statement.station;
    const recorded = this.recorded(id);
    const from = recorded.length === 0 ? SINCE_EVER : statement.from;
    const registration: Registration = { ...statement, from, revision: recorded.length + 1, recordedAt };
    this.#store.add(registration);
    this.#take(registration);
    return registration;
  }

  #take(registration: Registration): void {
    const { id } = registration.station;
    const recorded = [...this.recorded(id), registration];
    const standing = standingOf(recorded);
    this.#entries.set(id, { recorded, standing, newest: standing.at(-1) ?? registration });
    this.#revision += 1;
  }
}
