import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportFault, inWords } from './import-fault.ts';

const HEAD = 64 * 1024;

const SAVE_AS_CSV = 'save it there as CSV (UTF-8) and import that file';

/** What people give instead of CSV, by its first bytes. */
const OTHERS: readonly (readonly [bytes: string, said: string])[] = [
  ['504b0304', `is an Excel workbook or another zip archive: ${SAVE_AS_CSV}`],
  ['d0cf11e0', `is an Excel workbook: ${SAVE_AS_CSV}`],
  ['25504446', 'is a PDF: ask for the table it was printed from, as CSV'],
  ['89504e47', 'is a picture'],
];

/** A text file on its way in: its bytes are read, unzipped if need be, and decoded, never all at once. */
export class SourceText {
  readonly path: string;
  readonly size: number;
  readonly #isZipped: boolean;
  readonly #encoding: string;
  #stream: ReadStream | null = null;

  private constructor(path: string, size: number, isZipped: boolean, encoding: string) {
    this.path = path;
    this.size = size;
    this.#isZipped = isZipped;
    this.#encoding = encoding;
  }

  /** @throws ImportFault when the file can't be read or is no text */
  static async open(path: string, encoding: string | null): Promise<SourceText> {
    const { head, size } = await readHead(path);
    if (size === 0) throw new ImportFault(`${path} is empty`);
    const isZipped = head[0] === 0x1f && head[1] === 0x8b;
    const first = isZipped ? await unzippedHead(path) : head;
    return new SourceText(path, size, isZipped, encoding ?? encodingOf(first, path));
  }

  /** Bytes of the file read by the newest `chunks`. */
  get bytesRead(): number {
    return this.#stream?.bytesRead ?? 0;
  }

  /** The text, from its beginning, in pieces. */
  async *chunks(): AsyncGenerator<string> {
    const decoder = new TextDecoder(this.#encoding, { fatal: true });
    const stream = createReadStream(this.path, { highWaterMark: HEAD });
    this.#stream = stream;
    try {
      for await (const bytes of this.#isZipped ? stream.pipe(createGunzip()) : stream) {
        yield decoder.decode(bytes as Uint8Array, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw this.#undecodable();
      throw new ImportFault(`${this.path} can't be read: ${inWords(error)}`, { cause: error });
    } finally {
      stream.destroy();
    }
  }

  #undecodable(): ImportFault {
    const hint =
      this.#encoding === 'utf-8'
        ? 'if it was written by Chinese Windows or Excel, give --encoding gb18030; by a western one, windows-1252'
        : 'give another --encoding';
    return new ImportFault(`${this.path} is not ${this.#encoding} text: ${hint}`);
  }
}

async function readHead(path: string): Promise<{ head: Buffer; size: number }> {
  try {
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      return { head: buffer.subarray(0, bytesRead), size: (await file.stat()).size };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'is not there'
        : code === 'EISDIR'
          ? 'is a folder: give --folder'
          : `can't be read (${inWords(error)})`;
    throw new ImportFault(`${path} ${why}`, { cause: error });
  }
}

async function unzippedHead(path: string): Promise<Buffer> {
  try {
    for await (const chunk of createReadStream(path).pipe(createGunzip())) return chunk as Buffer;
  } catch (error) {
    throw new ImportFault(`${path} can't be unzipped: ${inWords(error)}`, { cause: error });
  }
  throw new ImportFault(`${path} holds nothing`);
}

function encodingOf(head: Buffer, path: string): string {
  const start = head.toString('hex', 0, 4);
  const other = OTHERS.find(([bytes]) => start.startsWith(bytes));
  if (other !== undefined) throw new ImportFault(`${path} ${other[1]}`);
  if (start.startsWith('fffe')) return 'utf-16le';
  if (start.startsWith('feff')) return 'utf-16be';
  if (head.includes(0))
    throw new ImportFault(
      `${path} holds bytes that no text has: is it a CSV file? If it is UTF-16, give --encoding utf-16le`,
    );
  return 'utf-8';
}

export const readable = (text: SourceText): Readable => Readable.from(text.chunks(), { objectMode: false });
