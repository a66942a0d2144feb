import { DAY, stationId, type Tuning } from '@clearwell/water-quality';
import fc from 'fast-check';
import { Tunings } from './tunings.ts';

const STATION = stationId('zz-001');

function open() {
  const kept: Tuning[] = [];
  const store = { all: () => kept, add: (tuning: Tuning) => void kept.push(tuning) };
  return { tunings: new Tunings(store), kept, store };
}

const said = (key: string, lift: number, recordedAt: number) => ({ station: STATION, lift, key, recordedAt, by: 'li' });

describe('Tunings', () => {
  it('says of every sampling time what was accepted then', () => {
    const { tunings } = open();
    tunings.record(said('a', 0.3, 10 * DAY), 9 * DAY);
    tunings.record(said('b', 0, 20 * DAY), 19 * DAY);
    expect([9, 10, 19.9, 20].map((day) => tunings.liftAt(STATION, day * DAY))).toEqual([0, 0.3, 0.3, 0]);
    expect(tunings.liftAt(stationId('zz-002'), 15 * DAY)).toBe(0);
    expect(tunings.newest(STATION)?.key).toBe('b');
    expect(tunings.of('a')?.lift).toBe(0.3);
  });

  it('never says another thing of what was judged, whatever the clock does, nor after a restart', () => {
    const acts = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 100 }), ahead: fc.integer({ min: 0, max: 20 }), lift: fc.integer() }),
    );
    fc.assert(
      fc.property(acts, (all) => {
        const { tunings, store } = open();
        let judgedUntil = -1;
        let before: readonly number[] = [];
        const liftsOf = (of: Tunings) => Array.from({ length: judgedUntil + 1 }, (_, at) => of.liftAt(STATION, at));
        for (const [i, { at, ahead, lift }] of all.entries()) {
          tunings.record(said(String(i), lift, at), judgedUntil);
          expect(liftsOf(tunings)).toEqual(before);
          judgedUntil += ahead;
          before = liftsOf(tunings);
        }
        expect(liftsOf(new Tunings(store))).toEqual(before);
      }),
    );
  });
});
