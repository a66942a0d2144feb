import type { ChannelKey, QualityFlag } from '@clearwell/water-quality';
import { DatabaseSync } from 'node:sqlite';
import type { History, RangeColumns, RangeQuery } from './history.ts';

const NOT_SENT = '.';

/** Answers from the ledger's own file, through a connection that can only read. */
export class SqliteHistory implements History {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true });
  }

  range({ station, channels, from, to }: RangeQuery): RangeColumns {
    const slots = channels.map((key) => station.channels.findIndex((channel) => channel.key === key));
    const columns = emptyColumns(channels);
    const rows = this.#database
      .prepare(
        `select sampled_at, received_at, flags${slots.map((slot) => `, v${String(slot)}`).join('')} from reading
         where station = (select key from station where id = ?) and sampled_at >= ? and sampled_at < ?
         order by sampled_at`,
      )
      .iterate(station.id, from, to);
    for (const row of rows) {
      columns.sampledAt.push(row['sampled_at'] as number);
      columns.receivedAt.push(row['received_at'] as number);
      const flags = row['flags'] as string;
      channels.forEach((key, i) => {
        const slot = slots[i] ?? -1;
        const flag = flags[slot] ?? NOT_SENT;
        columns.values[key]?.push(row[`v${String(slot)}`] as number | null);
        columns.flags[key]?.push(flag === NOT_SENT ? null : (Number(flag) as QualityFlag));
      });
    }
    return columns;
  }

  close(): void {
    this.#database.close();
  }
}

function emptyColumns(channels: readonly ChannelKey[]): RangeColumns {
  const values: Record<ChannelKey, (number | null)[]> = {};
  const flags: Record<ChannelKey, (QualityFlag | null)[]> = {};
  for (const key of channels) {
    values[key] = [];
    flags[key] = [];
  }
  return { sampledAt: [], receivedAt: [], values, flags };
}
