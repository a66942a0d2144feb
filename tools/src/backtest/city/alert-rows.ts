import { tellIncident, type FaultFinding, type Incident } from '@clearwell/detect';
import type { RecordedCity } from '@clearwell/recorded-city';
import type { BilingualName, EpochMs, StationId } from '@clearwell/water-quality';
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

  addFaults({ station, faults, from }: Pick<Learned, 'station' | 'faults' | 'from'>): void {
    for (const fault of faults ?? []) {
      if (!fault.isTold) continue;
      const key = `${station} ${fault.channel} ${fault.kind} ${String(fault.since)}`;
      const known = this.#faults.get(key);
      if (known !== undefined) known.end = fault.endedAt;
      else this.#faults.set(key, this.#add(faultRow(station, fault, from)));
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

function faultRow(
  station: StationId,
  { channel, partner, kind, since, endedAt }: FaultFinding,
  from: EpochMs,
): AlertRow {
  return {
    ...{ stations: [station], kind: 'fault', start: since, detectedAt: from, end: endedAt, isNotified: false },
    parameters: partner === null ? [channel] : [channel, partner],
    reason: { zh: `${channel}：仪表故障 ${kind}`, en: `${channel}: sensor fault, ${kind}` },
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
