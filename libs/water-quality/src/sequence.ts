/** Spans of a logger's `seq`, both ends included, apart from each other and in order. */
export type SeqRanges = readonly (readonly [from: number, to: number])[];

/** More spans than this are not kept apart: the oldest holes are then taken for lost. */
const MOST_RANGES = 500;

/** The spans with more numbers in them, whatever their order and however often. */
export function addToRanges(ranges: SeqRanges, seqs: readonly number[]): SeqRanges {
  const all = [...ranges, ...seqs.map((seq) => [seq, seq] as const)].sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of all) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  const surplus = joined.splice(0, Math.max(0, joined.length - MOST_RANGES));
  const [first, oldest] = [joined[0], surplus[0]];
  if (first !== undefined && oldest !== undefined) first[0] = oldest[0];
  return joined;
}

/** What lies between the spans: sent, and never received. What came before the first is not known to be missing. */
export function holesBetween(ranges: SeqRanges): SeqRanges {
  return ranges.slice(1).map(([from], i) => [(ranges[i]?.[1] ?? from) + 1, from - 1] as const);
}
