import { MINUTE, stationId, type ParameterCode } from '@clearwell/water-quality';
import type { Cluster } from '../cluster/clusters.ts';
import { tellIncident, type ToldIncident } from './incident-words.ts';

const START = Date.UTC(2026, 2, 6, 20, 44);
const shift = (parameter: ParameterCode, deviation: number) => ({
  ...{ parameter, direction: deviation > 0 ? (1 as const) : (-1 as const), size: Math.abs(deviation), deviation },
});
const cluster: Cluster = {
  events: [
    {
      ...{ station: stationId('b'), start: START, until: START, score: 3, clearedAt: null },
      shifts: [{ ...shift('free_chlorine', -3), before: 0.62, value: 0.35 }],
    },
  ],
  stations: ['a', 'b'].map(stationId),
  ...{ start: START, until: START + 30 * MINUTE, strength: 5 },
  shifts: [shift('free_chlorine', -3), shift('orp', -2)],
};
const told = (other: Partial<ToldIncident>): ToldIncident => ({
  ...{ kind: 'cluster', code: 'cluster', notifies: true, precedent: null, said: cluster },
  stations: [
    { zh: '芷溪', en: 'Zhixi' },
    { zh: '梧圃', en: 'Wupu' },
  ],
  timeText: (at) => new Date(at).toISOString().slice(5, 16).replace('T', ' '),
  ...other,
});

describe('tellIncident', () => {
  it('says of a cluster where, since when, what, against what, the rival, and who is told', () => {
    expect(tellIncident(told({}))).toEqual({
      zh: '芷溪、梧圃：03-06 20:44 起余氯下降（梧圃，0.62→0.35 mg/L）、氧化还原电位下降，2 个监测点在流达时间内先后超出各自的惯常变化（强度 5.0）。几个点的仪表同时出同样故障的可能性很小，像是水质变化；也可能是首次出现的水源或泵站切换，请核对调度。上下游相互印证，立即通知。',
      en: 'Zhixi and Wupu: since 03-06 20:44 free chlorine fell from 0.62 to 0.35 mg/L (Wupu) and redox potential fell, at 2 stations one after the other within the time water travels, each outside what it usually does (strength 5.0). Probes of several stations do not fail alike at once, so it is rather the water; a change of source or pumping not seen before may do the same: ask the operators. Neighbours on the network agree: people are notified.',
    });
  });

  it('says of an operation what it is like, and what to do if none was planned', () => {
    const precedent = { start: cluster.start, stations: cluster.stations, likeness: 0.913 };
    const { zh, en } = tellIncident(told({ kind: 'operation', code: 'operation', notifies: false, precedent }));
    expect(zh).toContain('其中 2 个点的变化与 03-06 20:44 那次相似（91%）');
    expect(en).toContain('2 of them moved as at 03-06 20:44 (91% alike)');
    expect(en).toMatch(/not turbidity or organic matter that rose most.*nobody is woken/);
  });

  it('says of a lone station why nobody is told, and that one parameter may be a sensor', () => {
    const said = { ...cluster, stations: cluster.stations.slice(0, 1), shifts: [shift('ph', 2)] };
    const { en } = tellIncident(told({ kind: 'event', code: 'event', notifies: false, said }));
    expect(en).toContain('Only one parameter moved: it may be the probe');
    expect(en).toContain('listed, and nobody is woken');
  });
});
