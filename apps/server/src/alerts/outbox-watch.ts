import type { NoticeBacklog } from '@clearwell/contracts';
import type { Ledger } from '@clearwell/ledger';
import { MINUTE, type EpochMs } from '@clearwell/water-quality';

/** A notice that has waited longer is told of in the log. */
const TOO_LONG = 15 * MINUTE;

export interface WatchParts {
  readonly outbox: Pick<Ledger['outbox'], 'waiting' | 'lastFailure'>;
  /** Who receives, whether something waits for them or not. */
  readonly receivers: readonly string[];
  /** The server's clock, which runs faster than the wall's where `rate` is not 1. */
  readonly clock: { readonly now: () => EpochMs; readonly rate: number };
  readonly warn: (what: string) => void;
  readonly info: (what: string) => void;
}

/** Keeps an eye on what waits to be told: a receiver that is away makes no noise by itself. */
export class OutboxWatch {
  readonly #parts: WatchParts;
  #lookedAt: EpochMs = -Infinity;
  readonly #warned = new Set<string>();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** What waits for each receiver. */
  state(): readonly NoticeBacklog[] {
    const { outbox, receivers, clock } = this.#parts;
    const waiting = new Map(outbox.waiting().map((one) => [one.receiver, one]));
    return receivers.map((receiver) => {
      const { notices = 0, oldest = null, attempts = 0 } = waiting.get(receiver) ?? {};
      const oldestWaitedMs = oldest === null ? null : Math.max(0, Math.round((clock.now() - oldest) / clock.rate));
      return { receiver, notices, oldestWaitedMs, lastFailure: attempts === 0 ? null : outbox.lastFailure(receiver) };
    });
  }

  /** Tells the log, once, of a receiver that hears nothing, and that it hears again. @param wall looked at once a minute of it */
  look(wall: EpochMs): void {
    if (wall - this.#lookedAt < MINUTE && wall >= this.#lookedAt) return;
    this.#lookedAt = wall;
    for (const { receiver, notices, oldestWaitedMs, lastFailure } of this.state()) {
      const isStuck = (oldestWaitedMs ?? 0) > TOO_LONG;
      if (isStuck === this.#warned.has(receiver)) continue;
      if (isStuck) {
        this.#warned.add(receiver);
        const why = lastFailure === null ? '' : `, at last because of ${lastFailure.why}`;
        this.#parts.warn(
          `${receiver} has heard nothing for ${String(Math.floor((oldestWaitedMs ?? 0) / MINUTE))} minutes: ${String(notices)} notices wait${why}`,
        );
      } else {
        this.#warned.delete(receiver);
        this.#parts.info(`${receiver} hears again what it is to be told`);
      }
    }
  }
}
