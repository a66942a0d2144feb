import type { AccountBook } from '@clearwell/accounts';
import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, Server as TlsServer } from 'node:tls';
import { Logins } from './logins.ts';
import type { Deliver, MessageSource } from './raw-message.ts';
import { findRetainedByName } from './retained-by-name.ts';
import { mayPublish, maySubscribe } from './topic-access.ts';

/** Certificate with its chain and private key, PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/** Something a connection was not allowed. */
export interface Refusal {
  readonly what: 'login' | 'publish' | 'subscribe';
  /** The account, or the name someone tried; null without one. */
  readonly account: string | null;
  /** The topic, or the address of a login. */
  readonly where: string;
}

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Null listens in the clear. */
  readonly tls: TlsIdentity | null;
  /** Who may log in; null: nobody by a password. */
  readonly accounts: AccountBook | null;
  /** Whether a connection without a name comes in, and speaks for any station: for trying on one machine. */
  readonly anonymous: boolean;
  readonly onRefused: (refusal: Refusal) => void;
}

interface Connection {
  readonly socket: Socket;
  readonly address: string;
}

const HANDSHAKE_MS = 10_000;

/** What is refused is acknowledged and goes there, emptied. */
const NOWHERE = '$refused';

/** From a message that could not be kept to the end of its connection, ms. */
const PATIENCE = 1_000;

/** The account of a connection that never logged in: no station is called so. */
const NOBODY = '';

/**
 * The MQTT 3.1.1 broker in this process. aedes acknowledges before it routes, so the message is delivered, and with it
 * committed, inside the publish authorisation: a station's PUBACK means durable. A message that
 * can't be kept is not acknowledged, and its connection is closed a second later, so that what came with it still gets its
 * acknowledgement; the station sends it again. What an account may not say is delivered too, to be refused and counted,
 * and acknowledged: a connection that is closed for it would only come back and say it again.
 */
export class EmbeddedBroker implements MessageSource {
  readonly #options: EmbeddedBrokerOptions;
  readonly #deliver: Deliver;
  readonly #logins: Logins;
  readonly #connections = new Map<Client, Connection>();
  /** Null came in without an account. A last will is said after its connection is gone: kept as long as the client is. */
  readonly #accounts = new WeakMap<Client, string | null>();
  readonly #delivering = new Set<Promise<unknown>>();
  readonly #closing = new WeakSet<Client>();
  #broker: Aedes | null = null;
  #server: Server | null = null;
  #stopping = false;

  constructor(options: EmbeddedBrokerOptions, deliver: Deliver) {
    this.#options = options;
    this.#deliver = deliver;
    this.#logins = new Logins(options.accounts, options.anonymous);
  }

  get port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? this.#options.port;
  }

  async start(): Promise<void> {
    const { host, port, tls, accounts } = this.#options;
    const broker = await Aedes.createBroker(this.#rules());
    findRetainedByName(broker);
    const accept = (socket: Socket): void => {
      this.#accept(broker, socket);
    };
    this.#broker = broker;
    this.#server =
      tls === null ? createServer(accept) : createTlsServer({ ...tls, handshakeTimeout: HANDSHAKE_MS }, accept);
    this.#server.listen(port, host);
    accounts?.onLeave((names) => {
      this.#disconnect(names);
    });
    try {
      await once(this.#server, 'listening');
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Connections from now on see this certificate; those that are there stay. */
  renewTls(identity: TlsIdentity): void {
    if (this.#server instanceof TlsServer) this.#server.setSecureContext({ ...identity });
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
    for (const { socket } of this.#connections.values()) socket.destroy();
  }

  #rules(): AedesOptions {
    return {
      // Sessions belong to accounts: whoever takes another's client id neither ends its connection nor gets its commands.
      preConnect: (_client, packet, done) => {
        const owner = encodeURIComponent(packet.username ?? '');
        if (packet.clientId !== '') packet.clientId = `${owner}/${packet.clientId}`;
        done(null, true);
      },
      // MQTT 3.1 allows 23 characters, without the owner.
      maxClientsIdLength: 1_000,
      authenticate: (client, username, password, done) => {
        this.#logIn(client, username, password).then(
          (admitted) => {
            done(null, admitted);
          },
          () => {
            done(null, false);
          },
        );
      },
      authorizePublish: (client, packet, done) => {
        this.#take(client, packet).then(
          () => {
            done(null);
          },
          (error: unknown) => {
            done(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
      authorizeSubscribe: (client, subscription, done) => {
        const account = this.#accountOf(client);
        const allowed = maySubscribe(account, subscription.topic);
        if (!allowed) this.#options.onRefused({ what: 'subscribe', account, where: subscription.topic });
        done(null, allowed ? subscription : null);
      },
    };
  }

  #accept(broker: Aedes, socket: Socket): void {
    socket.setNoDelay(true);
    const client = broker.handle(socket);
    this.#connections.set(client, { socket, address: socket.remoteAddress ?? '' });
    socket.on('close', () => this.#connections.delete(client));
  }

  async #logIn(client: Client, username: string | undefined, password: Buffer | undefined): Promise<boolean> {
    const connection = this.#connections.get(client);
    if (connection === undefined) return false;
    const { address } = connection;
    const admitted = await this.#logins.admit({ username, password, address });
    if (admitted) this.#accounts.set(client, username ?? null);
    else this.#options.onRefused({ what: 'login', account: username ?? null, where: address });
    return admitted;
  }

  async #take(client: Client | null, packet: PublishPacket): Promise<void> {
    if (this.#stopping) throw new Error('The server is stopping');
    const { topic, payload } = packet;
    const account = this.#accountOf(client);
    const allowed = mayPublish(account, topic);
    const delivered = this.#deliver(topic, Buffer.from(payload), account);
    this.#delivering.add(delivered);
    try {
      await delivered.finally(() => this.#delivering.delete(delivered));
    } catch (error) {
      if (client === null) throw error;
      // aedes acknowledges no message of QoS 0.
      Object.assign(packet, { topic: NOWHERE, payload: '', retain: false, qos: 0 });
      this.#closeSoon(client);
      return;
    }
    if (allowed) return;
    this.#options.onRefused({ what: 'publish', account, where: topic });
    Object.assign(packet, { topic: NOWHERE, payload: '', retain: false });
  }

  /** MQTT 3.1.1 has no word for "not now": a station sends again only over a new connection. */
  #closeSoon(client: Client): void {
    if (this.#closing.has(client)) return;
    this.#closing.add(client);
    setTimeout(() => {
      client.close();
    }, PATIENCE).unref();
  }

  #accountOf(client: Client | null): string | null {
    const account = client === null ? NOBODY : this.#accounts.get(client);
    return account === undefined ? NOBODY : account;
  }

  #disconnect(names: ReadonlySet<string>): void {
    for (const client of this.#connections.keys()) if (names.has(this.#accountOf(client) ?? NOBODY)) client.close();
  }
}
