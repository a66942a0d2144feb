import { commandSchema, topicOf, type WireReading } from '@clearwell/contracts';
import type { EpochMs, Station } from '@clearwell/water-quality';
import { connect, type MqttClient } from 'mqtt';
import { readingAt } from './load-water.ts';

export interface LoadSetting {
  readonly url: string;
  readonly seed: number;
  /** Sampling time of the first readings. */
  readonly start: EpochMs;
}

const TRY_AGAIN_MS = 200;
/** Readings of one message that comes from the store. */
const FROM_STORE = 100;

/** A logger that counts what it samples, keeps what is not acknowledged, sends that anew, and has everything still when it is asked. */
export class LoadStation {
  readonly station: Station;
  readonly readings: ReturnType<typeof readingAt>[] = [];
  /** Readings it was asked for and sent once more. */
  resent = 0;
  readonly #setting: LoadSetting;
  readonly #unacknowledged = new Set<number>();
  #client: MqttClient | null = null;
  #isUp = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(station: Station, setting: LoadSetting) {
    this.station = station;
    this.#setting = setting;
  }

  /** Readings nobody has acknowledged. */
  get waiting(): number {
    return this.#unacknowledged.size;
  }

  connect(): void {
    const client = connect(this.#setting.url, { clientId: this.station.id, clean: false, reconnectPeriod: 0 });
    this.#client = client;
    client.on('connect', () => {
      this.#isUp = true;
      client.subscribe(topicOf(this.station.region, this.station.id, 'commands'), { qos: 1 });
      this.#sendStored([...this.#unacknowledged].sort((a, b) => a - b));
    });
    client.on('message', (_, payload) => {
      this.#resend(payload);
    });
    client.on('error', () => undefined);
    client.on('close', () => {
      if (client !== this.#client) return;
      this.#isUp = false;
      this.#client = null;
      client.end(true);
      this.#retry = setTimeout(() => {
        this.connect();
      }, TRY_AGAIN_MS);
    });
  }

  sample(): void {
    const reading = readingAt(this.station, this.readings.length, this.#setting);
    this.readings.push(reading);
    this.#unacknowledged.add(reading.seq);
    if (this.#isUp) this.#publish([reading], reading);
  }

  async disconnect(): Promise<void> {
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = null;
    await client?.endAsync(true);
  }

  #sendStored(seqs: readonly number[]): void {
    for (let first = 0; first < seqs.length; first += FROM_STORE) {
      const batch = seqs.slice(first, first + FROM_STORE).flatMap((seq) => this.readings[seq - 1] ?? []);
      this.#publish(batch, { readings: batch.map((reading) => ({ ...reading, historical: true })) });
    }
  }

  #publish(
    batch: readonly { readonly seq: number }[],
    message: WireReading | { readings: readonly WireReading[] },
  ): void {
    const topic = topicOf(this.station.region, this.station.id, 'readings');
    this.#client?.publish(topic, JSON.stringify(message), { qos: 1 }, (error) => {
      if (error) return;
      for (const { seq } of batch) this.#unacknowledged.delete(seq);
    });
  }

  #resend(payload: Buffer): void {
    const { fromSeq, toSeq } = commandSchema.parse(JSON.parse(payload.toString()));
    const seqs = Array.from({ length: toSeq - fromSeq + 1 }, (_, i) => fromSeq + i);
    this.resent += seqs.length;
    this.#sendStored(seqs);
  }
}
