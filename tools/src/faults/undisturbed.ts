import { outcomesSchema, topicOf, type Outcomes, type WireReading } from '@clearwell/contracts';
import { startServer, until, type RunningServer } from '@clearwell/testkit';
import type { Station } from '@clearwell/water-quality';
import { connectAsync } from 'mqtt';

const BATCH = 288;

export async function outcomesOf({ url }: Pick<RunningServer, 'url'>): Promise<Outcomes> {
  return outcomesSchema.parse(await (await fetch(`${url}/api/outcomes`)).json());
}

/** Gives a new server the readings of all stations, each station's in the order of sampling, and stops it. Returns its data folder. */
export async function runUndisturbed(
  settings: Readonly<Record<string, string>>,
  city: readonly { readonly station: Station; readonly readings: readonly WireReading[] }[],
): Promise<string> {
  const server = await startServer({ settings });
  await Promise.all(
    city.map(async ({ station, readings }) => {
      const client = await connectAsync(server.mqttUrl, { clientId: station.id });
      for (let first = 0; first < readings.length; first += BATCH) {
        const message = JSON.stringify({ readings: readings.slice(first, first + BATCH) });
        await client.publishAsync(topicOf(station.region, station.id, 'readings'), message, { qos: 1 });
      }
      await client.endAsync();
    }),
  );
  const all = city.reduce((sum, { readings }) => sum + readings.length, 0);
  const isThere = async (): Promise<boolean> => (await outcomesOf(server)).readings.stored === all;
  await until(isThere, { within: 60_000, saying: 'the undisturbed server' });
  await server.program.stop();
  return server.data;
}
