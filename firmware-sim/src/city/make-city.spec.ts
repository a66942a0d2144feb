import { stationsFileSchema } from '@clearwell/contracts';
import { MAX_CHANNELS, type SiteType } from '@clearwell/water-quality';
import { DISTRICTS } from './districts.ts';
import { makeCity } from './make-city.ts';
import { isInside, kilometres, toLonLat } from './plane.ts';

const city = makeCity({ seed: 1, stations: 48 });

const countOf = (siteType: SiteType): number => city.stations.filter((one) => one.siteType === siteType).length;

describe('the city', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(makeCity({ seed: 1, stations: 48 })).toEqual(city);
    expect(makeCity({ seed: 2, stations: 48 }).stations).not.toEqual(city.stations);
  });

  it('is a list of stations as the contract wants it', () => {
    expect(stationsFileSchema.parse({ stations: city.stations }).stations).toEqual(city.stations);
    expect(city.stations.map(({ id }) => id)).toEqual(
      Array.from({ length: 48 }, (_, index) => `zz-${String(index + 1).padStart(3, '0')}`),
    );
  });

  it('has sites of every type in proportion', () => {
    const types = ['plant_outlet', 'pipe_network', 'pipe_end', 'secondary_supply', 'small_supply'] as const;
    expect(types.map(countOf)).toEqual([5, 20, 14, 7, 2]);
  });

  it('has every station inside its district, apart from the others', () => {
    for (const station of city.stations) {
      const district = DISTRICTS.find(({ name }) => name.zh === station.district.zh);
      expect(isInside(toLonLat(station.position), district?.outline ?? [])).toBe(true);
      const others = city.stations.filter((one) => one !== station);
      const gap = Math.min(...others.map((one) => kilometres(toLonLat(one.position), toLonLat(station.position))));
      expect(gap).toBeGreaterThan(0.8);
    }
  });

  it('has stations in all twelve districts', () => {
    expect(new Set(city.stations.map(({ district }) => district.zh)).size).toBe(12);
  });

  it('measures the five basic parameters everywhere, chlorine dioxide with two probes at small supplies', () => {
    for (const { siteType, channels } of city.stations) {
      const keys = channels.map(({ key }) => key as string);
      const small = ['chlorine_dioxide', 'chlorine_dioxide.2'];
      expect(keys).toEqual(expect.arrayContaining(['turbidity', 'ph', 'conductivity', 'temperature']));
      expect(keys).toEqual(expect.arrayContaining(siteType === 'small_supply' ? small : ['free_chlorine']));
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeLessThanOrEqual(MAX_CHANNELS);
    }
  });

  it('brings water from a waterworks to every station but the small supplies', () => {
    const works = new Set(city.stations.filter((one) => one.siteType === 'plant_outlet').map(({ id }) => id));
    for (const { id, siteType } of city.stations) {
      const supply = city.supplies.get(id);
      if (siteType === 'small_supply') expect(supply).toEqual({ source: id, travelMs: 0 });
      else expect(works.has(supply?.source ?? id)).toBe(true);
      if (siteType === 'pipe_end') expect(supply?.travelMs).toBeGreaterThan(0);
    }
  });

  it('has pipes between known nodes only', () => {
    const known = new Set(city.network.nodes.map(({ id }) => id));
    for (const { from, to, travelMinutes } of city.network.edges) {
      expect(known.has(from) && known.has(to) && from !== to).toBe(true);
      expect(travelMinutes).toBeGreaterThan(0);
    }
  });

  it.each([1, 3, 150])('can have %i stations', (stations) => {
    const other = makeCity({ seed: 1, stations });
    expect(other.stations).toHaveLength(stations);
    expect(other.stations[0]?.siteType).toBe('plant_outlet');
  });
});
