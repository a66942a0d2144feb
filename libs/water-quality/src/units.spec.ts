import fc from 'fast-check';
import { PARAMETER_CODES, PARAMETERS, type ParameterCode } from './parameters.ts';
import { UNITS } from './units.data.ts';
import { convertValue, findUnit } from './units.ts';

function convert(parameter: ParameterCode, unit: string, value: number, decimals: number): number {
  const found = findUnit(parameter, unit);
  if (!found.ok) throw new Error(found.fault);
  return convertValue(value, found.unit, decimals);
}

describe('units', () => {
  it('know the unit of every parameter, as itself', () => {
    for (const code of PARAMETER_CODES) {
      expect(findUnit(code)).toMatchObject({ ok: true, unit: { code: PARAMETERS[code].unit, factor: 1 } });
    }
  });

  it('have no name twice in one quantity', () => {
    for (const units of Object.values(UNITS)) {
      const names = units.flatMap(({ code, spellings }) => [code, ...spellings]).map((name) => name.toLowerCase());
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it.each([
    ['temperature', '[degF]', 212, 0, 100],
    ['temperature', '°F', 32, 1, 0],
    ['temperature', 'degF', 56.6, 1, 13.67],
    ['temperature', 'K', 293.15, 2, 20],
    ['free_chlorine', 'µg/L', 170, 0, 0.17],
    ['total_chlorine', 'ppm', 0.17, 2, 0.17],
    ['conductivity', 'mS/cm', 0.2345, 4, 234.5],
    ['conductivity', 'S/m', 0.05, 2, 500],
    ['pressure', 'psi', 68, 0, 0.469],
    ['pressure', 'bar', 4.2, 1, 0.42],
    ['pressure', 'kPa', 320, 0, 0.32],
    ['flow', '[gal_us]/min', 1_000, 0, 227.1],
    ['flow', 'MGD', 13.5, 1, 2_129],
    ['flow', 'L/s', 10.1, 1, 36.4],
    ['uv254', '1/cm', 0.047, 3, 4.7],
    ['orp', 'V', 0.749, 3, 749],
  ] as const)('give %s in %s: %d', (parameter, unit, value, decimals, expected) => {
    expect(convert(parameter, unit, value, decimals)).toBe(expected);
  });

  it('say whether a unit is unknown or of another quantity, and which are known', () => {
    expect(findUnit('temperature', 'furlong')).toMatchObject({ ok: false, fault: 'unknown' });
    expect(findUnit('temperature', 'psi')).toMatchObject({
      ok: false,
      fault: 'unlike',
      known: [{ code: 'Cel' }, { code: '[degF]' }, { code: 'K' }],
    });
  });

  it('change no value that is in our unit already', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PARAMETER_CODES), fc.double({ noNaN: true }), fc.nat(6), (code, value, digits) => {
        expect(convert(code, PARAMETERS[code].unit, value, digits)).toBe(value);
      }),
    );
  });

  it('keep two values apart that were written apart', () => {
    const units = Object.entries(UNITS).flatMap(([, list]) => list);
    fc.assert(
      fc.property(fc.constantFrom(...units), fc.integer({ min: -9_999, max: 9_999 }), fc.nat(3), (unit, n, digits) => {
        const step = 10 ** -digits;
        expect(convertValue(n * step, unit, digits)).not.toBe(convertValue((n + 1) * step, unit, digits));
      }),
    );
  });
});
