import { limitBook } from '@clearwell/water-quality';
import { speech } from '../i18n/translate.ts';
import { limitTexts, rangeText } from './limit-text.ts';

const limitsAt = limitBook(['GB 5749-2022', 'GB 5749-2006', 'operational']);

const at = Date.parse('2026-11-21T00:00:00Z');

describe('limits in words', () => {
  it('give the legal range first and the operational level after it', () => {
    const limits = limitsAt('free_chlorine', 'pipe_end', at);
    expect(limitTexts(speech('zh'), limits)).toEqual(['限值 0.05–2', '控制值 ≥ 0.1']);
  });

  it('are those of the date', () => {
    const before = limitsAt('free_chlorine', 'pipe_end', Date.parse('2020-01-01'));
    expect(rangeText(before.filter((limit) => limit.level === 'red'))).toBe('0.05–4');
  });

  it('say that a parameter has none', () => {
    expect(limitTexts(speech('en'), limitsAt('orp', 'pipe_end', at))).toEqual(['No limit, trend only']);
  });
});
