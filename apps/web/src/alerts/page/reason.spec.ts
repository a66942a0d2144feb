import { buildStation } from '@clearwell/testkit';
import { channelKey, stationId } from '@clearwell/water-quality';
import type { AlertDetail } from '@clearwell/contracts/alerts';
import { speech } from '../../i18n/translate.ts';
import { say as alertWords } from '../words.ts';
import { reasonLines, type Source } from './reason.ts';
import { say } from './words.ts';

const station = buildStation({ id: stationId('zz-017') });
const NOW = Date.parse('2026-11-21T03:40+08:00');
const at = (time: string): number => Date.parse(`2026-11-21T${time}+08:00`);

const source = (overrides: Partial<Source> = {}): Source => ({
  key: 'limit|zz-017|turbidity|gb2022.turbidity|1',
  channel: channelKey('turbidity'),
  rule: 'gb2022.turbidity',
  level: 'red',
  start: at('03:10'),
  raisedAt: at('03:20'),
  detectedAt: at('03:20'),
  end: null,
  clearedAt: null,
  worst: 1.3,
  count: 3,
  contributions: [],
  paging: null,
  ...overrides,
});

function lines(sources: Source[], overrides: Partial<AlertDetail> = {}): string[] {
  const telling = { speech: speech('zh'), say: alertWords('zh'), stationOf: () => station };
  const alert = {
    kind: 'limit',
    stations: [station.id],
    channel: null,
    level: 'red',
    rules: [],
    reasons: [],
    sources,
    ...overrides,
  };
  return reasonLines({ telling, say: say('zh'), now: NOW }, alert as unknown as AlertDetail);
}

describe('why it is an alert', () => {
  it('names limit, worst value, readings and when it was judged', () => {
    expect(lines([source()])).toEqual(['浊度高于限值 1（GB 5749-2022 表1）；最差 1.30 NTU，共 3 次读数，03:20 判定']);
  });

  it('says it as the server does, where that knows more, and whether somebody is woken', () => {
    const reasons = [{ zh: '郑铁巷管网点：余氯…，更像探头而不是水', en: 'rather the probe' }];
    const paged = source({ paging: { code: 'score', notifies: true } });
    expect(lines([paged], { reasons })).toEqual([reasons[0]?.zh, '已达到通知值班员的条件']);
  });

  it('says what lasts before what is over', () => {
    const over = source({ start: at('03:30'), end: at('03:35'), clearedAt: at('03:36'), worst: 1.1 });
    expect(lines([over, source()]).map((line) => line.includes('恢复'))).toEqual([false, true]);
  });

  it('tells how each channel moved in an event, and whether that is enough to wake somebody', () => {
    const moved = {
      channel: channelKey('turbidity'),
      weight: 0.62,
      direction: 'rise',
      before: 0.4,
      value: 1.3,
    } as const;
    const event = source({
      channel: null,
      rule: 'event',
      contributions: [moved],
      paging: { code: 'event', notifies: false },
    });
    expect(lines([event], { kind: 'event' })).toEqual([
      '浊度 ↑ 0.40 → 1.30 NTU（占 62%）；03:20 判定',
      '未达到通知条件，只在地图和列表中显示',
    ]);
  });
});
