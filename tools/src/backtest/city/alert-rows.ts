import { tellIncident, type Incident } from '@clearwell/detect';
import type { RecordedCity } from '@clearwell/recorded-city';
import type { BilingualName, Episode, EpochMs, StationId } from '@clearwell/water-quality';
import type { Learned } from './judging.ts';

/** One thing that was said, as a row of alerts.csv. */
export interface AlertRow {
  readonly stations: readonly StationId[];
  readonly kind: Incident['kind'] | 'fault';
  readonly start: EpochMs;
  readonly detectedAt: EpochMs;
  /** As it turned out; what lasts at the end of the record has none. */
  end: EpochMs | null;
  readonly parameters: readonly string[];
  readonly isNotified: boolean;
  readonly reason: BilingualName;
}

export const ALERT_COLUMNS = [
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
  readonly #names: ReadonlyMap<StationId, BilingualName>;
  readonly #faults = new Map<string, AlertRow>();
  readonly #incidents = new Map<Incident, AlertRow>();
  readonly rows: AlertRow[] = [];

  constructor({ stations }: Pick<RecordedCity, 'stations'>) {
    this.#names = new Map(stations.map(({ id, name }) => [id, name]));
  }

  /** Faults that are new, have ended, or are no more. */
  addEpisodes({ put, withdrawn, from }: Pick<Learned, 'put' | 'withdrawn' | 'from'>): void {
    for (const episode of put) {
      if (episode.kind !== 'fault') continue;
      const known = this.#faults.get(nameOf(episode));
      if (known !== undefined) known.end = episode.end;
      else this.#faults.set(nameOf(episode), this.#add(faultRow(episode, from)));
    }
    for (const episode of withdrawn) {
      const known = this.#faults.get(nameOf(episode));
      if (known !== undefined) known.end ??= from;
    }
  }

  addIncident(incident: Incident): void {
    const { said, kind, saidAt, notifies } = incident;
    const stations = said.stations.map((id) => this.#names.get(id) ?? { zh: id, en: id });
    const row: AlertRow = {
      ...{ stations: said.stations, kind, start: said.start, detectedAt: saidAt, end: null },
      parameters: said.shifts.filter(({ size }) => size > 0).map(({ parameter }) => parameter),
      isNotified: notifies,
      reason: tellIncident({ ...incident, stations, timeText }),
    };
    this.#incidents.set(incident, this.#add(row));
  }

  /** What became of incidents after they were said. */
  settle(): void {
    for (const [incident, row] of this.#incidents) row.end = incident.current.until;
  }

  #add(row: AlertRow): AlertRow {
    this.rows.push(row);
    return row;
  }
}

const nameOf = ({ station, channel, rule, start }: Episode): string =>
  `${station} ${channel ?? ''} ${rule} ${String(start)}`;

function faultRow({ station, channel, rule, start, end, details }: Episode, from: EpochMs): AlertRow {
  const partner = details !== undefined && 'partner' in details ? details.partner : null;
  const named = channel ?? '';
  return {
    ...{ stations: [station], kind: 'fault', start, detectedAt: from, end, isNotified: false },
    parameters: partner === null ? [named] : [named, partner],
    reason: { zh: `${named}：仪表故障 ${rule}`, en: `${named}: sensor fault, ${rule}` },
  };
}

const timeText = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
const instantText = (at: EpochMs | null): string =>
  at === null ? '' : new Date(at).toISOString().replace('.000Z', 'Z');

/** A folder writes stations in capitals. */
export const cellsOf = (row: AlertRow): readonly string[] => [
  row.stations.map((id) => id.toUpperCase()).join(';'),
  row.kind,
  ...[row.start, row.detectedAt, row.end].map(instantText),
  row.parameters.join(';'),
  row.isNotified ? '1' : '0',
  `${row.reason.zh} / ${row.reason.en}`,
];
