import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Between the smallest answer and the quickest one. */
const BROTLI_QUALITY = 6;

export interface Compressed {
  readonly body: Uint8Array;
  readonly encoding: 'br' | 'gzip' | 'identity';
}

/** Bytes in the smallest form that whoever asks for them takes (`Accept-Encoding`). */
export async function compress(bytes: Uint8Array, accepted: string): Promise<Compressed> {
  const takes = (name: string): boolean =>
    new RegExp(`(^|[,\\s])${name}(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`, 'i').test(accepted);
  if (takes('br')) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    return { body: await brotli(bytes, { params }), encoding: 'br' };
  }
  if (takes('gzip')) return { body: await gzipped(bytes), encoding: 'gzip' };
  return { body: bytes, encoding: 'identity' };
}
