import { STATION_TOPICS } from '@clearwell/contracts';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import { setTimeout as pause } from 'node:timers/promises';
import type { Deliver, MessageSource } from './raw-message.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface BrokerClientOptions {
  readonly url: string;
  readonly clientId: string;
  readonly credentials: Credentials | null;
  /** PEM of the authority that signed the broker's certificate; null trusts the well-known ones. */
  readonly ca: string | null;
  /** Told in words what becomes of the connection. */
  readonly log: (what: string) => void;
}

/** A message that could not be kept is tried again after the first, twice as long each time, and the longest at most; ms. */
const PATIENCE = { first: 1_000, longest: 30_000 };

const NOT_YET = new Error('Not acknowledged yet');

/** On the connection the message came by; on a later one the broker has sent it again. */
function acknowledge(stream: MqttClient['stream'], { qos, messageId }: IPublishPacket): void {
  if (qos === 0 || messageId === undefined || stream.destroyed) return;
  // What a group acknowledges leaves in one piece.
  stream.cork();
  stream.write(generate({ cmd: 'puback', messageId }));
  process.nextTick(() => {
    stream.uncork();
  });
}

/**
 * Takes messages from a broker elsewhere. The session is durable and the client id fixed, so the broker keeps what comes
 * while this server is away; a message is acknowledged to the broker only after it is delivered, and with it committed.
 * One that can't be kept is tried again with patience, on the same connection: those after it pass.
 */
export class BrokerClient implements MessageSource {
  readonly #options: BrokerClientOptions;
  readonly #deliver: Deliver;
  readonly #delivering = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();
  #client: MqttClient | null = null;

  constructor(options: BrokerClientOptions, deliver: Deliver) {
    this.#options = options;
    this.#deliver = deliver;
  }

  /** Connects and subscribes; while the broker is away it goes on trying. */
  async start(): Promise<void> {
    const { url, clientId, credentials, ca, log } = this.#options;
    const client = connect(url, {
      manualConnect: true,
      clientId,
      clean: false,
      protocolVersion: 4,
      keepalive: 30,
      reconnectPeriod: 1_000,
      resubscribe: false,
      ...(credentials ?? {}),
      ...(ca === null ? {} : { ca }),
    });
    client.handleMessage = (packet, done) => {
      this.#take(client, packet, done);
    };
    client.on('connect', () => {
      client.subscribe([...STATION_TOPICS], { qos: 1 }, (error) => {
        log(error ? `Could not subscribe at ${url}: ${error.message}` : `Connected to the broker at ${url}`);
      });
    });
    client.on('error', (error) => {
      log(`The broker at ${url} says: ${error.message}`);
    });
    client.on('offline', () => {
      log(`No connection to the broker at ${url}; trying again`);
    });
    this.#client = client;
    client.connect();
    await Promise.resolve();
  }

  /**
   * MQTT.js hands over the next message once `next` is called, and acknowledges at the same time unless it is given an
   * error. So it is always given one, that many messages may be committed together, and each is acknowledged when it is.
   */
  #take(client: MqttClient, packet: IPublishPacket, next: (error: Error) => void): void {
    const delivered = this.#deliverUntilKept(client.stream, packet);
    this.#delivering.add(delivered);
    void delivered.finally(() => this.#delivering.delete(delivered));
    next(NOT_YET);
  }

  /** Gives up with the connection, or at the end: the broker sends what is not acknowledged again on the next one. */
  async #deliverUntilKept(stream: MqttClient['stream'], packet: IPublishPacket): Promise<void> {
    const { signal } = this.#stopping;
    for (let wait = PATIENCE.first; !stream.destroyed; wait = Math.min(2 * wait, PATIENCE.longest)) {
      try {
        await this.#deliver(packet.topic, Buffer.from(packet.payload));
        acknowledge(stream, packet);
        return;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (wait === PATIENCE.first) this.#options.log(`Not acknowledged, and tried again: ${why}`);
      }
      await pause(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  }

  async publish(topic: string, payload: string): Promise<void> {
    await this.#client?.publishAsync(topic, payload, { qos: 1 });
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#stopping.abort();
    await Promise.allSettled(this.#delivering);
    await client?.endAsync();
  }
}
