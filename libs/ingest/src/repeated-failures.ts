import { HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import { createHash } from 'node:crypto';
import type { RawMessage } from './raw-message.ts';
import { decodeJson } from './strict-json.ts';

/** A message that fails alone is tried so often, and for so long, before it is given up. */
export const TRIED = { times: 3, forMs: 3 * MINUTE };
/** Nobody has tried it for so long: it was kept after all, or its sender gave up. */
const FORGOTTEN_AFTER = HOUR;
/** More are not remembered, and are tried for ever: where so many fail it is not the messages. */
const MOST_REMEMBERED = 1_000;

interface Tries {
  readonly since: EpochMs;
  readonly last: EpochMs;
  readonly times: number;
}

/** Remembers which messages can't be kept though others can, by their content: a station may send one anew. */
export class RepeatedFailures {
  readonly #tries = new Map<string, Tries>();

  /** Notes that a message failed alone, at its `receivedAt`; says whether that is new, and whether it was tried long enough. */
  note({ topic, payload, receivedAt }: RawMessage): 'new' | 'waits' | 'due' {
    for (const [key, { last }] of this.#tries) if (last < receivedAt - FORGOTTEN_AFTER) this.#tries.delete(key);
    const key = createHash('sha256').update(topic).update('\0').update(payload).digest('base64');
    const before = this.#tries.get(key);
    if (before === undefined && this.#tries.size >= MOST_REMEMBERED) return 'waits';
    const { since, times } = before ?? { since: receivedAt, times: 0 };
    this.#tries.set(key, { since, last: receivedAt, times: times + 1 });
    if (times === 0) return 'new';
    if (times + 1 < TRIED.times || receivedAt - since < TRIED.forMs) return 'waits';
    this.#tries.delete(key);
    return 'due';
  }
}

/** A message of one reading for each of a batch, in their order; any other message as it is. */
export function splitMessage(message: RawMessage): readonly RawMessage[] {
  const decoded = decodeJson(message.payload);
  if (!decoded.ok || typeof decoded.value !== 'object' || decoded.value === null) return [message];
  const { readings } = decoded.value as { readonly readings?: unknown };
  if (!Array.isArray(readings) || readings.length === 0) return [message];
  return readings.map((reading: unknown) => ({ ...message, payload: Buffer.from(JSON.stringify(reading)) }));
}
