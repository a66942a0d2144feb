import { tellFault, tellIncident, toldEpisode, type Incident } from '@clearwell/detect';
import type { RecordedCity } from '@clearwell/recorded-city';
import type { BilingualName, Episode, EpochMs, Station, StationId } from '@clearwell/water-quality';
import { localTime } from '../local-time.ts';
import type { Learned } from './judging.ts';

/** One thing that was said, as a row of a file. */
export interface SaidRow<Kind extends string> {
  readonly stations: readonly StationId[];
  readonly kind: Kind;
  readonly start: EpochMs;
  readonly detectedAt: EpochMs;
  /** As it turned out; what lasts at the end of the record has none. */
  end: EpochMs | null;
  readonly parameters: readonly string[];
  readonly isNotified: boolean;
  readonly reason: BilingualName;
}

/** As a row of alerts.csv. */
export type AlertRow = SaidRow<Incident['kind'] | 'fault'>;

export const SAID_COLUMNS = [
  'station',
  'kind',
  'start',
  'detected_at',
  'end',
  'parameters',
  'notified',
  'reason',
] as const;

/** What was said in the order it was said. */
export class AlertRows {
  readonly #stations: ReadonlyMap<StationId, Station>;
  readonly #faults = new Map<string, AlertRow>();
  readonly #incidents = new Map<Incident, AlertRow>();
  readonly rows: AlertRow[] = [];

  constructor({ stations }: Pick<RecordedCity, 'stations'>) {
    this.#stations = new Map(stations.map((station) => [station.id, station]));
  }

  /** Faults that are new, have ended, or are no more. */
  addEpisodes({ put, withdrawn, from }: Pick<Learned, 'put' | 'withdrawn' | 'from'>): void {
    for (const episode of put) {
      if (episode.kind !== 'fault') continue;
      const known = this.#faults.get(nameOf(episode));
      if (known !== undefined) known.end = episode.end;
      else this.#faults.set(nameOf(episode), this.#add(this.#faultRow(episode, from)));
    }
    for (const episode of withdrawn) {
      const known = this.#faults.get(nameOf(episode));
      if (known !== undefined) known.end ??= from;
    }
  }

  addIncident(incident: Incident): void {
    const { said, kind, saidAt, notifies } = incident;
    const stations = said.stations.map((id) => this.#nameOf(id));
    const row: AlertRow = {
      ...{ stations: said.stations, kind, start: said.start, detectedAt: saidAt, end: null },
      parameters: said.shifts.filter(({ size }) => size > 0).map(({ parameter }) => parameter),
      isNotified: notifies,
      reason: tellIncident({ ...incident, stations, timeText: cityTime }),
    };
    this.#incidents.set(incident, this.#add(row));
  }

  /** What became of incidents after they were said. */
  settle(): void {
    for (const [incident, row] of this.#incidents) row.end = incident.current.until;
  }

  #nameOf(id: StationId): BilingualName {
    return this.#stations.get(id)?.name ?? { zh: id, en: id };
  }

  #faultRow(episode: Episode, from: EpochMs): AlertRow {
    const { station, channel, start, end, raisedAt } = episode;
    const { intervalMs = 0, channels = [] } = this.#stations.get(station) ?? {};
    const told = toldEpisode(episode);
    const scene = {
      ...{ station: this.#nameOf(station), intervalMs, at: raisedAt, timeText: cityTime },
      resolutionOf: (key: string) => channels.find((one) => one.key === key)?.resolution,
    };
    return {
      ...{ stations: [station], kind: 'fault', start, detectedAt: from, end, isNotified: false },
      parameters: [channel, told?.partner].filter((key) => key != null),
      reason: told === null ? { zh: '', en: '' } : tellFault(told, scene),
    };
  }

  #add(row: AlertRow): AlertRow {
    this.rows.push(row);
    return row;
  }
}

export const nameOf = ({ station, channel, rule, start }: Episode): string =>
  `${station} ${channel ?? ''} ${rule} ${String(start)}`;

/** The cities on record are Chinese ones. */
export const cityTime = localTime('Asia/Shanghai');
const instantText = (at: EpochMs | null): string =>
  at === null ? '' : new Date(at).toISOString().replace('.000Z', 'Z');

/** A folder writes stations in capitals. */
export const cellsOf = (row: SaidRow<string>): readonly string[] => [
  row.stations.map((id) => id.toUpperCase()).join(';'),
  row.kind,
  ...[row.start, row.detectedAt, row.end].map(instantText),
  row.parameters.join(';'),
  row.isNotified ? '1' : '0',
  `${row.reason.zh} / ${row.reason.en}`,
];
