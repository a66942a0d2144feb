import { channelKey } from '@clearwell/water-quality';
import { tellEvent } from './event-words.ts';

const told = (...shares: readonly (readonly [key: string, share: number])[]) =>
  tellEvent({ score: 3.127, threshold: 1.75, shares: shares.map(([key, share]) => ({ key: channelKey(key), share })) });

describe('tellEvent', () => {
  it('names what moved and which way, the largest share first, and the probe where there are several', () => {
    const { zh, en } = told(['ph', 0.2], ['free_chlorine.2', -0.5], ['turbidity', 0], ['conductivity', 0.3]);
    expect(zh).toMatch(/^余氯 2 下降 \(50 %\)、电导率 上升 \(30 %\)、pH 上升 \(20 %\)，.*得分 3\.13，阈值 1\.75/);
    expect(en).toMatch(/^Free chlorine 2 fell \(50 %\), Conductivity rose \(30 %\), pH rose \(20 %\), .*score 3\.13/);
  });

  it('says what it could be instead: the sensor where one channel moved, an operation where several did', () => {
    expect(told(['ph', 1]).en).toMatch(/may be the sensor/);
    expect(told(['ph', 0.5], ['orp', -0.5]).en).toMatch(/change of source or pumping/);
  });
});
