import type { WireReading } from '@clearwell/contracts';
import type { EpochMs } from '@clearwell/water-quality';
import type { IANAZone } from 'luxon';
import type { MappedColumn } from './column-map.ts';
import type { TableRow } from './csv-table.ts';
import { instantsOf } from './local-time.ts';
import { readValue, type ValueStyle } from './read-value.ts';
import type { Row, RowFault } from './row.ts';
import type { TimeFormat } from './time-formats.ts';

/** How the rows of one file are understood. */
export interface RowPlan {
  readonly station: string;
  /** Cells of a whole row. */
  readonly width: number;
  readonly time: { readonly place: number; readonly format: TimeFormat; readonly zone: IANAZone | null };
  readonly columns: readonly (MappedColumn & { readonly place: number })[];
  readonly style: ValueStyle;
}

interface Dated {
  readonly at: EpochMs;
  readonly note?: string;
}

interface Fault {
  readonly reason: RowFault;
  readonly detail: string;
}

/** Understands rows in their order: a local time that exists twice is told by the time before it. */
export class RowReader {
  readonly #plan: RowPlan;
  #before: EpochMs = -Infinity;

  constructor(plan: RowPlan) {
    this.#plan = plan;
  }

  read({ line, cells }: TableRow): Row {
    const { width, time } = this.#plan;
    if (cells.length !== width) {
      const detail = `${String(cells.length)} cells; the header has ${String(width)}`;
      return { kind: 'refused', line, reason: 'ragged_row', detail };
    }
    const dated = this.#readTime((cells[time.place] ?? '').trim());
    if ('reason' in dated) return { kind: 'refused', line, ...dated };
    const values = this.#readValues(cells);
    if ('reason' in values) return { kind: 'refused', line, ...values };
    const reading = { sampledAt: dated.at, historical: true, values: values.values };
    const row: Row = { kind: 'reading', line, station: this.#plan.station, reading };
    return dated.note === undefined ? row : { ...row, note: dated.note };
  }

  #readTime(text: string): Dated | Fault {
    const { format, zone } = this.#plan.time;
    const written = format.read(text);
    if (written === null) return { reason: 'bad_time', detail: `'${text}' is no time of the form ${format.name}` };
    if (written.kind === 'instant') return this.#dated(written.ms);
    if (zone === null) return { reason: 'bad_time', detail: `'${text}' has no offset, and --time-zone was not given` };
    const [first, second] = instantsOf(written.ms, zone);
    if (first === undefined) {
      return {
        reason: 'nonexistent_time',
        detail: `'${text}' never was in ${zone.name}: the clocks went forward over it`,
      };
    }
    if (second === undefined) return this.#dated(first);
    const isSecond = first <= this.#before && second > this.#before;
    const which = isSecond ? 'the second is taken, as the row before was the first' : 'the first is taken';
    return this.#dated(isSecond ? second : first, `'${text}' was twice in ${zone.name}: ${which}`);
  }

  #dated(at: EpochMs, note?: string): Dated {
    this.#before = at;
    return note === undefined ? { at } : { at, note };
  }

  #readValues(cells: readonly string[]): { values: WireReading['values'] } | Fault {
    const values: WireReading['values'] = {};
    for (const { column, place, channel, unit } of this.#plan.columns) {
      const cell = cells[place] ?? '';
      const value = readValue(cell, unit, this.#plan.style);
      if (value === undefined)
        return { reason: 'bad_value', detail: `${column} is '${cell.trim()}': no number${hint(cell)}` };
      values[channel] = value;
    }
    return { values };
  }
}

const hint = (cell: string): string =>
  /^\s*[+-]?\d+,\d+\s*$/.test(cell)
    ? ' (is it a decimal comma? --decimal-comma)'
    : '; --missing names what stands for no value';
