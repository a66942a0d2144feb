import fc from 'fast-check';
import { planFaults } from './fault-plan.ts';

const setting = fc.record({ seed: fc.nat(), kills: fc.integer({ min: 0, max: 60 }), withBroker: fc.boolean() });

describe('planFaults', () => {
  it('kills as often as it is told, five times at least in a commit, and ends the broker in both ways', () => {
    fc.assert(
      fc.property(setting, ({ seed, kills, withBroker }) => {
        const faults = planFaults({ seed, kills, withBroker });
        const ofBroker = faults.flatMap((fault) => (fault.kind === 'broker' ? [fault.signal] : []));
        expect(ofBroker).toEqual(withBroker ? ['SIGTERM', 'SIGKILL'] : []);
        expect(faults).toHaveLength(kills + ofBroker.length);
        const inCommit = faults.filter(({ kind }) => kind === 'failpoint').length;
        expect(inCommit).toBeGreaterThanOrEqual(Math.min(5, kills));
        expect(planFaults({ seed, kills, withBroker })).toEqual(faults);
      }),
    );
  });
});
