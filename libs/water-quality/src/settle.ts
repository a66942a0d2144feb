import type { ChannelKey } from './brand.ts';
import type { Reading, Values } from './reading.ts';

/** What another version of a reading comes to, and what is then kept. */
export interface Settlement {
  readonly outcome: 'duplicate' | 'merged' | 'conflicting';
  /** Every version that differs in content, each with the highest count it came with. */
  readonly versions: readonly Reading[];
  /** The reading that all versions make together. */
  readonly standing: Reading;
}

/**
 * Settles one more version of a reading (the same station and sampling time) with those that came before. It is a
 * duplicate if it says nothing new, merges if it adds channels, and conflicts if it says otherwise of one.
 */
export function settle(versions: readonly Reading[], incoming: Reading): Settlement {
  const outcome = compare(combine(versions).values, incoming.values);
  const same = versions.find((version) => contentOf(version) === contentOf(incoming));
  const others = versions.filter((version) => version !== same);
  const all = [...others, same === undefined ? incoming : combine([same, incoming])];
  return { outcome, versions: all, standing: combine(all) };
}

/** A version that differs in nothing that is kept needs no place of its own. */
export const isKnown = (versions: readonly Reading[], incoming: Reading): boolean =>
  versions.some((version) => contentOf(version) === contentOf(incoming) && rank(version, incoming) >= 0);

/**
 * The one reading that versions make together, whatever order they came in: of each channel the value of the version
 * with the highest `boot`, then `seq`, then content; the first arrival stays on record.
 */
export function combine(versions: readonly Reading[]): Reading {
  const [first, ...rest] = [...versions].sort(rank);
  if (first === undefined) throw new Error('A reading has at least one version');
  return rest.reduce(
    (below, above) => ({
      ...above,
      receivedAt: Math.min(below.receivedAt, above.receivedAt),
      values: { ...below.values, ...above.values },
      marks: { ...below.marks, ...above.marks },
      device: { ...below.device, ...above.device },
    }),
    first,
  );
}

function compare(standing: Values, incoming: Values): Settlement['outcome'] {
  const keys = Object.keys(incoming) as ChannelKey[];
  const known = keys.filter((key) => standing[key] !== undefined);
  if (known.some((key) => standing[key] !== incoming[key])) return 'conflicting';
  return known.length === keys.length ? 'duplicate' : 'merged';
}

/** A total order of versions that does not know which came first. */
function rank(a: Reading, b: Reading): number {
  return (a.boot ?? -1) - (b.boot ?? -1) || (a.seq ?? -1) - (b.seq ?? -1) || compareText(contentOf(a), contentOf(b));
}

/** The values and their marks as text, the same for the same. */
export const contentOf = ({ values, marks }: Reading): string => {
  const marked = Object.keys(marks).length === 0 ? '' : inOrder(marks);
  return inOrder(values) + marked;
};

const inOrder = (parts: object): string => JSON.stringify(Object.entries(parts).sort(([a], [b]) => compareText(a, b)));

const compareText = (a: string, b: string): number => (a === b ? 0 : a > b ? 1 : -1);
