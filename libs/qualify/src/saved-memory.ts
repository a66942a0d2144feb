import type { TestedChannel } from './quality-judge.ts';

/** The first byte; another one is of another layout. */
const LAYOUT = 1;

/** Names a channel and what its numbers mean, in ASCII. */
const titleOf = ({ key, rules }: TestedChannel): string =>
  [key, ...rules.map(({ test, size }) => `${test}:${size}`)].join(' ');

/**
 * Layout byte, the times of the two readings before (float64, little-endian), then each channel in order of its title: the length of
 * the title (uint16), the title, the count of its numbers (uint32), the numbers.
 */
export function saveChannels(
  channels: readonly TestedChannel[],
  memories: readonly Float64Array[],
  times: Float64Array,
): Uint8Array {
  const parts = channels.map((channel, i) => ({
    title: titleOf(channel),
    numbers: memories[i] ?? times,
  }));
  parts.sort((a, b) => (a.title < b.title ? -1 : 1));
  const size = parts.reduce((sum, { title, numbers }) => sum + 6 + title.length + 8 * numbers.length, 1 + 16);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes[0] = LAYOUT;
  let place = writeNumbers(view, 1, times);
  for (const { title, numbers } of parts) {
    view.setUint16(place, title.length, true);
    for (let i = 0; i < title.length; i++) bytes[place + 2 + i] = title.charCodeAt(i);
    view.setUint32(place + 2 + title.length, numbers.length, true);
    place = writeNumbers(view, place + 6 + title.length, numbers);
  }
  return bytes;
}

/** A NaN may have many bit patterns; one is written. */
function writeNumbers(view: DataView, from: number, numbers: Float64Array): number {
  let place = from;
  for (const number of numbers) {
    view.setFloat64(place, Number.isNaN(number) ? NaN : number, true);
    place += 8;
  }
  return place;
}

/** Fills the memories of the channels that were saved with the same tests. @throws RangeError for another layout */
export function restoreChannels(
  saved: Uint8Array,
  channels: readonly TestedChannel[],
  memories: readonly Float64Array[],
  times: Float64Array,
): void {
  if (saved[0] !== LAYOUT)
    throw new RangeError(`What the quality judge saved has layout ${String(saved[0])}, and ${LAYOUT} is known`);
  const view = new DataView(saved.buffer, saved.byteOffset, saved.byteLength);
  const byTitle = new Map(channels.map((channel, i) => [titleOf(channel), memories[i]]));
  let place = readNumbers(view, 1, times);
  while (place < saved.length) {
    const length = view.getUint16(place, true);
    const title = String.fromCharCode(...saved.subarray(place + 2, place + 2 + length));
    const count = view.getUint32(place + 2 + length, true);
    place += 6 + length;
    const memory = byTitle.get(title);
    if (memory !== undefined) readNumbers(view, place, memory);
    place += 8 * count;
  }
}

function readNumbers(view: DataView, from: number, into: Float64Array): number {
  for (let i = 0; i < into.length; i++) into[i] = view.getFloat64(from + 8 * i, true);
  return from + 8 * into.length;
}
