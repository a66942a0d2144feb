import { commandSchema, topicOf, type PayloadOf, type TopicKind } from '@clearwell/contracts';
import type { Station } from '@clearwell/water-quality';
import mqtt, { type MqttClient } from 'mqtt';
import { keyOf, randomStream } from '../random.ts';
import type { BrokerAccess } from './broker-access.ts';
import { BACKOFF, backoffDelay } from './backoff.ts';
import type { Gate } from './gate.ts';

export interface LinkEvents {
  readonly onUp: () => void;
  /** An established connection is gone, and with it whatever was not acknowledged. */
  readonly onDown: () => void;
  readonly onCommand: (command: PayloadOf<'commands'>) => void;
  /** Something went wrong that is not just an absent broker. */
  readonly onTrouble: (sentence: string) => void;
}

/** `new`: never had a connection. */
export type LinkState = 'new' | 'up' | 'lost';

const QOS = 1;
const FAREWELL_MS = 500;

/**
 * One station's connection, with the manners of a logger on GPRS. Each try is a client of its own, so that MQTT.js' memory
 * of unacknowledged messages never competes with the reading store's.
 */
export class Link {
  readonly #station: Station;
  readonly #broker: BrokerAccess;
  readonly #random: () => number;
  readonly #gate: Gate;
  #events: LinkEvents | null = null;
  #client: MqttClient | null = null;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #state: LinkState = 'new';
  #held = false;

  constructor(station: Station, broker: BrokerAccess, seed: number, gate: Gate) {
    this.#gate = gate;
    this.#station = station;
    this.#broker = broker;
    this.#random = randomStream(keyOf(seed, station.id, 'backoff'));
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Cut on purpose, and not to come back by itself. */
  get isHeld(): boolean {
    return this.#held;
  }

  /** Connects for the first time `delay` ms from now. */
  start(events: LinkEvents, delay: number): void {
    this.#events = events;
    this.#tryIn(delay);
  }

  /** `onAcknowledged` is called at PUBACK and never otherwise. */
  publish(kind: TopicKind, payload: string, onAcknowledged: () => void, retain = false): void {
    const client = this.#client;
    client?.publish(this.#topic(kind), payload, { qos: QOS, retain }, (error) => {
      if (error || client !== this.#client) return;
      // Only an acknowledgement proves that the broker serves us: one that accepts and drops us is still a failure.
      this.#failures = 0;
      onAcknowledged();
    });
  }

  /** Pulls the plug: no farewell, so the broker publishes the last will; and no new try until `restore`. */
  cut(): void {
    this.#held = true;
    clearTimeout(this.#retry);
    this.#state = 'lost';
    const client = this.#client;
    this.#client = null;
    client?.end(true);
    this.#events?.onDown();
  }

  restore(): void {
    this.#held = false;
    this.#failures = 0;
    if (this.#client === null) this.#tryIn(0);
  }

  /** Says goodbye, so that the server sees at once that this station was switched off. */
  async stop(status: string): Promise<void> {
    this.#held = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    if (client === null) return;
    if (this.#state === 'up') await within(FAREWELL_MS, (done) => this.publish('status', status, done, true));
    await within(FAREWELL_MS, (done) => client.end(false, done));
    // MQTT.js itself would wait for acknowledgements for ever.
    client.stream.destroy();
    this.#client = null;
  }

  #tryIn(delay: number): void {
    clearTimeout(this.#retry);
    if (!this.#held) this.#retry = setTimeout(() => this.#gate.enter(() => this.#connect()), delay);
  }

  #connect(): void {
    // Cut, restored or connected while it stood at the gate.
    if (this.#held || this.#client !== null) {
      this.#gate.leave();
      return;
    }
    const client = mqtt.connect(this.#broker.url, {
      clientId: this.#station.id,
      clean: false,
      keepalive: 60,
      connectTimeout: 10_000,
      reconnectPeriod: 0,
      ...this.#credentials(),
      ...(this.#broker.ca !== null && { ca: this.#broker.ca }),
      will: { topic: this.#topic('status'), payload: Buffer.from('{"online":false}'), qos: QOS, retain: true },
    });
    this.#client = client;
    let atGate = true;
    const pass = (): void => {
      if (atGate) this.#gate.leave();
      atGate = false;
    };
    client.on('connect', () => {
      pass();
      this.#up(client);
    });
    client.on('message', (_topic, payload) => this.#receive(payload));
    client.on('error', (error) => this.#explain(error));
    client.on('close', () => {
      pass();
      this.#down(client);
    });
  }

  /** The station's own account, or else the one of all. */
  #credentials(): { username?: string; password?: string } {
    const { username, password, accounts } = this.#broker;
    return (
      accounts.get(this.#station.id) ?? {
        ...(username !== undefined && { username }),
        ...(password !== undefined && { password }),
      }
    );
  }

  #up(client: MqttClient): void {
    if (client !== this.#client) return;
    this.#state = 'up';
    client.subscribe(this.#topic('commands'), { qos: QOS });
    this.#events?.onUp();
  }

  #down(client: MqttClient): void {
    if (client !== this.#client) return;
    this.#client = null;
    client.end(true);
    if (this.#state !== 'new') {
      this.#state = 'lost';
      this.#events?.onDown();
    }
    this.#tryIn(backoffDelay(BACKOFF, this.#failures, this.#random()));
    this.#failures += 1;
  }

  #receive(payload: Buffer): void {
    const parsed = commandSchema.safeParse(parseJson(payload.toString()));
    if (parsed.success) this.#events?.onCommand(parsed.data);
    else this.#events?.onTrouble('was sent a command it does not understand');
  }

  /** An absent broker is told once for all stations; what the broker refuses is told for each. */
  #explain(error: Error): void {
    const refused = 'code' in error && typeof error.code === 'number';
    if (refused) this.#events?.onTrouble(`was refused by the broker: ${error.message}`);
  }

  #topic(kind: TopicKind): string {
    return topicOf(this.#station.region, this.#station.id, kind);
  }
}

/** What a logger asks of its connection. */
export type LoggerLink = Pick<Link, 'state' | 'start' | 'publish' | 'stop'>;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits for `work` to call back, at most `ms`. */
const within = (ms: number, work: (done: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    work(() => {
      clearTimeout(timer);
      resolve();
    });
  });
