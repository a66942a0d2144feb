import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { atTheEnd } from './ending.ts';
import { freePort } from './ports.ts';

export interface Posted {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** Somebody's HTTP server that notes what is posted to it, in order, and answers as it is told. */
export class WebhookReceiver {
  readonly posted: Posted[] = [];
  /** Given to the next requests; 0: it says nothing until it goes down. */
  status = 204;
  headers: Readonly<Record<string, string>> = {};
  readonly port: number;
  #server: Server | null = null;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(await freePort());
    await receiver.goUp();
    atTheEnd(() => receiver.goDown());
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/alerts`;
  }

  async goUp(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#note(request).then(() => {
        if (this.status !== 0) response.writeHead(this.status, this.headers).end();
      });
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
  }

  /** Nobody listens there any more. */
  async goDown(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async #note(request: IncomingMessage): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join() : value]),
    );
    // One that breaks off in the middle has posted nothing.
    const body = await text(request).catch(() => null);
    if (body !== null) this.posted.push({ headers, body });
  }
}
