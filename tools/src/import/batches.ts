import { MAX_BATCH, MAX_MESSAGE_BYTES } from '@clearwell/contracts';
import type { ReadingRow, Row } from './row.ts';

/** Readings of one station that the server takes whole. */
export interface Message {
  readonly station: string;
  readonly rows: readonly ReadingRow[];
  readonly text: string;
}

/** Rows that follow one another in the file, and the messages that carry those of them that are readings. */
export interface Batch {
  readonly rows: readonly Row[];
  readonly messages: readonly Message[];
}

const [OPEN, CLOSE] = ['{"readings":[', ']}'];
/** Readings are ASCII, so that characters are bytes. */
const ROOM = MAX_MESSAGE_BYTES - OPEN.length - CLOSE.length;

/** @param size rows of one batch */
export async function* gatherBatches(rows: AsyncIterable<Row>, size: number): AsyncGenerator<Batch> {
  let gathered: Row[] = [];
  for await (const row of rows) {
    gathered.push(row);
    if (gathered.length < size) continue;
    yield { rows: gathered, messages: makeMessages(gathered) };
    gathered = [];
  }
  if (gathered.length > 0) yield { rows: gathered, messages: makeMessages(gathered) };
}

/** The readings of each station, in the order they were sampled: the server judges them in that order. */
function makeMessages(rows: readonly Row[]): Message[] {
  const readings = rows.filter((row) => row.kind === 'reading');
  const ofStations = Map.groupBy(readings, ({ station }) => station);
  return [...ofStations].flatMap(([station, own]) => {
    own.sort((a, b) => a.reading.sampledAt - b.reading.sampledAt);
    return [...fillMessages(station, own)];
  });
}

function* fillMessages(station: string, rows: readonly ReadingRow[]): Generator<Message> {
  let own: ReadingRow[] = [];
  let parts: string[] = [];
  let length = 0;
  for (const row of rows) {
    const part = JSON.stringify({ ...row.reading, historical: true });
    if (parts.length === MAX_BATCH || length + part.length + 1 > ROOM) {
      yield { station, rows: own, text: `${OPEN}${parts.join(',')}${CLOSE}` };
      [own, parts, length] = [[], [], 0];
    }
    own.push(row);
    parts.push(part);
    length += part.length + 1;
  }
  if (own.length > 0) yield { station, rows: own, text: `${OPEN}${parts.join(',')}${CLOSE}` };
}
