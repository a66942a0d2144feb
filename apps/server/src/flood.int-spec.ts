import { buildStation, readStored, startServer, temporaryFolder, until } from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { connectAsync } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STATIONS = Array.from({ length: 10 }, (_, i) => buildStation({ id: stationId(`zz-0${String(10 + i)}`) }));
/** 10,000 messages in all. */
const EACH = 1_000;

describe('a server that is stopped while 10,000 messages wait', () => {
  it('ends in order, and has stored what it acknowledged', async () => {
    const file = join(temporaryFolder(), 'stations.json');
    writeFileSync(file, JSON.stringify({ stations: STATIONS }));
    const server = await startServer({ settings: { CLEARWELL_STATIONS: file } });
    const start = Date.now() - 86_400_000;
    const acknowledged: string[] = [];
    const clients = await Promise.all(
      STATIONS.map(({ id }) => connectAsync(server.mqttUrl, { clientId: id, reconnectPeriod: 0 })),
    );
    clients.forEach((client, i) => {
      const id = STATIONS[i]?.id ?? '';
      client.on('error', () => undefined);
      for (let n = 0; n < EACH; n++) {
        const reading = { sampledAt: start + n * 1_000, values: { ph: 7 } };
        client.publish(`clearwell/v1/zz/${id}/readings`, JSON.stringify(reading), { qos: 1 }, (error) => {
          if (!error) acknowledged.push(`${id} ${String(reading.sampledAt)}`);
        });
      }
    });
    await until(() => acknowledged.length > 500, { saying: 'the first acknowledgements' });
    expect(await server.program.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    for (const client of clients) client.end(true);
    const { readings } = readStored(server.data, STATIONS);
    const stored = new Set(
      [...readings].flatMap(([id, all]) => all.map(({ sampledAt }) => `${id} ${String(sampledAt)}`)),
    );
    expect(acknowledged.filter((one) => !stored.has(one))).toEqual([]);
  }, 40_000);
});
