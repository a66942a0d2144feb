import { channelKey, HOUR, MINUTE, type Finding, type LimitFinding } from '@clearwell/water-quality';
import { tellLimit } from './limit-words.ts';
import type { Scene } from './scene.ts';

const AT = Date.UTC(2026, 2, 2, 6);
const scene = (rest: Partial<Scene> = {}): Scene => ({
  ...{ station: { zh: '末梢', en: 'Pipe end' }, intervalMs: 10 * MINUTE, at: AT, ...rest },
  timeText: (at) => new Date(at).toISOString().slice(11, 16),
});
const finding = (rest: Partial<LimitFinding>): LimitFinding => ({
  ...{ kind: 'limit', level: 'red', channel: channelKey('free_chlorine'), limit: 'gb2022.free_chlorine.end.min' },
  ...{ value: 0.02, since: AT - 30 * MINUTE, count: 3, withinTolerance: false, lateMs: 0, ...rest },
});
const about = { level: 'notice', lateMs: 0, since: AT } as const;
const reagent: Finding = {
  ...{
    ...about,
    kind: 'fault',
    fault: 'reagent_empty',
    channel: channelKey('free_chlorine'),
    evidence: [],
    partner: null,
  },
};
const eventOf = (...keys: string[]): Finding => ({
  ...{ kind: 'event', level: 'amber', channel: null, since: AT, lateMs: 0, score: 3 },
  contributions: keys.map((key) => ({ channel: channelKey(key), weight: 1, direction: 'fall' })),
});

describe('tellLimit', () => {
  it('says the value, whose limit it is, since when, and that it is more than the instrument is off by', () => {
    expect(tellLimit(finding({}), scene())).toEqual({
      zh: '末梢：余氯 0.02 mg/L，低于限值 0.05 mg/L（GB 5749-2022 表 2），05:30 起（已 30 分钟）共 3 个读数超标。低了 0.03 mg/L，大于仪表误差（±0.02 mg/L），该通道也未见仪表故障，按真实超标处理；不排除探头失准，请用便携仪复测。',
      en: "Pipe end: free chlorine 0.02 mg/L, below the limit of 0.05 mg/L (GB 5749-2022 Table 2), in 3 readings since 05:30 (for 30 min). It is 0.03 mg/L below, more than the instrument's tolerance (±0.02 mg/L), and no fault of the probe is known: taken as real. A probe out of calibration may not show, so measure again with a portable meter.",
    });
  });

  it('says that a value within tolerance may be none, and that one just back inside is no recovery', () => {
    const near = tellLimit(finding({ value: 0.04, withinTolerance: true }), scene());
    expect(near.zh).toContain('只低 0.01 mg/L，在仪表误差（±0.02 mg/L）以内，可能并未真正超标');
    const back = tellLimit(finding({ value: 0.06, withinTolerance: true }), scene());
    expect(back.zh).toContain('已回到限值 0.05 mg/L');
    expect(back.en).toMatch(/back within the limit.*after 3 readings beyond it since 05:30.*no recovery yet/);
    expect(tellLimit(finding({ value: 0.2 }), scene()).en).toContain('One more such reading ends it');
  });

  it('calls an early level no legal limit, and a guideline no limit', () => {
    const early = tellLimit(
      finding({ limit: 'op.turbidity', level: 'amber', channel: channelKey('turbidity'), value: 0.8 }),
      scene(),
    );
    expect(early.zh).toContain('高于运行控制值 0.5 NTU（非法定限值），05:30 起（已 30 分钟）共 3 个读数偏高');
    expect(tellLimit(finding({ limit: 'who.free_chlorine.delivery.min', level: 'amber' }), scene()).en).toContain(
      'below the guideline figure',
    );
  });

  it('says at once why one reading was enough', () => {
    const extreme = finding({
      limit: 'gb2022.turbidity',
      channel: channelKey('turbidity'),
      value: 7.5,
      count: 1,
      since: AT,
    });
    expect(tellLimit(extreme, scene()).zh).toMatch(/06:00 的读数超标。已超过极端值 5 NTU，一个读数即报/);
  });

  it('holds it for the probe where that is at fault, and for the water where other channels move', () => {
    expect(tellLimit(finding({}), scene({ beside: [reagent] })).en).toMatch(/rather the probe.*not ruled out/);
    expect(tellLimit(finding({}), scene({ beside: [eventOf('free_chlorine', 'orp')] })).en).toMatch(
      /redox potential moved too: rather the water/,
    );
    expect(tellLimit(finding({}), scene({ beside: [eventOf('free_chlorine')] })).en).not.toContain('moved too');
  });

  it('says how late it was found, and still speaks of a limit that nobody knows any more', () => {
    expect(tellLimit(finding({ lateMs: 5 * HOUR }), scene()).zh).toContain('读数迟到，晚 5 小时才发现');
    expect(tellLimit(finding({ limit: 'gone' }), scene()).zh).toContain('超出规则 gone');
  });
});
