import { topicOf, type WireReading } from '@clearwell/contracts';
import { SECOND, type EpochMs, type ParameterCode, type Station } from '@clearwell/water-quality';
import { connectAsync, type MqttClient } from 'mqtt';

export interface Load {
  readonly stations: readonly Station[];
  /** Readings of each station. */
  readonly readings: number;
  /** Readings in one message. */
  readonly batch: number;
  /** Messages of one station on their way at once. */
  readonly inFlight: number;
  /** Sampling time of the first reading; if left out, the last was sampled just now. */
  readonly from?: EpochMs;
  /** Each reading is sampled as it is published. */
  readonly stamped?: boolean;
}

export interface Measured {
  readonly readingsPerSecond: number;
  /** Publish → acknowledgement of a message, ms. */
  readonly p50: number;
  readonly p99: number;
}

/** Publishes a load, QoS 1, one connection a station, and measures until the last acknowledgement. */
export async function publishLoad(url: string, load: Load): Promise<Measured> {
  const clients = await Promise.all(load.stations.map((station) => connectAsync(url, { clientId: station.id })));
  const delays: number[] = [];
  const start = performance.now();
  await Promise.all(
    load.stations.map(async (station, i) => {
      const client = clients[i];
      if (client !== undefined) await publishAll(client, station, load, delays);
    }),
  );
  const seconds = (performance.now() - start) / SECOND;
  await Promise.all(clients.map((client) => client.endAsync()));
  delays.sort((a, b) => a - b);
  const at = (part: number): number => delays[Math.floor(part * (delays.length - 1))] ?? NaN;
  return { readingsPerSecond: (load.stations.length * load.readings) / seconds, p50: at(0.5), p99: at(0.99) };
}

async function publishAll(client: MqttClient, station: Station, load: Load, delays: number[]): Promise<void> {
  const topic = topicOf(station.region, station.id, 'readings');
  const start = load.from ?? Date.now() - load.readings * SECOND;
  let newest = 0;
  const stamp = (i: number): EpochMs => {
    newest = load.stamped === true ? Math.max(newest + 1, Date.now()) : start + i * SECOND;
    return newest;
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < load.readings) {
      const first = next;
      next += load.batch;
      const payload = messageOf(station, first, Math.min(next, load.readings), stamp);
      const sent = performance.now();
      await client.publishAsync(topic, payload, { qos: 1 });
      delays.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: load.inFlight }, lane));
}

/** Ordinary water: nothing is open, as nearly always. */
export const ORDINARY: Readonly<Partial<Record<ParameterCode, number>>> = {
  free_chlorine: 0.5,
  turbidity: 0.2,
  ph: 7.4,
  conductivity: 520,
  temperature: 14,
  chlorine_dioxide: 0.2,
  orp: 650,
  codmn: 1.2,
  ammonia_n: 0.05,
  flow: 900,
  pressure: 0.32,
};

function messageOf(station: Station, from: number, to: number, sampledAt: (i: number) => EpochMs): string {
  const readings: WireReading[] = [];
  for (let i = from; i < to; i++) {
    const values = Object.fromEntries(
      station.channels.map(({ key, parameter }) => [key, (ORDINARY[parameter] ?? 1) * (1 + (i % 7) / 1_000)]),
    );
    readings.push({ sampledAt: sampledAt(i), boot: 1, seq: i, values });
  }
  return JSON.stringify(readings.length === 1 ? readings[0] : { readings });
}
