import type { WireReading } from '@clearwell/contracts';

/** Why a row was not even sent. What the server refuses has its own reasons (`REJECTIONS` of the contracts). */
export type RowFault = 'ragged_row' | 'bad_time' | 'nonexistent_time' | 'bad_value' | 'bad_row';

export interface ReadingRow {
  readonly kind: 'reading';
  /** Of the file. */
  readonly line: number;
  readonly station: string;
  readonly reading: WireReading & { readonly sampledAt: number };
  /** What whoever looks at the row should know. */
  readonly note?: string;
}

export interface RefusedRow {
  readonly kind: 'refused';
  readonly line: number;
  readonly reason: RowFault;
  readonly detail: string;
}

/** A row as it was understood. */
export type Row = ReadingRow | RefusedRow;
