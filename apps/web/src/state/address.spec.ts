import { DAY, MINUTE, PARAMETER_CODES, STATUSES } from '@clearwell/water-quality';
import fc from 'fast-check';
import { formatAddress, parseAddress, SPEEDS, type Address } from './address.ts';

const address: fc.Arbitrary<Address> = fc.record({
  language: fc.constantFrom('zh' as const, 'en' as const),
  station: fc.option(fc.string({ minLength: 1 }), { nil: null }),
  statuses: fc.uniqueArray(fc.constantFrom(...STATUSES)),
  search: fc.string(),
  view: fc.constantFrom('map' as const, 'list' as const),
  replay: fc.option(
    fc.record({
      at: fc.integer({ min: 0, max: (40_000 * DAY) / MINUTE }).map((minute) => minute * MINUTE),
      speed: fc.constantFrom(...SPEEDS),
      view: fc.constantFrom('sampled' as const, 'known' as const),
      parameter: fc.constantFrom(...PARAMETER_CODES),
    }),
    { nil: null },
  ),
});

describe('the address', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(address, (state) => {
        expect(parseAddress(formatAddress(state, ''), 'zh')).toEqual(state);
      }),
    );
  });

  it('names a moment by the clock of the city, as people write it into a link', () => {
    const { replay } = parseAddress('?t=2026-11-20T08:30+08:00&speed=600&view=known', 'zh');
    expect(replay).toMatchObject({ at: Date.parse('2026-11-20T00:30Z'), speed: 600, view: 'known' });
    expect(parseAddress('?t=yesterday', 'zh').replay).toBeNull();
  });

  it('keeps parameters that are not its own', () => {
    const state = parseAddress('?debug=1&lang=en', 'zh');
    expect(formatAddress(state, '?debug=1&lang=en')).toBe('?debug=1&lang=en');
  });

  it('leaves out statuses that do not exist', () => {
    expect(parseAddress('?status=warning,purple,warning', 'zh').statuses).toEqual(['warning']);
  });

  it('takes the language last chosen when it names none', () => {
    expect(parseAddress('', 'en').language).toBe('en');
    expect(parseAddress('?lang=zh', 'en').language).toBe('zh');
  });
});
