import { parameterOf } from '@clearwell/water-quality';
import fc from 'fast-check';
import { valueRange } from './value-range.ts';

const parameter = parameterOf('free_chlorine');
const number = fc.double({ min: 0, max: 20, noNaN: true });

describe('the axis of a chart', () => {
  it('holds every value and the nearest limit', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), fc.array(number, { maxLength: 4 }), (values, limits) => {
        const { low, high } = valueRange({ values, limits, parameter });
        expect(values.every((value) => low <= value && value <= high)).toBe(true);
        const inside = limits.filter((limit) => low <= limit && limit <= high);
        expect(limits.length === 0 || inside.length > 0).toBe(true);
        expect(high).toBeGreaterThan(low);
      }),
    );
  });

  it('leaves a far limit off rather than press the data flat', () => {
    const { low, high } = valueRange({ values: [0.25, 0.4], limits: [0.05, 0.1, 2], parameter });
    expect(low).toBeLessThan(0.05);
    expect(high).toBeLessThan(1);
  });

  it('stands without data on the limits', () => {
    expect(valueRange({ values: [null], limits: [0.05, 2], parameter }).high).toBeGreaterThan(2);
  });
});
