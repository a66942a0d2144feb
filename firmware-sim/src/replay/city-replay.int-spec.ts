import { outcomesSchema } from '@clearwell/contracts';
import { Fingerprint, readCity } from '@clearwell/recorded-city';
import {
  describeWithData,
  sharedData,
  readStored,
  startNode,
  startServer,
  temporaryFolder,
  until,
  type Program,
  type RunningServer,
  type StoredReading,
} from '@clearwell/testkit';
import { HOUR } from '@clearwell/water-quality';
import { join } from 'node:path';
import { parseScenario, type ScenarioChoice } from '../scenarios/choice.ts';
import { recordCity, RECORDING_START } from '../recording/record-city.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
const REAL_CITY = sharedData('city_a');
const RATE = 14_400;

const choose = (text: string): ScenarioChoice => {
  const choice = parseScenario(text);
  if (typeof choice === 'string') throw new Error(choice);
  return choice;
};

/** A day of six stations: one is away for an hour, and one sends six readings twice. */
async function smallCity(): Promise<string> {
  const folder = temporaryFolder();
  const scenarios = ['link-outage@zz-003+3h', 'duplicate@zz-002+2h'].map(choose);
  const setting = { seed: 1, stations: 6, everyday: false, scenarios, start: RECORDING_START, days: 1 };
  await recordCity(folder, setting, () => undefined);
  return folder;
}

async function serverFor(folder: string, start: string, rate = RATE): Promise<RunningServer> {
  const file = join(temporaryFolder(), 'stations.json');
  const writing = startNode(MAIN, ['--write-stations', file, '--replay', folder]);
  expect(await writing.ended).toEqual({ code: 0, signal: null });
  const clock = { CLEARWELL_CLOCK_START: start, CLEARWELL_CLOCK_RATE: String(rate) };
  return startServer({ settings: { CLEARWELL_STATIONS: file, ...clock } });
}

const replay = (folder: string, { mqttUrl }: RunningServer, ...more: string[]): Program =>
  startNode(MAIN, ['--replay', folder, '--broker', mqttUrl, ...more]);

async function outcomesOf({ url }: Pick<RunningServer, 'url'>): Promise<{ stored: number; duplicate: number }> {
  return outcomesSchema.parse(await (await fetch(`${url}/api/outcomes`)).json()).readings;
}

/** Everything a server has stored, out of its file; of each reading the channels that were sent. */
async function storedBy({ data }: RunningServer, folder: string): Promise<StoredReading[]> {
  const { stations } = await readCity(folder);
  const stored = [...readStored(data, stations).readings.values()].flat();
  return stored.map(({ values, flags, ...reading }) => {
    const sent = Object.entries(values).filter(([key]) => flags[key] !== '.');
    return { ...reading, flags, values: Object.fromEntries(sent) };
  });
}

async function fingerprintOf(readings: Iterable<object> | AsyncIterable<object>): Promise<string> {
  const fingerprint = new Fingerprint();
  for await (const reading of readings) fingerprint.add(reading as Parameters<Fingerprint['add']>[0]);
  return fingerprint.sha256();
}

describe('the replay of a recorded city', () => {
  it('has every reading of the file stored, the doubled ones counted, and those of an outage after its end', async () => {
    const folder = await smallCity();
    const server = await serverFor(folder, new Date(RECORDING_START).toISOString());
    const program = replay(folder, server, '--rate', String(RATE));
    await program.line(/replay over: 870 readings acknowledged, 6 of them doubled, \d+ in 1 late batches/, 30_000);
    const printed = /[0-9a-f]{64}/.exec(await program.line(/sha256/))?.[0];
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(await outcomesOf(server)).toMatchObject({ stored: 864, duplicate: 6 });
    await server.program.stop();
    const stored = await storedBy(server, folder);
    expect(await fingerprintOf(stored)).toBe(await fingerprintOf((await readCity(folder)).readings()));
    expect(printed).toBe(await fingerprintOf(stored));
    const [begin, end] = [RECORDING_START + 3 * HOUR, RECORDING_START + 4 * HOUR];
    const away = stored.filter((one) => one.station === 'zz-003' && one.sampledAt >= begin && one.sampledAt < end);
    expect(away).toHaveLength(6);
    for (const one of away) {
      expect(one.historical).toBe(true);
      expect(one.receivedAt).toBeGreaterThan(end);
    }
  }, 60_000);

  it('loses and repeats nothing when it is stopped and goes on, and the server is killed and comes back', async () => {
    const folder = await smallCity();
    let server = await serverFor(folder, new Date(RECORDING_START).toISOString());
    const first = replay(folder, server, '--rate', String(RATE));
    const reached = (readings: number) =>
      until(async () => (await outcomesOf(server)).stored > readings, {
        within: 30_000,
        saying: `${String(readings)} readings`,
      });
    await reached(100);
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    const from = /Go on with --from (\S+)/.exec(await first.line(/stopped/))?.[1] ?? '';
    const second = replay(folder, server, '--rate', String(RATE), '--from', from);
    await reached(400);
    await server.program.kill();
    server = await startServer({ after: server });
    await second.line(/replay over/, 40_000);
    await server.program.stop();
    const stored = await storedBy(server, folder);
    expect(stored).toHaveLength(864);
    expect(await fingerprintOf(stored)).toBe(await fingerprintOf((await readCity(folder)).readings()));
  }, 120_000);
});

describeWithData(REAL_CITY, 'a replay of a recorded city', () => {
  it('has a day of a large city stored', async () => {
    const [start, end] = ['2026-03-01T16:01:20Z', '2026-03-02T16:00:00Z'];
    const server = await serverFor(REAL_CITY, start, 36_000);
    const program = replay(REAL_CITY, server, '--rate', '36000', '--until', end);
    const over = await program.line(/replay over/, 60_000);
    const doubled = Number(/([\d,]+) of them doubled/.exec(over)?.[1]);
    const outcomes = await outcomesOf(server);
    await server.program.stop();
    const stored = await storedBy(server, REAL_CITY);
    expect(await program.line(/sha256/)).toContain(await fingerprintOf(stored));
    expect(outcomes).toMatchObject({ stored: stored.length, duplicate: doubled });
  }, 90_000);
});
