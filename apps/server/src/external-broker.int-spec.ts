import { outcomesSchema } from '@clearwell/contracts';
import { buildStation, describeWith, startMosquitto, startServer, temporaryFolder, until } from '@clearwell/testkit';
import { connectAsync } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

describeWith('mosquitto', 'a server that follows a broker elsewhere', () => {
  it('stores what stations publish there, also what came while it was killed', async () => {
    const mosquitto = await startMosquitto();
    const file = join(temporaryFolder(), 'stations.json');
    writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
    const first = await startServer({ settings: { CLEARWELL_STATIONS: file, CLEARWELL_MQTT_URL: mosquitto.url } });
    await first.program.line(/Connected to the broker/);
    const station = await connectAsync(mosquitto.url);
    const start = Date.now() - 1_000;
    const publish = (i: number) =>
      station.publishAsync(
        'clearwell/v1/zz/zz-001/readings',
        JSON.stringify({ sampledAt: start + i, values: { ph: 7 } }),
        { qos: 1 },
      );
    const stored = async (url: string) =>
      outcomesSchema.parse(await (await fetch(`${url}/api/outcomes`)).json()).readings;

    await Promise.all(Array.from({ length: 20 }, (_, i) => publish(i)));
    await until(async () => (await stored(first.url)).stored > 5, { saying: 'some readings to be stored' });
    await first.program.kill();
    await Promise.all(Array.from({ length: 20 }, (_, i) => publish(20 + i)));
    const second = await startServer({ after: first });
    await until(async () => (await stored(second.url)).stored === 40, { saying: 'all readings to be stored' });
    await station.endAsync();
    expect(await second.program.stop()).toEqual({ code: 0, signal: null });
  }, 60_000);
});
