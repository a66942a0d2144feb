// Taken once: looked up at every call, it is slow where each spec has globals of its own.
const { imul } = Math;

/** Integer hash of two integers, well mixed (the finaliser of MurmurHash3), 0 to 2³²−1. */
export function mix(a: number, b: number): number {
  let h = (a ^ imul(b, 0x9e3779b1)) | 0;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a of a text: turns a name such as `1/zz-017/ph` into the key of a stream of randomness. */
export function keyOf(...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const char of parts.join('/')) h = imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return mix(h, 0x27d4eb2f);
}

/** A hash as a fraction, 0 ≤ x < 1. */
export const fraction = (hash: number): number => hash / 0x1_0000_0000;

/** Numbers in a row, 0 ≤ x < 1, the same for the same key. */
export function randomStream(key: number): () => number {
  let count = 0;
  return () => fraction(mix(key, ++count));
}
