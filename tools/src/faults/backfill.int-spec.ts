import { topicOf } from '@clearwell/contracts';
import { makeCity, randomStream } from '@clearwell/firmware-sim';
import { startServer, temporaryFolder, until, type RunningServer } from '@clearwell/testkit';
import { DAY, MINUTE, type Station } from '@clearwell/water-quality';
import { connectAsync, type MqttClient } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foundEpisodes, Holdings, lineOf, storedReadings } from './holdings.ts';
import { readingAt } from './load-water.ts';
import { shuffled } from './shuffle.ts';
import { outcomesOf, runUndisturbed } from './undisturbed.ts';

const SEED = 5;
const { stations: STATIONS } = makeCity({ seed: 1, stations: 48 });
const START = Math.floor((Date.now() - 4 * DAY) / (10 * MINUTE)) * 10 * MINUTE;
/** In intervals of ten minutes: a quarter of a day as always, a day without any station, a quarter of a day as always. */
const OUTAGE = { from: 36, to: 180 };
const END = 216;
/** Of all messages of the outage so many come twice. */
const DOUBLED = 0.2;
const LARGEST_BATCH = 60;
const IN_FLIGHT = 8;

interface Slots {
  readonly from: number;
  readonly to: number;
}

interface Message {
  readonly station: Station;
  readonly readings: readonly ReturnType<typeof readingAt>[];
}

const readingsOf = (station: Station, { from, to }: Slots) =>
  Array.from({ length: to - from }, (_, i) => readingAt(station, from + i, { seed: SEED, start: START }));

/** What all stations kept during the outage in batches, some of them doubled, in no order at all. */
function messagesOfOutage(): Message[] {
  const random = randomStream(SEED);
  const messages = STATIONS.flatMap((station) => {
    const readings = shuffled(readingsOf(station, OUTAGE), random);
    const cut: Message[] = [];
    while (readings.length > 0)
      cut.push({ station, readings: readings.splice(0, 1 + Math.floor(random() * LARGEST_BATCH)) });
    return cut;
  });
  return shuffled([...messages, ...messages.filter(() => random() < DOUBLED)], random);
}

const publish = (client: MqttClient, { station, readings }: Message): Promise<unknown> =>
  client.publishAsync(topicOf(station.region, station.id, 'readings'), JSON.stringify({ readings }), { qos: 1 });

/** One interval after the other, all stations. */
async function publishLive(client: MqttClient, slots: Slots): Promise<void> {
  for (let slot = slots.from; slot < slots.to; slot++) {
    const at = { from: slot, to: slot + 1 };
    await Promise.all(STATIONS.map((station) => publish(client, { station, readings: readingsOf(station, at) })));
  }
}

async function publishBacklog(client: MqttClient, messages: readonly Message[]): Promise<void> {
  const left = [...messages];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await publish(client, next);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

describe('a day of the whole city that comes late, shuffled and with doubles, while the stations go on', () => {
  it('loses and doubles nothing, and makes the episodes that it would have made in time', async () => {
    const file = join(temporaryFolder(), 'stations.json');
    writeFileSync(file, JSON.stringify({ stations: STATIONS }));
    const settings = { CLEARWELL_STATIONS: file };
    const server: RunningServer = await startServer({ settings });
    const [live, late] = await Promise.all([connectAsync(server.mqttUrl), connectAsync(server.mqttUrl)]);
    await publishLive(live, { from: 0, to: OUTAGE.from });
    const messages = messagesOfOutage();
    const backlog = messages.reduce((sum, { readings }) => sum + readings.length, 0);
    // The first of the new day are judged before anything of the outage comes.
    await publishLive(live, { from: OUTAGE.to, to: OUTAGE.to + 6 });
    const began = performance.now();
    const [tookMs] = await Promise.all([
      publishBacklog(late, messages).then(() => performance.now() - began),
      publishLive(live, { from: OUTAGE.to + 6, to: END }),
    ]);
    const all = STATIONS.map((station) => ({ station, readings: readingsOf(station, { from: 0, to: END }) }));
    const expected = new Holdings(
      all.flatMap(({ station, readings }) => readings.map((one) => lineOf(station.id, one))),
    );
    await until(async () => (await outcomesOf(server)).readings.stored >= expected.lines.length, { saying: 'all' });
    const { readings } = await outcomesOf(server);
    await Promise.all([live.endAsync(), late.endAsync()]);
    await server.program.stop();
    const outage = STATIONS.length * (OUTAGE.to - OUTAGE.from);
    console.log(
      `${outage} late readings (${backlog} with doubles) taken in and judged in ${(tookMs / 1_000).toFixed(1)} s`,
    );

    expect(storedReadings(server.data, STATIONS).compare(expected)).toEqual({ missing: 0, added: 0 });
    expect(readings).toMatchObject({ stored: expected.lines.length, duplicate: backlog - outage, conflicting: 0 });
    const undisturbed = foundEpisodes(await runUndisturbed(settings, all));
    expect(undisturbed.lines.length).toBeGreaterThan(20);
    expect(foundEpisodes(server.data).lines).toEqual(undisturbed.lines);
  }, 300_000);
});
