import { en } from './en.ts';
import { fillIn, speech } from './translate.ts';
import { WORDS as listWords } from '../alerts/list/words.ts';
import { WORDS as pageWords } from '../alerts/page/words.ts';
import { WORDS as precisionWords } from '../alerts/precision/words.ts';
import { WORDS as alertWords } from '../alerts/words.ts';
import { WORDS } from '../outcomes/words.ts';
import { WORDS as replayWords } from '../replay/words.ts';
import { zhCN, type Key } from './zh-CN.ts';

const keys = Object.keys(zhCN) as Key[];
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '').sort();

describe('the two languages', () => {
  it.each(keys)('name the same values in %s', (key) => {
    expect(placeholders(en[key])).toEqual(placeholders(zhCN[key]));
  });

  it.each(Object.keys(WORDS.zh) as (keyof typeof WORDS.zh)[])('name the same values in %s of the counters', (key) => {
    expect(placeholders(WORDS.en[key])).toEqual(placeholders(WORDS.zh[key]));
  });

  const parts: Readonly<Record<string, Record<'zh' | 'en', Readonly<Record<string, string>>>>> = {
    alerts: alertWords,
    'the list of alerts': listWords,
    'the page of an alert': pageWords,
    'the page of precision': precisionWords,
    'the replay': replayWords,
  };

  it.each(Object.entries(parts))('name the same values in all of %s', (_name, { zh, en: english }) => {
    for (const [key, text] of Object.entries(zh))
      expect([key, placeholders(english[key] ?? '')]).toEqual([key, placeholders(text)]);
  });
});

describe('filling in', () => {
  it('puts each value in its place', () => {
    expect(speech('zh').t('pill.live', { age: '2 秒前' })).toBe('实时 2 秒前');
  });

  it('agrees the English noun with its count', () => {
    expect(fillIn('{n|reading|readings}', { n: 1 })).toBe('1 reading');
    expect(fillIn('{n|reading|readings}', { n: 3 })).toBe('3 readings');
  });
});
