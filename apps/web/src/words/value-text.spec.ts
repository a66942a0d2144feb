import { buildStation } from '@clearwell/testkit';
import type { StationState } from '@clearwell/contracts';
import { speech } from '../i18n/translate.ts';
import { mainValue } from './value-text.ts';

const station = buildStation();

const withValues = (values: Readonly<Record<string, number | null>>): StationState => ({
  station: station.id,
  status: 'normal',
  freshness: 'fresh',
  unverified: false,
  latest: { sampledAt: 0, receivedAt: 0, values, flags: {} },
  findings: [],
  link: null,
});

describe('the value one looks at first', () => {
  it.each([
    [{ free_chlorine: 0.3, turbidity: 0.2 }, '余氯 0.30 mg/L'],
    [{ turbidity: 0.2, ph: 7.4 }, '浊度 0.20 NTU'],
    [{ free_chlorine: null, ph: 7.4 }, 'pH 7.40'],
  ])('of %p is %s', (values, text) => {
    expect(mainValue(speech('zh'), station, withValues(values))).toBe(text);
  });

  it('is none when no channel has one', () => {
    expect(mainValue(speech('zh'), station, withValues({ ph: null }))).toBeNull();
  });
});
