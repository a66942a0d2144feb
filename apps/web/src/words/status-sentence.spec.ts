import type { StationState } from '@clearwell/contracts';
import { MINUTE, channelKey, stationId, type LimitFinding, type Station } from '@clearwell/water-quality';
import { speech } from '../i18n/translate.ts';
import { statusSentence } from './status-sentence.ts';
import { mainValue } from './value-text.ts';

const now = Date.parse('2026-11-21T03:40:00+08:00');
const [chlorine, turbidity] = [channelKey('free_chlorine'), channelKey('turbidity')];

const station: Station = {
  id: stationId('zz-017'),
  region: 'zz',
  name: { zh: '末梢-017', en: 'End 017' },
  district: { zh: '槐园区', en: 'Huaiyuan' },
  siteType: 'pipe_end',
  position: { lat: 34.7, lon: 113.6 },
  intervalMs: 10 * MINUTE,
  channels: [
    { key: turbidity, parameter: 'turbidity', unit: '[NTU]', resolution: 0.01 },
    { key: chlorine, parameter: 'free_chlorine', unit: 'mg/L', resolution: 0.01 },
  ],
};

const low: LimitFinding = {
  kind: 'limit',
  channel: chlorine,
  limit: 'gb2022.free_chlorine.end.min',
  level: 'red',
  value: 0.02,
  since: Date.parse('2026-11-21T03:10:00+08:00'),
  count: 3,
  withinTolerance: false,
  lateMs: 5_000,
};
const cloudy: LimitFinding = { ...low, channel: turbidity, limit: 'op.turbidity', level: 'amber', value: 0.6 };

const latest = {
  sampledAt: now - 3 * MINUTE,
  receivedAt: now - 3 * MINUTE,
  values: { [chlorine]: 0.02, [turbidity]: 0.6 },
  flags: { [chlorine]: 1, [turbidity]: 1 },
} as const;

const sentence = (language: 'zh' | 'en', part: Partial<StationState>): string => {
  const state: StationState = {
    station: station.id,
    status: 'normal',
    freshness: 'fresh',
    unverified: false,
    latest,
    findings: [],
    link: true,
    ...part,
  };
  return statusSentence(speech(language), { station, state, now });
};

describe('the status in one sentence', () => {
  it('names value, limit, clause, start and count of the worst finding', () => {
    expect(sentence('zh', { status: 'exceedance', findings: [cloudy, low] })).toBe(
      '余氯 0.02 mg/L，低于限值 0.05（GB 5749-2022 表2），自 03:10 起 3 次读数；另有 1 项判定。',
    );
    expect(sentence('en', { status: 'exceedance', findings: [low] })).toBe(
      'Free chlorine 0.02 mg/L, below the limit 0.05 (GB 5749-2022 Table 2), in 3 readings since 03:10.',
    );
  });

  it('says how late it was found, when that is more than two intervals', () => {
    const findings = [{ ...low, lateMs: 180 * MINUTE }];
    expect(sentence('zh', { status: 'exceedance', findings })).toContain('，发现晚了 3 小时');
    expect(sentence('en', { status: 'exceedance', findings })).toContain(', found 3 h late');
    expect(sentence('en', { status: 'exceedance', findings: [{ ...low, lateMs: 2 * MINUTE }] })).not.toContain('late');
  });

  it('says when the instrument cannot tell', () => {
    expect(sentence('zh', { status: 'exceedance', findings: [{ ...low, withinTolerance: true }] })).toContain(
      '在仪表误差范围内',
    );
  });

  it('calls an operational level by its name', () => {
    expect(sentence('zh', { status: 'warning', findings: [cloudy] })).toBe(
      '浊度 0.60 NTU，高于运行控制值 0.5，自 03:10 起 3 次读数。',
    );
  });

  it('keeps what is open when the station falls silent, as unverified', () => {
    const silent = { ...latest, sampledAt: now - 25 * MINUTE };
    const text = sentence('zh', { status: 'exceedance', unverified: true, findings: [low], latest: silent });
    expect(text).toMatch(/^未核实：监测点无数据 25 分钟，最后状态为超标：余氯 0.02/);
  });

  it('tells the age of a silent station', () => {
    const silent = { ...latest, sampledAt: now - 25 * MINUTE };
    expect(sentence('zh', { status: 'stale', latest: silent })).toContain('最近读数 25 分钟前');
    expect(sentence('zh', { status: 'offline', latest: null })).toBe('尚未收到读数。');
  });

  it('shows a limit it does not know by its name', () => {
    expect(sentence('en', { status: 'warning', findings: [{ ...low, limit: 'x.y' }] })).toContain('beyond rule x.y');
  });
});

describe('the main value', () => {
  const state = { station: station.id, status: 'normal', freshness: 'fresh', unverified: false, link: null } as const;

  it('is chlorine while nothing is found', () => {
    expect(mainValue(speech('zh'), station, { ...state, latest, findings: [] })).toBe('余氯 0.02 mg/L');
  });

  it('is that of the worst finding', () => {
    expect(mainValue(speech('zh'), station, { ...state, latest, findings: [cloudy] })).toBe('浊度 0.60 NTU');
  });

  it('is absent when the sensor had none', () => {
    const none = { ...latest, values: { [chlorine]: null } };
    expect(mainValue(speech('zh'), station, { ...state, latest: none, findings: [] })).toBeNull();
  });
});
