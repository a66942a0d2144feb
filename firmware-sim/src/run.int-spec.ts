import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomesSchema } from '@clearwell/contracts';
import { readStored, startSimulatedCity, until, type SimulatedCity, type StoredReading } from '@clearwell/testkit';
import { DAY } from '@clearwell/water-quality';
import { makeCity } from './city/make-city.ts';
import { RunDigest } from './run-digest.ts';

const START = Date.UTC(2026, 4, 6, 4);
/** Three days in seven seconds. */
const RATE = 36_000;
const DAYS = 3;
const STATIONS = 12;
const city = makeCity({ seed: 1, stations: STATIONS });

const startCity = (): Promise<SimulatedCity> =>
  startSimulatedCity(city.stations, { start: START, rate: RATE }, { days: 2, for: `${DAYS}d` });

const storedCount = async ({ server }: SimulatedCity): Promise<number> =>
  outcomesSchema.parse(await (await fetch(`${server.url}/api/outcomes`)).json()).readings.stored;

/** What is stored, without what hangs on when it came. */
const contentOf = ({ server }: SimulatedCity): unknown[] =>
  [...readStored(server.data, city.stations).readings.values()]
    .flat()
    .map(({ station, sampledAt, boot, seq, values, flags, marks, device }: StoredReading) => ({
      ...{ station, sampledAt, boot, seq, values, flags, marks, device },
    }));

const eventsOf = ({ server }: SimulatedCity): unknown => readStored(server.data, city.stations).events;

const truthOf = ({ folder }: SimulatedCity): string => readFileSync(join(folder, 'truth.csv'), 'utf8');

function hashOf({ server }: SimulatedCity): string {
  const digest = new RunDigest();
  const { readings } = readStored(server.data, city.stations);
  for (const { id } of city.stations) for (const row of readings.get(id) ?? []) digest.note(id, [row]);
  return digest.sha256();
}

describe('a run of three days in an ordinary city', () => {
  let whole: SimulatedCity;
  let broken: SimulatedCity;
  let printed: readonly string[];

  beforeAll(async () => {
    [whole, broken] = await Promise.all([startCity(), startCity()]);
    const undisturbed = whole.simulate();
    const first = broken.simulate();
    const half = (STATIONS * DAYS * 144) / 2;
    await until(async () => (await storedCount(broken)) > half, { within: 30_000, saying: 'half of the readings' });
    await first.kill();
    const second = broken.simulate();
    for (const program of [undisturbed, second]) {
      await program.line(/sha256/, 40_000);
      expect(await program.ended).toEqual({ code: 0, signal: null });
    }
    printed = undisturbed.lines;
    await Promise.all([whole, broken].map(({ server }) => server.program.stop()));
  }, 90_000);

  it('ends by itself when everything is acknowledged, and tells how much and where the truth is', () => {
    const count = STATIONS * (2 + DAYS) * 144;
    const written = count.toLocaleString('en');
    expect(printed.slice(-3)).toEqual([
      expect.stringMatching(
        new RegExp(`^run over: ${written} readings sampled, ${written} acknowledged, in [0-9.]+ s$`),
      ),
      `truth: ${join(whole.folder, 'truth.csv')}`,
      expect.stringMatching(/^sha256 of what was sampled: [0-9a-f]{64}$/),
    ]);
  });

  it('has the hash of what the server has stored', () => {
    expect(printed.at(-1)).toContain(hashOf(whole));
  });

  it('stores the same, number by number and event by event, when it is killed half-way and started again', () => {
    expect(contentOf(broken)).toEqual(contentOf(whole));
    expect(eventsOf(broken)).toEqual(eventsOf(whole));
    expect(hashOf(broken)).toBe(hashOf(whole));
  });

  it('writes the same truth, to the byte', () => {
    expect(truthOf(broken)).toBe(truthOf(whole));
    expect(truthOf(whole).split('\n').length).toBeGreaterThan(10);
    const begins = truthOf(whole).trim().split('\n').slice(1).map((row) => Date.parse(row.split(',')[4] ?? '')); // prettier-ignore
    expect(begins).toEqual(begins.toSorted((a, b) => a - b));
    expect(begins.some((at) => at < START)).toBe(true);
    expect(begins.every((at) => at < START + DAYS * DAY)).toBe(true);
  });
});
