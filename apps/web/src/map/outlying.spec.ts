import fc from 'fast-check';
import { outlyingOf } from './outlying.ts';

const at = (lat: number, lon: number) => ({ position: { lat, lon } });
const inCity = fc
  .tuple(fc.double({ min: 34.6, max: 34.9, noNaN: true }), fc.double({ min: 113.4, max: 113.9, noNaN: true }))
  .map(([lat, lon]) => at(lat, lon));
const cities = fc.array(inCity, { minLength: 3, maxLength: 48 });

describe('stations that lie far out', () => {
  it('are none of a city, however its stations are spread', () => {
    fc.assert(fc.property(cities, (city) => expect(outlyingOf(city)).toEqual([])));
  });

  it('are those 500 km away and at 0, 0, as long as most stations are of the city', () => {
    fc.assert(
      fc.property(cities, fc.constantFrom(at(0, 0), at(39.3, 113.6), at(34.7, 119.2)), (city, far) => {
        expect(outlyingOf([...city, far])).toEqual([far]);
      }),
    );
  });

  it('are none where there are none, or one, or two', () => {
    for (const few of [[], [at(0, 0)], [at(0, 0), at(0.1, 0.1)]]) expect(outlyingOf(few)).toEqual([]);
  });
});
