import type { Ledger } from '@clearwell/ledger';
import {
  Dispatcher,
  Inbox,
  Webhook,
  type AlertDesk,
  type Outbox,
  type Receiver,
  type ShowMessage,
} from '@clearwell/notify';
import type { EpochMs } from '@clearwell/water-quality';
import type { Config } from '../config/config.ts';

export interface NoticeDeliveryParts {
  readonly ledger: Ledger;
  readonly desk: AlertDesk;
  /** Shows a message on the pages that are open. */
  readonly show: ShowMessage;
  readonly webhook: Config['webhook'];
  /** The server's clock, which the delivery log is kept by. */
  readonly now: () => EpochMs;
  /** The time receivers live in, which attempts are counted by. */
  readonly wall?: () => EpochMs;
  readonly warn: (what: string) => void;
}

/** What leaves this server for people: the receivers there are, and the outbox from which they are served. */
export class NoticeDelivery {
  /** Their names. */
  readonly receivers: readonly string[];
  readonly #dispatcher: Dispatcher;

  private constructor(dispatcher: Dispatcher, receivers: readonly string[]) {
    this.#dispatcher = dispatcher;
    this.receivers = receivers;
  }

  /** From here on notices that are added to the outbox have receivers: to be called before anything is judged. */
  static open({ ledger, desk, show, webhook, now, wall = Date.now, warn }: NoticeDeliveryParts): NoticeDelivery {
    const receivers: Receiver[] = [new Inbox(show)];
    if (webhook !== null) receivers.push(new Webhook({ ...webhook, wall }));
    const routes = receivers.map(({ name, takes }) => ({ receiver: name, takes }));
    ledger.commit(() => {
      ledger.outbox.follow(routes, now());
    });
    const outbox = outboxOf(ledger, now);
    const dispatcher = new Dispatcher({ outbox, desk, receivers, wall, warn, dice: Math.random });
    return new NoticeDelivery(
      dispatcher,
      receivers.map(({ name }) => name),
    );
  }

  /** Sends from now on, first what was left by an earlier run. */
  start(): void {
    this.#dispatcher.start();
  }

  /** To be called after each commit that added notices; costs nothing where nothing is due. */
  wake(): void {
    this.#dispatcher.wake();
  }

  /** The ledger is not used after. */
  stop(): Promise<void> {
    return this.#dispatcher.stop();
  }
}

/** The ledger's outbox as the dispatcher wants it: what is noted is noted by the server's clock. */
function outboxOf(ledger: Ledger, now: () => EpochMs): Outbox {
  const { outbox } = ledger;
  return {
    together: (work) => ledger.commit(work),
    pending: (receiver, busy, wall, limit) => {
      outbox.merge(receiver, busy, now());
      return outbox.pending(receiver, busy, wall, limit);
    },
    nextDue: (receiver, busy) => outbox.nextDue(receiver, busy),
    delivered: (message) => {
      outbox.delivered(message, now());
    },
    listed: (message) => {
      outbox.listed(message, now());
    },
    failed: (message, why, nextAt) => {
      outbox.failed(message, now(), why, nextAt);
    },
    refused: (message, why) => {
      outbox.refused(message, now(), why);
    },
  };
}
