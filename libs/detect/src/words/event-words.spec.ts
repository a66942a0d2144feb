import { channelKey, MINUTE } from '@clearwell/water-quality';
import { tellEvent } from './event-words.ts';
import type { Scene } from './scene.ts';

const AT = Date.UTC(2026, 2, 2, 6);
const scene = (rest: Partial<Scene> = {}): Scene => ({
  ...{ station: { zh: '末梢', en: 'Pipe end' }, intervalMs: 10 * MINUTE, at: AT, ...rest },
  timeText: (at) => new Date(at).toISOString().slice(11, 16),
});
type Moved = readonly [key: string, weight: number, before?: number, value?: number];
const told = (...moves: readonly Moved[]) => {
  const contributions = moves.map(([key, weight, before, value]) => ({
    ...{ channel: channelKey(key), weight: Math.abs(weight), before, value },
    direction: weight > 0 ? ('rise' as const) : ('fall' as const),
  }));
  return tellEvent({ since: AT, score: 3.127, contributions }, scene({ threshold: 1.75 }));
};

describe('tellEvent', () => {
  it('says what moved from where to where, since when, how far beyond the ordinary, and what it may be instead', () => {
    expect(told(['free_chlorine', -0.7, 0.62, 0.35], ['conductivity', 0.3, 480, 540])).toEqual({
      zh: '末梢：06:00 起余氯下降（0.62→0.35 mg/L，占得分 70%）、电导率上升（480→540 µS/cm，30%），超出本点的惯常变化（得分 3.13，阈值 1.75）。2 项指标同时变化，而仪表故障通常只影响一项，不像探头；也可能是水源或泵站切换，请核对调度。',
      en: 'Pipe end: since 06:00 free chlorine fell from 0.62 to 0.35 mg/L (70% of the score) and conductivity rose from 480 to 540 µS/cm (30%), outside what this station usually does (score 3.13, threshold 1.75). 2 parameters moved together, where a fault of a probe moves one; a change of source or pumping may do the same: ask the operators.',
    });
  });

  it('says of what did not visibly go that way how it stands', () => {
    expect(told(['ph', 0.6, 7.601, 7.604], ['orp', 0.4, 650, 640]).zh).toMatch(
      /起 pH 偏高（7\.60，.*氧化还原电位偏高（640 mV/,
    );
    expect(told(['ph', 1]).zh).toContain('起 pH 上升，');
  });

  it('lets redox bear witness for a disinfectant, or against it', () => {
    expect(told(['free_chlorine', -0.5], ['orp', -0.5]).en).toContain('hardly the reagent or a single probe');
    expect(told(['free_chlorine', -0.5], ['orp', 0.5]).en).toContain('it may be the reagent or one of these probes');
    expect(told(['free_chlorine', -0.5, 0.6, 0.4], ['orp', -0.5, 650, 652]).en).toContain(
      'where a fault of a probe moves one',
    );
  });

  it('says of one channel that it may be its probe, and what of it', () => {
    expect(told(['free_chlorine', -1]).zh).toContain('也可能是探头问题（试剂将尽或膜污染）');
    expect(told(['turbidity', 1]).en).toContain('bubbles or a dirty window');
  });

  it('says of two probes of one parameter whether they agree', () => {
    expect(told(['ph', -0.5], ['ph.2', -0.5]).en).toContain('2 probes of the same parameter agree');
    expect(told(['ph', -0.5], ['ph.2', 0.5]).zh).toContain('互相矛盾');
  });
});
