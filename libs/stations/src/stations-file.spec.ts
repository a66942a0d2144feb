import { buildChannel, buildStation } from '@clearwell/testkit';
import { parseStations, StationsFileError } from './stations-file.ts';

const fileOf = (...stations: unknown[]): string => JSON.stringify({ stations });

describe('parseStations', () => {
  it('reads stations that are in order', () => {
    expect(parseStations(fileOf(buildStation()))).toEqual([buildStation()]);
  });

  it.each([
    ['is no JSON', 'stations: []', /not JSON/],
    ['has another shape', '{"stations":[{"id":"ZZ 1"}]}', /stations\[0\].id/],
    ['has a station twice', fileOf(buildStation(), buildStation()), /zz-001 stands there twice/],
    [
      'has a channel twice',
      fileOf(buildStation({ channels: [buildChannel('ph'), buildChannel('ph')] })),
      /a channel twice/,
    ],
    [
      'has another unit',
      fileOf(buildStation({ channels: [buildChannel('turbidity', { unit: 'FNU' })] })),
      /unit must be \[NTU\], not FNU/,
    ],
    [
      'names a channel after another parameter',
      fileOf(buildStation({ channels: [buildChannel('ph', { parameter: 'orp', unit: 'mV' })] })),
      /must begin with orp/,
    ],
  ])('says what is wrong with a file that %s', (_, text, saying) => {
    const read = () => parseStations(text);
    expect(read).toThrow(StationsFileError);
    expect(read).toThrow(saying);
  });

  it('says every fault at once', () => {
    const bad = buildStation({
      channels: [buildChannel('turbidity', { unit: 'FNU' }), buildChannel('ph', { unit: 'pH' })],
    });
    expect(() => parseStations(fileOf(bad))).toThrow(/turbidity[^]*ph/);
  });
});
