import { channelKey, HOUR } from '@clearwell/water-quality';
import type { FaultFinding } from '../fault/fault-judge.ts';
import { FAULT_KINDS, type FaultKind } from '../fault/fault-kind.ts';
import { tellFault } from './fault-words.ts';

const AT = Date.UTC(2026, 2, 2);

const finding = (kind: FaultKind, evidence: readonly number[]): FaultFinding => ({
  channel: channelKey('free_chlorine'),
  kind,
  since: AT - 3 * HOUR,
  saidAt: AT,
  endedAt: null,
  isTold: true,
  evidence,
  partner: kind === 'swapped' ? channelKey('ph') : null,
});

describe('tellFault', () => {
  it.each(FAULT_KINDS.filter((kind) => kind !== 'none'))('says in both languages what %s is, and what else', (kind) => {
    const { zh, en } = tellFault(finding(kind, [0.6, 0.02, 3, 1]), AT);
    for (const text of [zh, en]) expect(text).not.toMatch(/NaN|undefined|null/);
    expect(zh).toMatch(/^余氯.+（3\.0 小时）：.+。.+。$/);
    expect(en).toMatch(/^Free chlorine: .+ \(for 3\.0 h\): .+\. [A-Z].+\.$/);
  });

  it('names redox as the witness only where there is one', () => {
    expect(tellFault(finding('reagent_empty', [0.6, 0.01, 3, 0.5]), AT).en).toContain('while redox holds');
    expect(tellFault(finding('reagent_empty', [0.6, 0.01, 3, NaN]), AT).en).toContain(
      'pH, conductivity and the others',
    );
  });

  it('gives values in the unit of the channel', () => {
    expect(tellFault(finding('dropout', [0.6, 60]), AT).en).toContain('from 0.6 mg/L to exactly 0');
  });

  it('tells a second probe of a parameter from the first', () => {
    const second = { ...finding('dropout', [0.6, 60]), channel: channelKey('free_chlorine.2') };
    expect(tellFault(second, AT).en).toMatch(/^Free chlorine 2: /);
    expect(tellFault(second, AT).zh).toMatch(/^余氯 2/);
  });
});
