import { MAX_BATCH, MAX_MESSAGE_BYTES } from '@clearwell/contracts';
import type { Row } from './row.ts';

/** Rows that follow one another, and the message that carries those of them that are readings. */
export interface Batch {
  readonly rows: readonly Row[];
  readonly readings: number;
  readonly message: string;
}

const [OPEN, CLOSE] = ['{"readings":[', ']}'];
/** Readings are ASCII, so that characters are bytes. */
const ROOM = MAX_MESSAGE_BYTES - OPEN.length - CLOSE.length;
/** Refused rows, too, are noted now and then. */
const MOST_ROWS = 10 * MAX_BATCH;

/** Gathers rows into messages that the server takes whole. */
export async function* gatherBatches(rows: AsyncIterable<Row>): AsyncGenerator<Batch> {
  let gathered: Row[] = [];
  let parts: string[] = [];
  let bytes = 0;
  const take = (): Batch => {
    const batch = { rows: gathered, readings: parts.length, message: `${OPEN}${parts.join(',')}${CLOSE}` };
    [gathered, parts, bytes] = [[], [], 0];
    return batch;
  };
  for await (const row of rows) {
    const part = row.kind === 'reading' ? JSON.stringify(row.reading) : null;
    if (part !== null && (parts.length === MAX_BATCH || bytes + part.length + 1 > ROOM)) yield take();
    else if (gathered.length === MOST_ROWS) yield take();
    gathered.push(row);
    if (part === null) continue;
    parts.push(part);
    bytes += part.length + 1;
  }
  if (gathered.length > 0) yield take();
}
