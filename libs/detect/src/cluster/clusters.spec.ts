import { HOUR, MINUTE, stationId, type Link, type ParameterCode } from '@clearwell/water-quality';
import fc from 'fast-check';
import { findClusters } from './clusters.ts';
import type { StationEvent } from './station-event.ts';
import { Waterways } from './waterways.ts';

const START = Date.UTC(2026, 2, 1);
const IDS = ['plant', 'upper', 'lower', 'side', 'end'];
const link = (from: string, to: string, travelMinutes: number): Link => ({
  from: stationId(from),
  to: stationId(to),
  travelMinutes,
});
const LINKS = [
  link('plant', 'upper', 60),
  link('upper', 'lower', 90),
  link('plant', 'side', 120),
  link('lower', 'end', 200),
];
const FAR = stationId('far');
const place = (id: string) => ({ id: stationId(id), position: { lat: id === 'far' ? 10 : 34, lon: 113 } });
const WATERWAYS = new Waterways(LINKS, IDS.map(place));

function event(
  station: string,
  hours: number,
  moves: Partial<Record<ParameterCode, number>> = { free_chlorine: -3 },
  score = 3,
): StationEvent {
  const start = START + hours * HOUR;
  const shifts = Object.entries(moves).map(([parameter, size]) => ({
    ...{ parameter: parameter as ParameterCode, direction: size > 0 ? (1 as const) : (-1 as const) },
    ...{ size: Math.abs(size), deviation: size },
  }));
  return { station: stationId(station), start, until: start + HOUR, score, shifts, clearedAt: null };
}

const stationsOf = (events: readonly StationEvent[], waterways = WATERWAYS) =>
  findClusters(events, waterways).map(({ stations }) => stations);

describe('findClusters', () => {
  it('joins what water carries from one station to the next in its time', () => {
    expect(stationsOf([event('plant', 0), event('upper', 1), event('lower', 2.6)])).toEqual([
      ['plant', 'upper', 'lower'],
    ]);
  });

  it('joins two stations below a third that saw nothing', () => {
    expect(stationsOf([event('upper', 1), event('side', 2)])).toEqual([['upper', 'side']]);
  });

  it('does not join what comes too early or too late, or moves other ways', () => {
    expect(stationsOf([event('plant', 3), event('upper', 0)])).toEqual([]);
    expect(stationsOf([event('plant', 0), event('upper', 9)])).toEqual([]);
    expect(stationsOf([event('plant', 0), event('upper', 1, { free_chlorine: 3 })])).toEqual([]);
    expect(stationsOf([event('plant', 0), event('upper', 1, { turbidity: 3 })])).toEqual([]);
  });

  it('makes more of more stations, and no more than its share of one that is very sure', () => {
    const strengthOf = (...events: StationEvent[]) => findClusters(events, WATERWAYS)[0]?.strength ?? 0;
    const two = strengthOf(event('plant', 0), event('upper', 1));
    expect(strengthOf(event('plant', 0), event('upper', 1), event('lower', 2.5))).toBeGreaterThan(two);
    expect(strengthOf(event('plant', 0, undefined, 400), event('upper', 1))).toBeLessThan(two + 2);
  });

  it('goes by distance where the network says nothing', () => {
    const near = { id: stationId('near'), position: { lat: 34.01, lon: 113 } };
    const lone = { id: stationId('lone'), position: { lat: 34, lon: 113 } };
    const waterways = new Waterways(LINKS, [...IDS.map(place), near, lone, place('far')]);
    expect(stationsOf([event('near', 0), event('lone', 0.5)], waterways)).toEqual([['near', 'lone']]);
    expect(stationsOf([event('far', 0), event('lone', 0.5)], waterways)).toEqual([]);
  });

  const someEvent = fc
    .record({
      station: fc.constantFrom(...IDS),
      hours: fc.integer({ min: 0, max: 60 }).map((n) => n / 3),
      parameter: fc.constantFrom<ParameterCode>('free_chlorine', 'turbidity', 'ph'),
      size: fc.constantFrom(-3, 2, 4),
      score: fc.double({ min: 1, max: 9, noNaN: true }),
    })
    .map(({ station, hours, parameter, size, score }) => event(station, hours, { [parameter]: size }, score));
  const someEvents = fc.uniqueArray(someEvent, {
    maxLength: 14,
    selector: ({ station, start }) => `${station}${String(start)}`,
  });

  it('comes to the same in whatever order the events came', () => {
    fc.assert(
      fc.property(
        someEvents.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          expect(findClusters(shuffled, WATERWAYS)).toEqual(findClusters(events, WATERWAYS));
        },
      ),
    );
  });

  it('is not changed by a station that no water reaches', () => {
    const waterways = new Waterways(LINKS, [...IDS.map(place), place('far')]);
    fc.assert(
      fc.property(someEvents, fc.integer({ min: 0, max: 20 }), (events, hours) => {
        const others = findClusters([...events, event('far', hours)], waterways);
        expect(others).toEqual(findClusters(events, waterways));
        expect(others.every(({ stations }) => !stations.includes(FAR))).toBe(true);
      }),
    );
  });
});

describe('Waterways', () => {
  it('allows for water that is faster or slower than on an ordinary day, the more the longer its way', () => {
    const [plant, upper, end] = [stationId('plant'), stationId('upper'), stationId('end')];
    expect(WATERWAYS.mayAgree(plant, upper, 30 * MINUTE)).toBe(true);
    expect(WATERWAYS.mayAgree(plant, upper, 130 * MINUTE)).toBe(false);
    expect(WATERWAYS.mayAgree(plant, end, 480 * MINUTE)).toBe(true);
    expect(WATERWAYS.mayAgree(end, plant, -350 * MINUTE)).toBe(true);
  });
});
