import { changeStation } from '@clearwell/stations';
import { buildChannel, buildStation, temporaryFolder } from '@clearwell/testkit';
import type { Station } from '@clearwell/water-quality';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shapeConfig } from './config/config.ts';
import { readSettings } from './config/settings.ts';
import { House } from './house.ts';

const station = buildStation();
const named = (name: string): Station => ({ ...station, name: { zh: name, en: name } });

/** One life of a server with this stations file; what is true of the station afterwards, and how it came to be. */
async function live(folder: string, file: Station, work: (house: House) => void = () => undefined) {
  const path = join(folder, 'stations.json');
  writeFileSync(path, JSON.stringify({ stations: [file] }));
  const settings = readSettings({ CLEARWELL_DATA: join(folder, 'data'), CLEARWELL_STATIONS: path });
  const house = await House.open(shapeConfig(settings), {
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  });
  work(house);
  const recorded = house.register.recorded(station.id);
  await house.close();
  return recorded.map(({ station: one, recordedBy, retired }) => `${recordedBy} ${one.name.en}${retired ? ' -' : ''}`);
}

describe('a stations file', () => {
  it('makes one registration, however often the server starts with it', async () => {
    const folder = temporaryFolder();
    expect(await live(folder, named('a'))).toEqual(['file a']);
    expect(await live(folder, named('a'))).toEqual(['file a']);
  });

  it('that changed makes one more, from now on', async () => {
    const folder = temporaryFolder();
    await live(folder, named('a'));
    expect(await live(folder, named('b'))).toEqual(['file a', 'file b']);
  });

  it('does not undo what a person changed or retired since', async () => {
    const folder = temporaryFolder();
    await live(folder, named('a'), (house) => {
      const now = house.clock.now();
      const terms = { from: now, now, revision: null };
      house.record([changeStation(house.register, named('mine'), terms)]);
      house.record([{ station: named('mine'), from: now + 1, retired: true, recordedBy: 'api' }]);
    });
    expect(await live(folder, named('a'))).toEqual(['file a', 'api mine', 'api mine -']);
    expect(await live(folder, named('b'))).toEqual(['file a', 'api mine', 'api mine -', 'file b -']);
  });

  it('that gives a station more channels than fit in its life stops the start', async () => {
    const folder = temporaryFolder();
    await live(folder, named('a'));
    const keys = ['ph', 'orp', 'tds', 'ozone'].flatMap((key) => [
      key,
      ...[2, 3, 4, 5, 6, 7].map((n) => `${key}.${String(n)}`),
    ]);
    const more = buildStation({ channels: keys.slice(0, 24).map((key) => buildChannel(key)) });
    await expect(live(folder, more)).rejects.toThrow(/more than 24 channels/);
  });
});
