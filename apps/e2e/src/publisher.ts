import { atTheEnd } from '@clearwell/testkit';
import { connectAsync } from 'mqtt';

/** Publishes a reading on a topic; resolves when the server has acknowledged it. */
export type Publish = (topic: string, reading: Record<string, unknown>) => Promise<void>;

/** Opens a connection as a station that was never heard of would: no account, no client id, no last will. */
export async function openPublisher(mqttUrl: string): Promise<Publish> {
  const client = await connectAsync(mqttUrl, { reconnectPeriod: 0 });
  atTheEnd(() => client.endAsync(true));
  return async (topic, reading) => {
    await client.publishAsync(topic, JSON.stringify(reading), { qos: 1 });
  };
}
