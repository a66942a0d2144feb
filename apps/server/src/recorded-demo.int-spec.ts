import { outcomesSchema } from '@clearwell/contracts';
import { writeCity, type RecordedReading } from '@clearwell/recorded-city';
import { buildStation, runServer, startServer, temporaryFolder, until, type RunningServer } from '@clearwell/testkit';
import { channelKey, DAY, MINUTE, stationId } from '@clearwell/water-quality';

const START = Date.UTC(2026, 2, 1, 16);
const STATIONS = ['a1', 'a2'].map((id) => buildStation({ id: stationId(id), region: 'a' }));

/** Two stations, a reading every 10 minutes of so many days. */
async function folderOf(days: number): Promise<string> {
  const folder = temporaryFolder();
  const readings = Array.from({ length: (days * DAY) / (10 * MINUTE) }, (_, i) => START + i * 10 * MINUTE).flatMap(
    (sampledAt): RecordedReading[] =>
      STATIONS.map(({ id: station }) => ({
        station,
        sampledAt,
        receivedAt: sampledAt + 9_000,
        values: { [channelKey('ph')]: 7 },
      })),
  );
  const empty = { nodes: [], links: [], travelTimes: [], calibrations: [], nodeOf: new Map() };
  await writeCity(folder, { record: { name: 'A', stations: STATIONS, ...empty }, readings });
  return folder;
}

const storedBy = async ({ url }: RunningServer): Promise<number> =>
  outcomesSchema.parse(await (await fetch(`${url}/api/outcomes`)).json()).readings.stored;

describe('the demo of a recorded city', () => {
  it('begins its clock with the file, goes on after a restart where the ledger ends, and says when it is over', async () => {
    const settings = { CLEARWELL_DEMO_REPLAY: await folderOf(4), CLEARWELL_CLOCK_RATE: '14400' };
    const first = await startServer({ settings, args: ['--demo'] });
    const { start } = (await (await fetch(`${first.url}/api/clock`)).json()) as { start: number };
    expect(start).toBe(START + 9_000);
    await until(async () => (await storedBy(first)) > 100, { saying: 'the first readings' });
    await first.program.kill();
    const second = await startServer({ after: first, args: ['--demo'] });
    await second.program.line(/The replay of .* goes on from 2026-03/);
    await second.program.line(/The recorded city is over/, 60_000);
    expect(await storedBy(second)).toBe(2 * 4 * 144);
    await second.program.stop();
  }, 90_000);

  it('says what is wrong with its folder, and does not start', async () => {
    const program = runServer({ CLEARWELL_DEMO_REPLAY: temporaryFolder(), CLEARWELL_DATA: temporaryFolder() }, [
      '--demo',
    ]);
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.lines.join('\n')).toMatch(
      /can't start: the recorded city in .* can't be used:[^]*stations\.csv is missing/,
    );
  });
});
