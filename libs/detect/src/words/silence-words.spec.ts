import { channelKey, MINUTE, type Finding } from '@clearwell/water-quality';
import type { Scene } from './scene.ts';
import { tellSilence } from './silence-words.ts';

const AT = Date.UTC(2026, 2, 2, 6);
const scene = (rest: Partial<Scene> = {}): Scene => ({
  ...{ station: { zh: '末梢', en: 'Pipe end' }, intervalMs: 10 * MINUTE, at: AT, ...rest },
  timeText: (at) => new Date(at).toISOString().slice(11, 16),
});
const silence = { kind: 'silence', level: 'notice', channel: null, since: AT - 70 * MINUTE, lateMs: 0 } as const;
const link: Finding = { kind: 'link', level: 'notice', channel: null, since: AT, lateMs: 0, drops: 7, longestMs: 0 };
const open: Finding = {
  ...{ kind: 'limit', level: 'amber', channel: channelKey('ph'), limit: 'op.ph.max', since: AT, lateMs: 0 },
  ...{ value: 8.4, count: 2, withinTolerance: true },
};

describe('tellSilence', () => {
  it('says since when, against which interval, and that the water is unknown', () => {
    expect(tellSilence(silence, scene())).toEqual({
      zh: '末梢：04:50 的读数之后已 1.2 小时无数据（采样间隔 10 分钟，缺 7 个读数）。可能是停电、通信中断或采集器故障，多与水质无关；这段时间水质不明。',
      en: 'Pipe end: no data since the reading of 04:50, for 1.2 h (one is due every 10 min, so 7 are missing). Power, link or logger, and probably nothing in the water; but what the water does meanwhile is unknown.',
    });
  });

  it('blames the link that was unstable before, and keeps what is open', () => {
    const { zh, en } = tellSilence(silence, scene({ beside: [link, open] }));
    expect(zh).toMatch(/此前连接已不稳.*未解除的预警保留，不算恢复/);
    expect(en).toMatch(/rather the link.*silence is no recovery/);
  });
});
