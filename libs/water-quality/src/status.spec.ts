import { channelKey, MINUTE, condition, freshness, judgeTime, DAY, type Finding, type Level } from './index.ts';

const finding = (level: Level): Finding => ({
  kind: 'limit',
  channel: channelKey('turbidity'),
  limit: 'gb2022.turbidity',
  level,
  value: 6,
  since: 0,
  count: 1,
  withinTolerance: false,
  lateMs: 5_000,
});

describe('condition', () => {
  it.each([
    ['fresh', 'normal'],
    ['stale', 'stale'],
    ['offline', 'offline'],
  ] as const)('of a %s station with nothing open is %s', (fresh, status) => {
    expect(condition([], fresh)).toEqual({ status, freshness: fresh, unverified: false });
  });

  it('is the worst of what is open', () => {
    expect(condition([finding('amber'), finding('red')], 'fresh').status).toBe('exceedance');
    expect(condition([finding('amber')], 'fresh').status).toBe('warning');
  });

  it.each(['stale', 'offline'] as const)('keeps what is open when the station is %s, unverified', (fresh) => {
    expect(condition([finding('red')], fresh)).toEqual({ status: 'exceedance', freshness: fresh, unverified: true });
  });
});

describe('freshness', () => {
  const interval = 10 * MINUTE;
  it.each([
    [20 * MINUTE, 'fresh'],
    [20 * MINUTE + 1, 'stale'],
    [60 * MINUTE, 'stale'],
    [60 * MINUTE + 1, 'offline'],
  ] as const)('after %i ms is %s', (age, expected) => {
    expect(freshness(0, age, interval)).toBe(expected);
  });

  it('without any reading is offline', () => {
    expect(freshness(null, 0, interval)).toBe('offline');
  });
});

describe('judgeTime', () => {
  const now = Date.UTC(2026, 0, 2);
  it.each([
    [now, 'judged'],
    [now + 2 * MINUTE, 'judged'],
    [now + 2 * MINUTE + 1, 'ahead'],
    [now + DAY, 'ahead'],
    [now + DAY + 1, 'impossible'],
    [Date.UTC(2000, 0, 1), 'judged'],
    [Date.UTC(2000, 0, 1) - 1, 'impossible'],
  ] as const)('of %i is %s', (sampledAt, expected) => {
    expect(judgeTime(sampledAt, now)).toBe(expected);
  });
});
