import { HttpError, type FluxTableMetaData, type QueryApi } from '@influxdata/influxdb-client';
import type { EpochMs } from '@clearwell/water-quality';
import { describeRefusal, InfluxError } from './influx-door.ts';
import { connect, MEASUREMENT, type InfluxSettings } from './influx-schema.ts';
import type { Span } from './history.ts';

/** The fields of one point, by name; numbers and texts as InfluxDB keeps them. */
export type Fields = ReadonlyMap<string, string>;

export interface FluxSource extends Span {
  readonly bucket: string;
  readonly stations: readonly string[];
  /** Fields to read; all if left out. */
  readonly fields?: readonly string[];
}

/** Asks InfluxDB in Flux, and puts the fields of a point together again: InfluxDB gives each field as a table of its own. */
export class FluxRows {
  readonly #settings: InfluxSettings;
  readonly #api: QueryApi;

  constructor(settings: InfluxSettings) {
    this.#settings = settings;
    this.#api = connect(settings).getQueryApi(settings.org);
  }

  /** The points of one station in a span, by time. All of them are held at once: ask for little spans. */
  async points(source: FluxSource): Promise<[at: EpochMs, fields: Fields][]> {
    const points = new Map<EpochMs, Map<string, string>>();
    const rows = this.#ask(`${read(source)} |> keep(columns: ["_time", "_field", "_value"])`);
    for await (const { at, field, value } of rows) {
      const point = points.get(at);
      if (point === undefined) points.set(at, new Map([[field, value]]));
      else point.set(field, value);
    }
    return [...points].sort(([a], [b]) => a - b);
  }

  /** When a station's first and last point in a span were, by one field that each has; null if there is none. */
  async bounds(source: FluxSource): Promise<readonly [EpochMs, EpochMs] | null> {
    const times: EpochMs[] = [];
    const ends = ['first', 'last'].map(
      (end) => `${read(source)} |> ${end}() |> keep(columns: ["_time", "_field"]) |> yield(name: "${end}")`,
    );
    for await (const { at } of this.#ask(ends.join('\n'))) times.push(at);
    return times.length === 0 ? null : [Math.min(...times), Math.max(...times)];
  }

  /** The newest point of each station in a span: when it was, and the fields that it has. */
  async newest(source: FluxSource): Promise<Map<string, [at: EpochMs, fields: Fields]>> {
    const newest = new Map<string, [EpochMs, Map<string, string>]>();
    const rows = this.#ask(`${read(source)} |> last() |> keep(columns: ["_time", "_field", "_value", "station"])`);
    for await (const { at, field, value, station } of rows) {
      const known = newest.get(station);
      if (known === undefined || at > known[0]) newest.set(station, [at, new Map([[field, value]])]);
      else if (at === known[0]) known[1].set(field, value);
    }
    return newest;
  }

  async *#ask(flux: string): AsyncGenerator<{ at: EpochMs; field: string; value: string; station: string }> {
    let table: FluxTableMetaData | null = null;
    let places = NOWHERE;
    try {
      for await (const { values, tableMeta } of this.#api.iterateRows(flux)) {
        if (tableMeta !== table) {
          table = tableMeta;
          places = placesIn(tableMeta);
        }
        // What goes wrong once the answer has begun comes as a table.
        if (places.error >= 0) throw new InfluxError(values[places.error] ?? '');
        yield {
          at: Date.parse(values[places.time] ?? ''),
          field: values[places.field] ?? '',
          value: values[places.value] ?? '',
          station: values[places.station] ?? '',
        };
      }
    } catch (error) {
      throw this.#describe(error);
    }
  }

  #describe(error: unknown): InfluxError {
    if (error instanceof InfluxError) return error;
    if (error instanceof HttpError) {
      return new InfluxError(describeRefusal(this.#settings, error.statusCode, error.message), { cause: error });
    }
    return new InfluxError(`nothing answers at ${this.#settings.url}`, { cause: error });
  }
}

const NOWHERE = { time: -1, field: -1, value: -1, station: -1, error: -1 };

/** Where the columns of a table are; looked up once, since rows are many. */
function placesIn({ columns }: FluxTableMetaData): typeof NOWHERE {
  const placeOf = (label: string): number => columns.find((column) => column.label === label)?.index ?? -1;
  return {
    time: placeOf('_time'),
    field: placeOf('_field'),
    value: placeOf('_value'),
    station: placeOf('station'),
    error: placeOf('error'),
  };
}

function read({ bucket, stations, fields, from, to }: FluxSource): string {
  const anyOf = (column: string, names: readonly string[]): string =>
    names.map((name) => `r.${column} == ${JSON.stringify(name)}`).join(' or ');
  const conditions = [`r._measurement == "${MEASUREMENT}"`, `(${anyOf('station', stations)})`];
  if (fields !== undefined) conditions.push(`(${anyOf('_field', fields)})`);
  const [start, stop] = [from, to].map((at) => new Date(at).toISOString());
  return `from(bucket: ${JSON.stringify(bucket)}) |> range(start: ${start ?? ''}, stop: ${stop ?? ''}) |> filter(fn: (r) => ${conditions.join(' and ')})`;
}
