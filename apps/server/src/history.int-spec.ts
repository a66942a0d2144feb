import { historySchema } from '@clearwell/contracts';
import { Ledger } from '@clearwell/ledger';
import { buildRegistration, buildStation, startServer, temporaryFolder, type RunningServer } from '@clearwell/testkit';
import { MINUTE } from '@clearwell/water-quality';
import { connectAsync } from 'mqtt';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const station = buildStation();
const READINGS = 120_000;
const FIRST = Date.now() - READINGS * MINUTE;

/** A data folder with a long history in its ledger. */
async function longHistory(): Promise<string> {
  const data = join(temporaryFolder(), 'data');
  const ledger = await Ledger.open(join(data, 'ledger.db'));
  ledger.commit(() => {
    ledger.stations.add(buildRegistration({ station }));
  });
  ledger.close();
  const database = new DatabaseSync(join(data, 'ledger.db'));
  database
    .prepare(
      `insert into reading (station, sampled_at, received_at, historical, ahead, flags, v0, v1, v2)
       with recursive n (i) as (select 0 union all select i + 1 from n where i < ? - 1)
       select 1, ? + i * 60000, ? + i * 60000, 0, 0, iif(i % 7 = 0, '.91', '.11'), null, iif(i % 7 = 0, null, 0.2), 7 + i % 10 / 10.0
       from n`,
    )
    .run(READINGS, FIRST, FIRST);
  database.close();
  return data;
}

let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ settings: { CLEARWELL_DATA: await longHistory() } });
});

it('acknowledges readings while a long history is being read and written out', async () => {
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
}, 60_000);

it('goes on when whoever asked is gone before the answer', async () => {
  const url = `${server.url}/api/stations/zz-001/history`;
  for (let n = 0; n < 5; n++) {
    const leaving = new AbortController();
    const asked = fetch(`${url}?from=0`, { signal: leaving.signal });
    leaving.abort();
    await expect(asked).rejects.toThrow();
  }
  expect((await fetch(`${url}?from=${String(FIRST)}&to=${String(FIRST + 1)}`)).status).toBe(200);
  expect(await server.program.stop()).toEqual({ code: 0, signal: null });
});
