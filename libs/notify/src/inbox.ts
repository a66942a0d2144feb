import { LISTED, type Delivery, type Message, type Receiver } from './receiver.ts';

/** Shows a message on the pages that are open; whoever opens one later finds it in the list of alerts. */
export type ShowMessage = (message: Message) => void;

/** The page: the first receiver. It is there as long as the server is. */
export class Inbox implements Receiver {
  readonly name = 'inbox';
  readonly takes = 'all';
  readonly atOnce = 32;
  readonly #show: ShowMessage;

  constructor(show: ShowMessage) {
    this.#show = show;
  }

  deliver(message: Message): Promise<Delivery> {
    this.#show(message);
    return Promise.resolve(LISTED);
  }
}
