import { HOUR, SECOND, type EpochMs } from '@clearwell/water-quality';
import { DELIVERED, type Delivery, type Message, type Receiver } from './receiver.ts';
import { signatureOf } from './signature.ts';
import { webhookBody } from './webhook-body.ts';

const TIMEOUT = 10 * SECOND;
/** A receiver may ask for patience, but not for ever. */
const LONGEST_PATIENCE = HOUR;

export interface WebhookParts {
  readonly url: string;
  readonly secret: string;
  /** The wall's time: the receiver holds its own against it. */
  readonly wall: () => EpochMs;
  /** ms */
  readonly timeout?: number;
}

/** POSTs what wakes somebody to an address, as JSON that is signed. */
export class Webhook implements Receiver {
  readonly name = 'webhook';
  readonly takes = 'notifying';
  readonly atOnce = 4;
  readonly #parts: WebhookParts;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  async deliver(message: Message, stopped: AbortSignal): Promise<Delivery> {
    const { url, secret, wall, timeout = TIMEOUT } = this.#parts;
    const body = JSON.stringify(webhookBody(message));
    const timestamp = String(Math.floor(wall() / SECOND));
    const patience = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        // A signed message goes where it was sent to, and nowhere else.
        redirect: 'manual',
        signal: AbortSignal.any([stopped, patience]),
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Clearwell',
          'Idempotency-Key': message.notice.key,
          'X-Clearwell-Timestamp': timestamp,
          'X-Clearwell-Signature': signatureOf(secret, timestamp, body),
        },
      });
      await response.body?.cancel();
      return judge(response, wall());
    } catch (error) {
      return { outcome: 'failed', why: patience.aborted ? 'timeout' : codeOf(error) };
    }
  }
}

/** Statuses that ask for another attempt, though they blame the sender. */
const TRY_AGAIN: readonly number[] = [408, 429];

function judge({ ok, status, headers }: Response, wall: EpochMs): Delivery {
  if (ok) return DELIVERED;
  const why = `http_${status}`;
  if (status >= 400 && status < 500 && !TRY_AGAIN.includes(status)) return { outcome: 'refused', why };
  return { outcome: 'failed', why, notBefore: patienceOf(headers.get('retry-after'), wall) };
}

/** `Retry-After` in seconds, or until a date. */
function patienceOf(asked: string | null, wall: EpochMs): number | undefined {
  if (asked === null) return undefined;
  const wait = /^\d+$/.test(asked) ? Number(asked) * SECOND : Date.parse(asked) - wall;
  return wait > 0 ? Math.min(wait, LONGEST_PATIENCE) : undefined;
}

/** `ECONNREFUSED` and the like stand in the cause. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name?: string };
  return cause?.code ?? name ?? 'failed';
}
