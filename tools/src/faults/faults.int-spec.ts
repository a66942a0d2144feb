import { describeWith } from '@clearwell/testkit';
import { PARTS, partsAreRequired, realPart } from '@clearwell/testkit/parts';
import { planFaults } from './fault-plan.ts';
import { runFaults, type FaultReport } from './fault-run.ts';

const SEED = 11;

/** The short form of `npm run test:faults`. */
async function runBriefly(broker: 'mosquitto' | 'embedded', withInflux: boolean, kills: number): Promise<FaultReport> {
  const faults = planFaults({ seed: SEED, kills, withBroker: broker === 'mosquitto', withInflux, inCommit: kills - 1 });
  return runFaults({ seed: SEED, rate: 1_000, seconds: 1, broker, withInflux, faults, say: () => undefined });
}

function expectWhole({ differences, readings: { acknowledged, ledger, influx } }: FaultReport): void {
  expect(differences).toEqual([]);
  expect(ledger.sha256).toBe(acknowledged.sha256);
  if (influx !== null) expect(influx.sha256).toBe(acknowledged.sha256);
}

describe('a server with its own broker, killed at random moments and in its commits', () => {
  it('has what it acknowledged, once, and the episodes of an undisturbed run', async () => {
    const report = await runBriefly('embedded', false, 4);
    expectWhole(report);
    expect(report.killed).toEqual({ atRandom: 1, inside: 2, before: 1, after: 0 });
  }, 120_000);
});

describeWith('mosquitto', 'a server between Mosquitto and InfluxDB, each of which is killed', () => {
  it('has what the broker acknowledged, once, in the ledger and in InfluxDB, and the episodes of an undisturbed run', async () => {
    const withInflux = realPart('influxd') !== null;
    if (!withInflux && partsAreRequired()) throw new Error(`influxd is missing: ${PARTS.influxd.howToGet}`);
    const report = await runBriefly('mosquitto', withInflux, 2);
    expectWhole(report);
    expect(report.killed).toEqual({ atRandom: 3, inside: 1, before: 0, after: 0 });
    if (withInflux) expect(report.influxAwayMs).toBeGreaterThan(0);
  }, 180_000);
});
