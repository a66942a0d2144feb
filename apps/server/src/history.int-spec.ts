import { historySchema } from '@clearwell/contracts';
import { Ledger } from '@clearwell/ledger';
import {
  buildQualified,
  buildReading,
  buildStation,
  buildValues,
  startServer,
  temporaryFolder,
} from '@clearwell/testkit';
import { MINUTE } from '@clearwell/water-quality';
import { connectAsync } from 'mqtt';
import { join } from 'node:path';

const station = buildStation();
const READINGS = 120_000;
const FIRST = Date.now() - READINGS * MINUTE;

async function fillLedger(data: string): Promise<void> {
  const ledger = await Ledger.open(join(data, 'ledger.db'));
  ledger.commit(() => {
    ledger.stations.put(station);
    for (let n = 0; n < READINGS; n++) {
      const values = buildValues({ ph: 7 + (n % 10) / 10, turbidity: n % 7 === 0 ? null : 0.2 });
      const reading = buildQualified(buildReading({ sampledAt: FIRST + n * MINUTE, values }));
      ledger.readings.place(reading, () => reading);
    }
  });
  ledger.close();
}

it('acknowledges readings while a long history is being read and written out', async () => {
  const data = join(temporaryFolder(), 'data');
  await fillLedger(data);
  const server = await startServer({ settings: { CLEARWELL_DATA: data } });
  const client = await connectAsync(server.mqttUrl);
  let acknowledged = 0;
  let isAsked = true;
  const publish = async (): Promise<void> => {
    for (let n = 0; isAsked; n++) {
      const payload = JSON.stringify({ sampledAt: Date.now() - n, values: { ph: 7 } });
      await client.publishAsync('clearwell/v1/zz/zz-001/readings', payload, { qos: 1 });
      acknowledged += 1;
    }
  };
  const publishing = publish();
  const url = `${server.url}/api/stations/zz-001/history?from=${String(FIRST)}&to=${String(FIRST + READINGS * MINUTE)}`;
  const atFirst = acknowledged;
  const answer = await fetch(url);
  // The first byte leaves when all is read: until then a query on the server's own thread would hold everything up.
  const whileRead = acknowledged - atFirst;
  const text = await answer.text();
  const whileWritten = acknowledged - atFirst - whileRead;
  isAsked = false;
  await publishing;
  await client.endAsync();
  const { sampledAt, values, flags } = historySchema.parse(JSON.parse(text));
  expect(sampledAt).toHaveLength(READINGS);
  expect(
    Object.values(values)
      .concat(Object.values(flags) as never)
      .map((column) => column.length),
  ).toEqual(Array.from({ length: 6 }, () => READINGS));
  expect(values['turbidity' as never]?.slice(0, 2)).toEqual([null, 0.2]);
  expect({ whileRead: whileRead > 5, whileWritten: whileWritten > 5 }).toEqual({ whileRead: true, whileWritten: true });
  await server.program.stop();
}, 60_000);

it('goes on when whoever asked is gone before the answer', async () => {
  const data = join(temporaryFolder(), 'data');
  await fillLedger(data);
  const server = await startServer({ settings: { CLEARWELL_DATA: data } });
  const url = `${server.url}/api/stations/zz-001/history`;
  for (let n = 0; n < 5; n++) {
    const leaving = new AbortController();
    const asked = fetch(`${url}?from=0`, { signal: leaving.signal });
    leaving.abort();
    await expect(asked).rejects.toThrow();
  }
  expect((await fetch(`${url}?from=${String(FIRST)}&to=${String(FIRST + 1)}`)).status).toBe(200);
  expect(await server.program.stop()).toEqual({ code: 0, signal: null });
}, 60_000);
