import { MINUTE } from '@clearwell/water-quality';
import type { Broken } from './broken-limits.ts';
import type { StationEvent } from './station-event.ts';

/** Why somebody is told at once, or why nobody is. */
export const PAGING_CODES = ['operation', 'cluster', 'limit', 'score', 'event'] as const;
export type PagingCode = (typeof PAGING_CODES)[number];

export interface PagingRow {
  readonly code: PagingCode;
  /** Strength of a cluster, or score of a station's event, from which the row applies. */
  readonly from: number;
  readonly notifies: boolean;
}

/** From here on the event of one station wakes somebody by its score alone. */
export const WAKING_SCORE = 3.5;

/**
 * What wakes a person: the first row that applies decides. Set so that a city of 48 stations has at most 7 false ones a week;
 * docs/detection/city.md gives what it came to.
 */
export const PAGING: readonly PagingRow[] = [
  // Many stations moved as they did before, and it came to nothing.
  { code: 'operation', from: 0, notifies: false },
  // Neighbours on the network agree.
  { code: 'cluster', from: 4, notifies: true },
  // One station, and a legal limit of what moved is broken there meanwhile: for a while, if nothing else moved.
  { code: 'limit', from: 0, notifies: true },
  // One station, more than one parameter, and beyond doubt.
  { code: 'score', from: WAKING_SCORE, notifies: true },
  { code: 'event', from: 0, notifies: false },
];

/** What is to be decided about. */
export interface PagingCase {
  readonly isOperation: boolean;
  /** Null for the event of one station. */
  readonly strength: number | null;
  /** Of what more than one parameter says: `scoreOfSeveral`. */
  readonly score: number;
  readonly isBeyondRedLimit: boolean;
}

/** Of what one parameter says alone a broken limit is no proof at once: so long its probe may still be found to fail. */
const PROBE_FOUND_WITHIN = 40 * MINUTE;
/** From this surprise on, −log10 of the chance, a parameter speaks: what comes once in twenty rows by itself does not. */
export const SPEAKS = 1.3;

/** Whether an event is confirmed by a legal limit that is broken by what moved. */
export function isConfirmed({ shifts, until }: StationEvent, broken: Iterable<Broken>): boolean {
  const isAlone = shifts.filter(({ size }) => size >= SPEAKS).length < 2;
  for (const { parameter, raisedAt } of broken) {
    const hasMoved = shifts.some((shift) => shift.parameter === parameter && shift.size > 0);
    if (hasMoved && (!isAlone || until - raisedAt >= PROBE_FOUND_WITHIN)) return true;
  }
  return false;
}

/** The loudest parameter may say so much more than the next, −log10 of the chance. */
const LEAD = 1.5;

/** What is left of an event's score if its loudest parameter counts for little more than the next: a probe fails alone, and water does not. */
export function scoreOfSeveral({ score, shifts }: Pick<StationEvent, 'score' | 'shifts'>): number {
  let [loudest, next] = [0, 0];
  for (const { size } of shifts) {
    if (size > loudest) [loudest, next] = [size, loudest];
    else if (size > next) next = size;
  }
  return Math.max(0, score - Math.max(0, loudest - next - LEAD));
}

/** Null: not enough agrees to say anything of it. */
export function decidePaging(found: PagingCase, table: readonly PagingRow[] = PAGING): PagingRow | null {
  return table.find((row) => applies(row, found)) ?? null;
}

function applies({ code, from }: PagingRow, { isOperation, strength, score, isBeyondRedLimit }: PagingCase): boolean {
  if (code === 'operation') return isOperation;
  if (code === 'cluster') return strength !== null && strength >= from;
  if (strength !== null || score < from) return false;
  return code !== 'limit' || isBeyondRedLimit;
}
