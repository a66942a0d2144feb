import { Aedes } from 'aedes';
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Deliver, MessageSource } from './raw-message.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Null lets anyone in: for loopback only. */
  readonly credentials: Credentials | null;
}

/**
 * The MQTT 3.1.1 broker in this process. aedes acknowledges before it routes, so the message is delivered, and with it
 * committed, inside the publish authorisation: a station's PUBACK means durable. A failed delivery drops the connection
 * unacknowledged, and the station sends again.
 */
export class EmbeddedBroker implements MessageSource {
  readonly #options: EmbeddedBrokerOptions;
  readonly #deliver: Deliver;
  readonly #sockets = new Set<Socket>();
  readonly #delivering = new Set<Promise<unknown>>();
  #broker: Aedes | null = null;
  #server: Server | null = null;
  #stopping = false;

  constructor(options: EmbeddedBrokerOptions, deliver: Deliver) {
    this.#options = options;
    this.#deliver = deliver;
  }

  get port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? this.#options.port;
  }

  async start(): Promise<void> {
    const broker = await Aedes.createBroker({
      authenticate: (_client, username, password, done) => {
        done(null, this.#isKnown(username, password));
      },
      authorizePublish: (_client, packet, done) => {
        this.#take(packet.topic, Buffer.from(packet.payload)).then(
          () => {
            done(null);
          },
          (error: unknown) => {
            done(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
    });
    this.#broker = broker;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => this.#sockets.delete(socket));
      broker.handle(socket);
    });
    this.#server.listen(this.#options.port, this.#options.host);
    try {
      await once(this.#server, 'listening');
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  publish(topic: string, payload: string): Promise<void> {
    const broker = this.#broker;
    if (broker === null) return Promise.reject(new Error('The broker is not running'));
    return new Promise((published, failed) => {
      broker.publish({ cmd: 'publish', qos: 1, retain: false, dup: false, topic, payload }, (error) => {
        if (error) failed(error);
        else published();
      });
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#server?.close();
    await Promise.allSettled(this.#delivering);
    const broker = this.#broker;
    if (broker !== null) {
      await new Promise<void>((closed) => {
        broker.close(() => {
          closed();
        });
      });
    }
    for (const socket of this.#sockets) socket.destroy();
  }

  async #take(topic: string, payload: Uint8Array): Promise<void> {
    if (this.#stopping) throw new Error('The server is stopping');
    if (topic.startsWith('$SYS/')) throw new Error('$SYS/ is reserved for the broker');
    const delivered = this.#deliver(topic, payload);
    this.#delivering.add(delivered);
    await delivered.finally(() => this.#delivering.delete(delivered));
  }

  #isKnown(username: string | undefined, password: Buffer | undefined): boolean {
    const expected = this.#options.credentials;
    if (expected === null) return true;
    return isSame(username ?? '', expected.username) && isSame(password?.toString() ?? '', expected.password);
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
