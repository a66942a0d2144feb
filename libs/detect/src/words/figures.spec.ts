import { channelKey, DAY, HOUR, MINUTE, SECOND } from '@clearwell/water-quality';
import { chanceText, listed, moveText, paceText, readingText, spansText, spanText, spreadText } from './figures.ts';

const CHLORINE = channelKey('free_chlorine');

describe('figures in words', () => {
  it('give a reading to the step of its probe, and no negative zero', () => {
    expect(readingText({}, CHLORINE, 0.6)).toBe('0.60 mg/L');
    expect(readingText({ resolutionOf: () => 0.1 }, CHLORINE, 0.64)).toBe('0.6 mg/L');
    expect(readingText({ resolutionOf: () => 0.1 / 1.8 }, CHLORINE, 0.64)).toBe('0.64 mg/L');
    expect(readingText({}, channelKey('ph'), -0.001)).toBe('0.00');
    expect(moveText({}, channelKey('orp'), 652.5, 577)).toEqual({ zh: '653→577 mV', en: 'from 653 to 577 mV' });
  });

  it('give differences to three figures and paces to two', () => {
    expect(spreadText({}, CHLORINE, 0.1 + 0.2)).toBe('0.3 mg/L');
    expect(spreadText({}, channelKey('conductivity'), 18.0993)).toBe('18.1 µS/cm');
    expect(paceText(-0.0155556)).toBe('0.016');
  });

  it.each([
    [30 * SECOND, '不到 1 分钟', 'less than a minute'],
    [25 * MINUTE, '25 分钟', '25 min'],
    [90 * MINUTE, '1.5 小时', '1.5 h'],
    [47 * HOUR, '47 小时', '47 h'],
    [3 * DAY, '3 天', '3 days'],
  ])('give a span of %d ms in its own unit', (ms, zh, en) => {
    expect(spanText(ms)).toEqual({ zh, en });
  });

  it('give three spans in the unit of the likely one', () => {
    expect(spansText(10 * MINUTE, 24 * MINUTE, 2 * HOUR).range.zh).toBe('10～120 分钟');
    expect(spansText(DAY, 3 * DAY, 6 * DAY).likely.en).toBe('3 days');
  });

  it('list names as each language does, and write small chances', () => {
    const names = ['a', 'b', 'c'].map((name) => ({ zh: name, en: name }));
    expect(listed(names)).toEqual({ zh: 'a、b、c', en: 'a, b and c' });
    expect(chanceText(14.7)).toBe('10⁻¹⁵');
  });
});
