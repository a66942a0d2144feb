import type { Saved } from '@clearwell/detect';

type Memories = Readonly<Record<string, Saved>>;

const [TEXT, BYTES] = ['t', 'b'];

/** Memories by name as one blob: for each, in the order of names, `name\0t|b length\0` and its bytes. */
export function packMemories(memories: Memories): Uint8Array {
  const parts = Object.entries(memories)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, saved]) => {
      const bytes = Buffer.from(saved as Uint8Array);
      return [Buffer.from(`${name}\0${typeof saved === 'string' ? TEXT : BYTES}${String(bytes.length)}\0`), bytes];
    });
  return Buffer.concat(parts);
}

/** Memories of bytes lie in the blob: they are not copied. */
export function unpackMemories(blob: Uint8Array): Memories {
  const packed = Buffer.from(blob.buffer, blob.byteOffset, blob.length);
  const memories: Record<string, Saved> = {};
  for (let at = 0; at < packed.length;) {
    const nameEnd = packed.indexOf(0, at);
    const start = packed.indexOf(0, nameEnd + 1) + 1;
    const end = start + Number(packed.toString('utf8', nameEnd + 2, start - 1));
    const isText = packed.toString('utf8', nameEnd + 1, nameEnd + 2) === TEXT;
    memories[packed.toString('utf8', at, nameEnd)] = isText
      ? packed.toString('utf8', start, end)
      : blob.subarray(start, end);
    at = end;
  }
  return memories;
}
