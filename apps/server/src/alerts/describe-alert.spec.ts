import { buildAlert, buildRegistration, buildSource, NOON } from '@clearwell/testkit';
import { channelKey, HOUR, MINUTE, stationId, type Alert } from '@clearwell/water-quality';
import { describeAlert } from './describe-alert.ts';

const REASON = { zh: '多项指标同时变化。', en: 'Several parameters moved together.' };
const tell = (of: Partial<Alert> = {}, reasons = [REASON]) =>
  describeAlert(
    { register: { at: () => buildRegistration() }, reasonsFor: () => reasons, now: () => NOON + 30 * MINUTE },
    buildAlert(of),
  );

describe('describeAlert', () => {
  it('says where, what, how sure and what now, a line each', () => {
    expect(tell().zh.split('\n')).toEqual([
      '[红色] 浊度 超出限值  中山路（中心区，管网水）',
      '2026-05-01 12:00 起，已持续 30 分钟，持续中；最差读数 2.40 NTU，限值 ≤1 NTU（GB 5749-2022 表1），3 个读数',
      '判断：多项指标同时变化。',
      '请确认并核实   预警号 WQ-20260501-001',
    ]);
    expect(tell().en.split('\n')).toEqual([
      '[red] Turbidity: limit broken  Zhongshan Road (Centre, Pipe network)',
      'Since 2026-05-01 12:00, for 30 min, active; worst 2.40 NTU, limit ≤1 NTU (GB 5749-2022 表1), 3 readings',
      'How sure: Several parameters moved together.',
      'Acknowledge and verify   Alert WQ-20260501-001',
    ]);
  });

  it('names the legal limit that was broken, not the operational one that was broken after it', () => {
    const operational = buildSource({ rule: 'op.turbidity', level: 'amber', worst: 2.5 });
    expect(tell({ sources: [buildSource(), operational] }).zh).toContain('限值 ≤1 NTU（GB 5749-2022 表1）');
  });

  it('never takes silence for an end', () => {
    const { zh } = tell({ condition: 'unverified' });
    expect(zh).toContain('未核实');
    expect(zh).toContain('监测点无数据，情况不明');
    expect(zh).not.toContain('解除');
  });

  it('gives the verdict once there is one, and asks for one when it is over', () => {
    const over = { condition: 'cleared', end: NOON + 3 * HOUR } as const;
    expect(tell(over).zh).toContain('历时 3 小时，已解除');
    expect(tell(over).zh).toContain('请核实并给出结论');
    const verdict = { verdict: 'sensor_fault', cause: '光窗脏污', by: 'li', at: NOON, wasLasting: false } as const;
    expect(tell({ ...over, handling: 'closed', verdict }).zh).toContain('结论：仪表故障（光窗脏污）\n已关闭');
  });

  it('names some of many stations, and says nothing it does not know', () => {
    const stations = ['a', 'b', 'c', 'd'].map(stationId);
    const { zh, en } = tell({ stations, kind: 'cluster', channel: null, sources: [] }, []);
    expect(zh.split('\n')[0]).toMatch(/多点水质事件 {2}.*、.*、.* 等 4 点$/);
    expect(en.split('\n')[0]).toMatch(/ and 1 more$/);
    expect(`${zh}${en}`).not.toMatch(/undefined|null|NaN/);
    expect(tell({ channel: channelKey('ph'), kind: 'trend', sources: [] }, []).zh).toContain('以实验室样为准');
  });
});
