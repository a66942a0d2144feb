import { STATUSES, stationId, type Station } from '@clearwell/water-quality';
import fc from 'fast-check';
import type { Standings } from '../state/board-store.ts';
import { severity } from '../state/severity.ts';
import { matches, orderStations } from './order-stations.ts';

const stationOf = (id: string, zh = id): Station => ({
  id: stationId(id),
  region: 'zz',
  name: { zh, en: id },
  district: { zh: '槐园区', en: 'Huaiyuan' },
  siteType: 'pipe_end',
  position: { lat: 0, lon: 0 },
  intervalMs: 600_000,
  channels: [],
});

const some = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.constantFrom(...STATUSES)), {
  selector: ([id]) => id,
});

describe('the order of the list', () => {
  it('loses no station and never puts a better status before a worse one', () => {
    fc.assert(
      fc.property(some, (pairs) => {
        const standings: Standings = new Map(
          pairs.map(([id, status]) => [stationId(id), { status, unverified: false }]),
        );
        const ordered = orderStations(
          pairs.map(([id]) => stationOf(id)),
          standings,
          'zh',
        );
        const ranks = ordered.map((station) => severity(standings.get(station.id)?.status ?? 'normal'));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        expect(new Set(ordered.map((station) => station.id)).size).toBe(pairs.length);
      }),
    );
  });

  it('counts numbers in names', () => {
    const ordered = orderStations([stationOf('末梢-10'), stationOf('末梢-9')], new Map(), 'zh');
    expect(ordered.map((station) => station.id)).toEqual(['末梢-9', '末梢-10']);
  });
});

describe('the filter', () => {
  const station = stationOf('zz-017', '海棠路末梢');

  it.each([
    ['海棠', true],
    ['ZZ-017', true],
    ['huaiyuan 末梢', true],
    ['管网水', false],
    ['  ', true],
  ])('finds by %s: %s', (search, found) => {
    expect(matches(station, 'normal', { statuses: [], search })).toBe(found);
  });

  it('holds back other statuses, and stations whose status is not known', () => {
    expect(matches(station, 'normal', { statuses: ['warning'], search: '' })).toBe(false);
    expect(matches(station, undefined, { statuses: ['warning'], search: '' })).toBe(false);
    expect(matches(station, 'warning', { statuses: ['warning'], search: '' })).toBe(true);
  });
});
