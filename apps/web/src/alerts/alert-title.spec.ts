import { channelKey, stationId, type Station } from '@clearwell/water-quality';
import { buildStation } from '@clearwell/testkit';
import { speech } from '../i18n/translate.ts';
import { ruleName, whatText, whereText, type Telling } from './alert-title.ts';
import { say } from './words.ts';

const station: Station = buildStation({
  id: stationId('zz-017'),
  name: { zh: '管网末梢-017', en: 'Pipe end 017' },
  district: { zh: '金水区', en: 'Jinshui' },
});

const telling = (language: 'zh' | 'en'): Telling => ({
  speech: speech(language),
  say: say(language),
  stationOf: (id) => (id === station.id ? station : undefined),
});

const limit = {
  kind: 'limit',
  stations: [station.id],
  channel: channelKey('turbidity'),
  level: 'red',
  rules: ['gb2022.turbidity'],
} as const;

describe('an alert in words', () => {
  it('says which limit is broken, and by what standard', () => {
    expect(whatText(telling('zh'), limit)).toBe('浊度高于限值 1（GB 5749-2022 表1）');
    expect(whatText(telling('en'), limit)).toBe('Turbidity above the limit 1 (GB 5749-2022 Table 1)');
  });

  it('says what is wrong with which probe', () => {
    const fault = { ...limit, kind: 'fault', level: 'notice', rules: ['frozen'] } as const;
    expect(whatText(telling('zh'), fault)).toBe('浊度仪表数值冻结');
  });

  it('counts the stations of a cluster', () => {
    const cluster = { ...limit, kind: 'cluster', channel: null, stations: [station.id, stationId('zz-016')] } as const;
    expect(whatText(telling('zh'), cluster)).toBe('2 个监测点水质同时异常');
    expect(whereText(telling('en'), cluster.stations)).toBe('Pipe end 017 and others, 2 stations');
  });

  it('says where, and the id of a station that is not known any more', () => {
    expect(whereText(telling('zh'), [station.id])).toBe('管网末梢-017（金水区）');
    expect(whereText(telling('zh'), [stationId('gone-1')])).toBe('gone-1');
  });

  it('names a rule it has no words for as it is', () => {
    expect(ruleName(telling('en'), 'some.rule')).toBe('some.rule');
  });
});
