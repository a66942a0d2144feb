import { STATION_TOPICS } from '@clearwell/contracts';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Credentials } from './embedded-broker.ts';
import type { Deliver, MessageSource } from './raw-message.ts';

export interface BrokerClientOptions {
  readonly url: string;
  readonly clientId: string;
  readonly credentials: Credentials | null;
  /** Told in words what becomes of the connection. */
  readonly log: (what: string) => void;
}

/**
 * Takes messages from a broker elsewhere. The session is durable and the client id fixed, so the broker keeps what comes
 * while this server is away; a message is acknowledged to the broker only after it is delivered, and with it committed.
 */
export class BrokerClient implements MessageSource {
  readonly #options: BrokerClientOptions;
  readonly #deliver: Deliver;
  readonly #delivering = new Set<Promise<unknown>>();
  #client: MqttClient | null = null;

  constructor(options: BrokerClientOptions, deliver: Deliver) {
    this.#options = options;
    this.#deliver = deliver;
  }

  /** Connects and subscribes; while the broker is away it goes on trying. */
  async start(): Promise<void> {
    const { url, clientId, credentials, log } = this.#options;
    const client = connect(url, {
      manualConnect: true,
      clientId,
      clean: false,
      protocolVersion: 4,
      keepalive: 30,
      reconnectPeriod: 1_000,
      resubscribe: false,
      ...(credentials ?? {}),
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

  /** MQTT.js acknowledges when `done` is called without an error. A message that failed is left for the broker to send again. */
  #take(client: MqttClient, packet: IPublishPacket, done: (error?: Error) => void): void {
    const delivered = this.#deliver(packet.topic, Buffer.from(packet.payload));
    this.#delivering.add(delivered);
    delivered
      .then(
        () => {
          done();
        },
        (error: unknown) => {
          this.#options.log(`Not acknowledged: ${error instanceof Error ? error.message : String(error)}`);
          done(error instanceof Error ? error : new Error(String(error)));
          client.stream.destroy();
        },
      )
      .finally(() => this.#delivering.delete(delivered));
  }

  async publish(topic: string, payload: string): Promise<void> {
    await this.#client?.publishAsync(topic, payload, { qos: 1 });
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await Promise.allSettled(this.#delivering);
    await client?.endAsync();
  }
}
