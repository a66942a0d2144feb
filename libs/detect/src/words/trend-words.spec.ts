import { channelKey, DAY, HOUR, MINUTE, type TrendFinding } from '@clearwell/water-quality';
import type { Scene } from './scene.ts';
import { tellTrend } from './trend-words.ts';

const AT = Date.UTC(2026, 2, 2, 6);
const scene = (rest: Partial<Scene> = {}): Scene => ({
  ...{ station: { zh: '末梢', en: 'Pipe end' }, intervalMs: 10 * MINUTE, at: AT, ...rest },
  timeText: (at) => new Date(at).toISOString().slice(11, 16),
});
const trend = (rest: Partial<TrendFinding>): TrendFinding => ({
  ...{ kind: 'trend', level: 'notice', window: 'half_day', channel: channelKey('turbidity'), since: AT, lateMs: 0 },
  ...{ limit: 'gb2022.turbidity', against: 1, value: 0.7, slope: [0.02, 0.03, 0.04] },
  left: [7.5 * HOUR, 10 * HOUR, 15 * HOUR],
  ...rest,
});

describe('tellTrend', () => {
  it('says where it stands, how fast it goes, when it is at which limit, and that it may be the probe', () => {
    expect(tellTrend(trend({}), scene())).toEqual({
      zh: '末梢：浊度 0.70 NTU，近 12 小时持续上升，每小时约 0.03 NTU（95% 区间 0.02～0.04），06:00 判定；照此约 10 小时后（7.5～15 小时）升到限值 1 NTU（GB 5749-2022 表 1）。已扣除每天的起伏；也可能是探头结垢或漂移，请用便携仪比对。',
      en: 'Pipe end: turbidity 0.70 NTU, rising over 12 hours by about 0.03 NTU an hour (95% interval 0.02 to 0.04), found at 06:00; at this pace it reaches the limit of 1 NTU (GB 5749-2022 Table 1) in about 10 h (7.5 to 15 h). The daily swing is taken out; it may also be a probe that fouls or drifts: compare with a portable meter.',
    });
  });

  it('tells a week in days, gentle before steep also where it falls, and a reagent near its end', () => {
    const falls = trend({
      ...{ window: 'week', channel: channelKey('free_chlorine'), limit: 'gb2022.free_chlorine.end.min', against: 0.05 },
      ...{ value: 0.33, slope: [-0.004, -0.002, -0.001], left: [3 * DAY, 6 * DAY, 12 * DAY] },
    });
    const { zh, en } = tellTrend(falls, scene());
    expect(zh).toMatch(/每天约 0\.048 mg\/L（95% 区间 0\.024～0\.096）.*约 6 天后（3～12 天）降到/);
    expect(en).toMatch(/falling over 7 days.*a reagent near its end/);
  });

  it('tells what is off its usual against the same hour of other days', () => {
    const off = trend({
      window: 'usual',
      channel: channelKey('free_chlorine'),
      limit: null,
      left: null,
      against: 0.5,
      value: 0.3,
      slope: [0, 0, 0],
    });
    expect(tellTrend(off, scene()).zh).toContain(
      '余氯 0.30 mg/L（小时均值），比往日同时段的 0.50 mg/L 低 40%，06:00 起',
    );
  });

  it('is held for the probe where that is at fault', () => {
    const fault = {
      kind: 'fault',
      level: 'notice',
      fault: 'drift_fouling',
      channel: channelKey('turbidity'),
      since: AT,
      lateMs: 0,
      evidence: [],
      partner: null,
    } as const;
    expect(tellTrend(trend({}), scene({ beside: [fault] })).zh).toContain(
      '仪表故障判定（结垢漂移），这一趋势多半来自探头',
    );
  });
});
