import { channelKey, FAULTS, HOUR, MINUTE, type FaultCode } from '@clearwell/water-quality';
import { tellFault, toldFault, type ToldFault } from './fault-words.ts';
import type { Scene } from './scene.ts';

const AT = Date.UTC(2026, 2, 2, 6);
const scene = (rest: Partial<Scene> = {}): Scene => ({
  ...{ station: { zh: '末梢', en: 'Pipe end' }, intervalMs: 10 * MINUTE, at: AT, ...rest },
  timeText: (at) => new Date(at).toISOString().slice(11, 16),
});
const fault = (code: FaultCode, evidence: readonly (number | null)[], rest: Partial<ToldFault> = {}): ToldFault => ({
  ...{ fault: code, channel: channelKey('free_chlorine'), since: AT - 3 * HOUR, evidence },
  partner: code === 'swapped' ? channelKey('ph') : null,
  ...rest,
});

describe('tellFault', () => {
  it.each(FAULTS)('says of %s where, what, since when, what speaks for it, and what it may be instead', (code) => {
    const { zh, en } = tellFault(fault(code, [0.6, 0.02, 3, 1]), scene());
    for (const text of [zh, en]) expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(zh).toMatch(/^末梢：余氯[^，]+，03:00.*。[^。]+。[^。]+。$/);
    expect(en).toMatch(/^Pipe end, free chlorine: .+ (?:since|at) 03:00.*\. [A-Z\d].+\. [A-Z].+\.$/);
  });

  it('takes redox for a witness only where there is one, also as kept in JSON', () => {
    expect(tellFault(fault('reagent_empty', [0.6, 0.01, 3, 0.5]), scene()).en).toContain('redox did not fall with it');
    for (const none of [NaN, null])
      expect(tellFault(fault('reagent_empty', [0.6, 0.01, 3, none]), scene()).zh).toContain(
        '没有可用的氧化还原电位作证',
      );
  });

  it.each([NaN, 0.5])('says of a reagent what is left, and not that it stays: it may be falling still', (redox) => {
    const { zh, en } = tellFault(fault('reagent_empty', [0.6, 0.12, 1.5, redox]), scene());
    expect(zh).toContain('1.5 小时内由 0.60 mg/L 逐步衰减到 0.12 mg/L（剩 20%）');
    expect(en).toContain('decayed from 0.60 mg/L to 0.12 mg/L (20% of it) within 1.5 h');
    expect(zh + en).not.toMatch(/停住|stays/);
  });

  it('says that nothing is left where the probe reads below zero', () => {
    expect(tellFault(fault('reagent_empty', [0.4, -0.02, 3, NaN]), scene()).zh).toContain('（剩 0%）');
  });

  it('gives readings to the step of the probe, differences a decimal more, and names the probe', () => {
    const turbidity = { channel: channelKey('turbidity.2') };
    const { zh, en } = tellFault(fault('spike', [1.5, 0.1234], turbidity), scene({ resolutionOf: () => 0.001 }));
    expect(zh).toContain('浊度 2 号跳点，03:00。单个读数 1.500 NTU，与前后相差 0.123 NTU');
    expect(en).toMatch(/^Pipe end, turbidity no\. 2: /);
  });

  it('says how long it has lasted, or from when to when it did', () => {
    expect(tellFault(fault('dropout', [0.6, 60]), scene()).zh).toContain('03:00 起（已 3 小时）');
    expect(tellFault(fault('dropout', [0.6, 60], { endedAt: AT - HOUR }), scene()).zh).toContain(
      '03:00 至 05:00（2 小时）',
    );
  });

  it('takes what a judge found, and nothing of a probe that is well', () => {
    const found = {
      channel: channelKey('ph'),
      since: AT,
      saidAt: AT,
      endedAt: null,
      isTold: true,
      evidence: [3],
      partner: null,
    };
    expect(toldFault({ ...found, kind: 'missing' })).toMatchObject({ fault: 'missing', since: AT });
    expect(toldFault({ ...found, kind: 'none' })).toBeNull();
  });
});
