import fc from 'fast-check';
import { planFaults } from './fault-plan.ts';

const setting = fc.record({
  seed: fc.nat(),
  kills: fc.integer({ min: 0, max: 60 }),
  withBroker: fc.boolean(),
  withInflux: fc.boolean(),
});

describe('planFaults', () => {
  it('kills as often as it is told, five times at least in a commit, ends the broker in both ways, and has InfluxDB away once', () => {
    fc.assert(
      fc.property(setting, (of) => {
        const { kills, withBroker, withInflux } = of;
        const faults = planFaults(of);
        const ofBroker = faults.flatMap((fault) => (fault.kind === 'broker' ? [fault.signal] : []));
        expect(ofBroker).toEqual(withBroker ? ['SIGTERM', 'SIGKILL'] : []);
        const ofInflux = faults.flatMap((fault) => (fault.kind === 'influx' ? [fault.becomes] : []));
        expect(ofInflux).toEqual(withInflux ? ['killed', 'started'] : []);
        expect(faults).toHaveLength(kills + ofBroker.length + ofInflux.length);
        const inCommit = faults.filter(({ kind }) => kind === 'failpoint').length;
        expect(inCommit).toBeGreaterThanOrEqual(Math.min(5, kills));
        expect(planFaults(of)).toEqual(faults);
      }),
    );
  });
});

it('has the server die inside of five commits when it is killed twenty times, as the long run does', () => {
  const faults = planFaults({ seed: 1, kills: 20, withBroker: true, withInflux: true });
  expect(faults.filter((fault) => fault.kind === 'failpoint' && fault.at === 'inside')).toHaveLength(5);
});
