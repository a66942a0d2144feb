import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';

export interface Packing {
  readonly kind: 'gzip' | 'zstd';
  readonly ending: string;
  /** What a packed file begins with. */
  readonly magic: Buffer;
  readonly pack: () => Duplex;
  readonly unpack: () => Duplex;
}

export const PACKINGS: readonly Packing[] = [
  {
    kind: 'gzip',
    ending: '.gz',
    magic: Buffer.from([0x1f, 0x8b]),
    pack: () => createGzip(),
    unpack: () => createGunzip(),
  },
  {
    kind: 'zstd',
    ending: '.zst',
    magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
    pack: () => createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    unpack: () => createZstdDecompress(),
  },
];

export const packingOfName = (file: string): Packing | null =>
  PACKINGS.find(({ ending }) => file.endsWith(ending)) ?? null;

/** What a file is packed with, whatever it is called. */
export async function packingOfContent(file: string): Promise<Packing | null> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read({ buffer: Buffer.alloc(4) });
    return PACKINGS.find(({ magic }) => buffer.subarray(0, magic.length).equals(magic)) ?? null;
  } finally {
    await handle.close();
  }
}

/** Writes `to` anew, durably; `tell` hears how many bytes of `from` were read. */
export async function writeThrough(
  from: string,
  to: string,
  through: Duplex | null,
  tell: (bytes: number) => void,
): Promise<void> {
  const source = createReadStream(from, { highWaterMark: 1_024 * 1_024 });
  let bytes = 0;
  source.on('data', (chunk) => tell((bytes += chunk.length)));
  // Flushed to the disk before it is closed.
  const target = createWriteStream(to, { flags: 'wx', flush: true });
  await (through === null ? pipeline(source, target) : pipeline(source, through, target));
}
