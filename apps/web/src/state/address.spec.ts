import { STATUSES } from '@clearwell/water-quality';
import fc from 'fast-check';
import { formatAddress, parseAddress, type Address } from './address.ts';

const address: fc.Arbitrary<Address> = fc.record({
  language: fc.constantFrom('zh' as const, 'en' as const),
  station: fc.option(fc.string({ minLength: 1 }), { nil: null }),
  statuses: fc.uniqueArray(fc.constantFrom(...STATUSES)),
  search: fc.string(),
  view: fc.constantFrom('map' as const, 'list' as const),
});

describe('the address', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(address, (state) => {
        expect(parseAddress(formatAddress(state, ''), 'zh')).toEqual(state);
      }),
    );
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
