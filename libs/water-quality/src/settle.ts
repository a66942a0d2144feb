import type { ChannelKey } from './brand.ts';
import type { Reading, Values } from './reading.ts';

/** What a second reading of the same station and sampling time makes of the first. */
export type Settlement =
  | { readonly outcome: 'duplicate' }
  /** `standing` replaces what was stored. */
  | { readonly outcome: 'merged'; readonly standing: Reading }
  /** `standing` is the whole reading that stands, `loser` the one kept aside; `changed` if what was stored changes. */
  | { readonly outcome: 'conflicting'; readonly standing: Reading; readonly loser: Reading; readonly changed: boolean };

const keysOf = (values: Values): ChannelKey[] => Object.keys(values) as ChannelKey[];

/**
 * Settles two readings of one station and sampling time. Equal where they overlap: together they are one reading.
 * Different somewhere: the higher `boot`, then `seq`, then the larger content stands, whichever came first.
 */
export function settle(stored: Reading, incoming: Reading): Settlement {
  const overlap = keysOf(incoming.values).filter((key) => stored.values[key] !== undefined);
  const agree = overlap.every((key) => stored.values[key] === incoming.values[key]);
  if (!agree) {
    const incomingStands = compareStanding(incoming, stored) > 0;
    const [winner, loser] = incomingStands ? [incoming, stored] : [stored, incoming];
    const standing = join(winner, loser);
    return { outcome: 'conflicting', standing, loser, changed: !sameValues(standing.values, stored.values) };
  }
  if (overlap.length === keysOf(incoming.values).length) return { outcome: 'duplicate' };
  return { outcome: 'merged', standing: join(...ranked(stored, incoming)) };
}

function ranked(a: Reading, b: Reading): [Reading, Reading] {
  return compareStanding(a, b) >= 0 ? [a, b] : [b, a];
}

/** Channels only one of the two has are kept from it; the first arrival stays on record. */
function join(winner: Reading, other: Reading): Reading {
  return {
    ...winner,
    receivedAt: Math.min(winner.receivedAt, other.receivedAt),
    values: { ...other.values, ...winner.values },
    marks: { ...other.marks, ...winner.marks },
    device: { ...other.device, ...winner.device },
  };
}

/** A total order of readings of one sampling time that does not know which came first. */
function compareStanding(a: Reading, b: Reading): number {
  return (a.boot ?? -1) - (b.boot ?? -1) || (a.seq ?? -1) - (b.seq ?? -1) || compareText(contentOf(a), contentOf(b));
}

const contentOf = (reading: Reading): string =>
  JSON.stringify(
    keysOf(reading.values)
      .sort()
      .map((key) => [key, reading.values[key]]),
  );

const compareText = (a: string, b: string): number => (a === b ? 0 : a > b ? 1 : -1);

const sameValues = (a: Values, b: Values): boolean => {
  const keys = keysOf(a);
  return keys.length === keysOf(b).length && keys.every((key) => a[key] === b[key]);
};
