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

  it.each(
    Object.entries({ alertWords, listWords, pageWords, precisionWords, replayWords }).map(([name, { zh, en }]) => ({
      name,
      zh: zh as Readonly<Record<string, string>>,
      en: en as Readonly<Record<string, string>>,
    })),
  )('name the same values in all of $name', (words) => {
    for (const [key, text] of Object.entries(words.zh))
      expect([key, placeholders(words.en[key] ?? '')]).toEqual([key, placeholders(text)]);
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
