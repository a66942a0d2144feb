import { agrees, compareWithOnline } from './measurement.ts';
import type { ParameterCode } from './parameters.ts';

describe('a measurement beside a probe', () => {
  it.each<[ParameterCode, number, number, boolean]>([
    ['free_chlorine', 0.06, 0.08, true],
    ['free_chlorine', 0.06, 0.09, false],
    ['free_chlorine', 0.5, 0.45, true],
    ['free_chlorine', 0.5, 0.56, false],
    ['turbidity', 0.4, 0.5, true],
    ['turbidity', 0.4, 0.51, false],
    ['turbidity', 3, 3.3, true],
    ['turbidity', 3, 2.6, false],
  ])('of %s %d agrees with %d: %s', (parameter, measured, value, isAgreed) => {
    expect(agrees(compareWithOnline(parameter, measured, { sampledAt: 0, value }))).toBe(isAgreed);
  });

  it('says how far off the probe was, and how far it may be', () => {
    const online = compareWithOnline('free_chlorine', 0.5, { sampledAt: 7, value: 0.75 });
    expect(online).toEqual({ sampledAt: 7, value: 0.75, difference: 0.25, tolerance: 0.05 });
  });
});
