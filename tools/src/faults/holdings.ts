import { ThreadedHistory, type InfluxSettings } from '@clearwell/history';
import { readEpisodes, readStored } from '@clearwell/testkit';
import type { Station } from '@clearwell/water-quality';
import { createHash } from 'node:crypto';

/** A reading in one line: the same for the same content, and different for any other. */
export function lineOf(
  station: string,
  { sampledAt, values }: { readonly sampledAt: number; readonly values: object },
): string {
  const inOrder = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${station} ${sampledAt} ${JSON.stringify(inOrder)}`;
}

/** What is held somewhere, in lines, and in one number. */
export class Holdings {
  readonly lines: readonly string[];
  readonly sha256: string;

  constructor(lines: readonly string[]) {
    this.lines = [...lines].sort();
    this.sha256 = createHash('sha256').update(this.lines.join('\n')).digest('hex');
  }

  /** How many lines each has that the other one has not. */
  compare(other: Holdings): { readonly missing: number; readonly added: number } {
    const [own, others] = [new Set(this.lines), new Set(other.lines)];
    return {
      missing: this.lines.filter((line) => !others.has(line)).length,
      added: other.lines.filter((line) => !own.has(line)).length,
    };
  }
}

/** The readings in a server's ledger. */
export function storedReadings(data: string, stations: readonly Station[]): Holdings {
  const { readings } = readStored(data, stations);
  return new Holdings([...readings].flatMap(([id, stored]) => stored.map((reading) => lineOf(id, reading))));
}

/** The readings in an InfluxDB, of the channels that the stations have. */
export async function replicatedReadings(settings: InfluxSettings, stations: readonly Station[]): Promise<Holdings> {
  const history = new ThreadedHistory({ kind: 'influx', settings });
  const lines: string[] = [];
  for (const { id: station, channels: keys } of stations) {
    const channels = keys.map(({ key }) => key);
    for await (const chunk of history.range({ station, channels, from: 0, to: Number.MAX_SAFE_INTEGER })) {
      chunk.sampledAt.forEach((sampledAt, row) => {
        const values = chunk.channels.map((column, i) => [channels[i], numberOf(column.values[row])]);
        lines.push(lineOf(station, { sampledAt, values: Object.fromEntries(values) as object }));
      });
    }
  }
  await history.close();
  return new Holdings(lines);
}

const numberOf = (value = NaN): number | null => (Number.isNaN(value) ? null : value);

export const foundEpisodes = (data: string): Holdings =>
  new Holdings(readEpisodes(data).map((episode) => JSON.stringify(episode)));
