import type { Filling, StorageFault } from '@clearwell/contracts';
import { SECOND, type EpochMs } from '@clearwell/water-quality';

export type Connection =
  | { readonly kind: 'connecting' | 'live' | 'unreadable' }
  /** `since` is monotonic. */
  | { readonly kind: 'lost'; readonly since: number };

export type Pill =
  | { readonly kind: 'connecting' | 'reconnecting' }
  /** `age` of the last reading received, ms by the server's clock; null before the first one. */
  | { readonly kind: 'live'; readonly age: number | null }
  | { readonly kind: 'silent'; readonly age: number }
  /** The server hears the stations and can't keep what they say. */
  | { readonly kind: 'unkept'; readonly code: StorageFault['code'] }
  /** The history that a demo begins with comes in: most of what is shown is of then. */
  | { readonly kind: 'filling'; readonly percent: number }
  | { readonly kind: 'disconnected'; readonly dataAsOf: EpochMs | null };

/** A lost connection is first a matter for the pill alone; after this it is one for the whole screen. */
export const DISCONNECTED_AFTER = 10 * SECOND;

export interface PillQuestion {
  readonly connection: Connection;
  readonly monotonic: number;
  /** The server's time, null before it was heard. */
  readonly now: EpochMs | null;
  readonly heardAt: EpochMs | null;
  readonly lastReceivedAt: EpochMs | null;
  readonly arrivalsStopped: boolean;
  readonly fault: StorageFault | null;
  readonly filling: Filling | null;
}

export function pillOf(question: PillQuestion): Pill {
  const { connection, now, lastReceivedAt } = question;
  if (connection.kind === 'lost') return pillOfLost(connection.since, question);
  if (connection.kind === 'unreadable') return { kind: 'disconnected', dataAsOf: question.heardAt };
  if (connection.kind === 'connecting' || now === null) return { kind: 'connecting' };
  if (question.fault !== null) return { kind: 'unkept', code: question.fault.code };
  if (question.filling !== null) return { kind: 'filling', percent: percentOf(question.filling) };
  if (lastReceivedAt === null) return { kind: 'live', age: null };
  const age = Math.max(0, now - lastReceivedAt);
  return question.arrivalsStopped ? { kind: 'silent', age } : { kind: 'live', age };
}

const percentOf = ({ done, total }: Filling): number => Math.floor((100 * done) / Math.max(1, total));

function pillOfLost(since: number, { monotonic, heardAt }: PillQuestion): Pill {
  const isLong = monotonic - since >= DISCONNECTED_AFTER;
  return isLong ? { kind: 'disconnected', dataAsOf: heardAt } : { kind: 'reconnecting' };
}
