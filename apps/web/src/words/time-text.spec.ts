import { HOUR, MINUTE } from '@clearwell/water-quality';
import { speech } from '../i18n/translate.ts';
import { ageText, dayText, fieldMoment, fieldText, minuteText, secondText, shortText } from './time-text.ts';

const at = Date.parse('2026-11-21T16:03:20Z');

describe('times', () => {
  it('stand in Shanghai, in 24 hours', () => {
    expect([dayText(at), minuteText(at), secondText(at)]).toEqual(['2026-11-22', '00:03', '00:03:20']);
  });

  it('carry their day unless it is today', () => {
    expect(shortText(at, at + HOUR)).toBe('00:03');
    expect(shortText(at, at + 25 * HOUR)).toBe('11-22 00:03');
  });

  it('are entered as the clock of the city shows them, wherever the browser is', () => {
    expect(fieldText(at)).toBe('2026-11-22T00:03');
    expect(fieldMoment('2026-11-22T00:03')).toBe(Date.parse('2026-11-21T16:03Z'));
    expect(fieldMoment('')).toBeNull();
  });

  it.each([
    [2_400, '2 秒前'],
    [-5, '刚刚'],
    [25 * MINUTE, '25 分钟前'],
    [119 * MINUTE, '119 分钟前'],
    [5 * HOUR, '5 小时前'],
    [72 * HOUR, '3 天前'],
  ])('tell an age of %d ms as %s', (ms, text) => {
    expect(ageText(speech('zh'), ms)).toBe(text);
  });
});
