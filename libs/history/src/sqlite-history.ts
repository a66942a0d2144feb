import type { ChannelKey, QualityFlag, StationId } from '@clearwell/water-quality';
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
    const slots = this.#slotsOf(station);
    const asked = channels.map((key) => ({ key, slot: slots.get(key) }));
    const columns = emptyColumns(channels);
    const valueColumns = asked.flatMap(({ slot }) => (slot === undefined ? [] : [`, v${String(slot)}`]));
    const rows = this.#database
      .prepare(
        `select sampled_at, received_at, flags${valueColumns.join('')} from reading
         where station = (select key from station where id = ?) and sampled_at >= ? and sampled_at < ?
         order by sampled_at`,
      )
      .iterate(station, from, to);
    for (const row of rows) {
      columns.sampledAt.push(row['sampled_at'] as number);
      columns.receivedAt.push(row['received_at'] as number);
      const flags = row['flags'] as string;
      for (const { key, slot } of asked) {
        const flag = slot === undefined ? NOT_SENT : (flags[slot] ?? NOT_SENT);
        columns.values[key]?.push((row[`v${String(slot)}`] as number | null | undefined) ?? null);
        columns.flags[key]?.push(flag === NOT_SENT ? null : (Number(flag) as QualityFlag));
      }
    }
    return columns;
  }

  /** Where each channel stands in the rows: for ever in the same place, also after the station lost it. */
  #slotsOf(station: StationId): ReadonlyMap<ChannelKey, number> {
    const rows = this.#database
      .prepare('select channel, slot from channel_slot where station = (select key from station where id = ?)')
      .all(station);
    return new Map(rows.map((row) => [row['channel'] as ChannelKey, row['slot'] as number]));
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
