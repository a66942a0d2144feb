import { MINUTE, type LinkFinding } from '@clearwell/water-quality';
import { tellLink } from './link-words.ts';
import type { Scene } from './scene.ts';

const AT = Date.UTC(2026, 2, 2, 6);
const scene = (rest: Partial<Scene> = {}): Scene => ({
  ...{ station: { zh: '末梢', en: 'Pipe end' }, intervalMs: 10 * MINUTE, at: AT, ...rest },
  timeText: (at) => new Date(at).toISOString().slice(11, 16),
});
const link = (drops: number, longestMs: number): LinkFinding => ({
  ...{ kind: 'link', level: 'notice', channel: null, since: AT, lateMs: 0, drops, longestMs },
});

describe('tellLink', () => {
  it('says how often it broke, which bound that passes, and that it says nothing of the water', () => {
    expect(tellLink(link(7, 4 * MINUTE), scene())).toEqual({
      zh: '末梢：06:00 起 24 小时内断线 7 次，最长 4 分钟，超过 5 次，属连接不稳。多为信号、SIM 卡或供电问题，不说明水质；断线时的读数恢复后补传，判定会迟。',
      en: 'Pipe end: the connection broke 7 times in 24 h, first at 06:00, for 4 min at the longest: more than 5 a day, which counts as unstable. Mostly signal, SIM card or power: it says nothing of the water. What is sampled meanwhile comes later, and so do its findings.',
    });
  });

  it('says of one long drop that it was long, and of both that they are', () => {
    expect(tellLink(link(1, 12 * MINUTE), scene()).en).toMatch(/broke once.*: longer than 5 min, which/);
    expect(tellLink(link(8, 12 * MINUTE), scene()).zh).toContain('超过 5 次且单次超过 5 分钟');
  });
});
