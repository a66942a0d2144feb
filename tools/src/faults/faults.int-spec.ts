import { planFaults } from './fault-plan.ts';
import { FaultRun, type FaultReport } from './fault-run.ts';

const SEED = 11;
const KILLS = 4;

/** The short form of `npm run test:faults`; the long one kills Mosquitto too. */
async function runBriefly(): Promise<FaultReport & { readonly told: string }> {
  const told: string[] = [];
  const faults = planFaults({ seed: SEED, kills: KILLS, withBroker: false, inCommit: 3 });
  const report = await FaultRun.run({
    seed: SEED,
    rate: 1_000,
    seconds: 1,
    broker: 'embedded',
    faults,
    say: (what) => told.push(what),
  });
  return { ...report, told: told.join('\n') };
}

describe('a server with its own broker, killed at random moments and in its commits', () => {
  it('has what it acknowledged, once, and the episodes of an undisturbed run', async () => {
    const { differences, kills, inCommit, sha256 } = await runBriefly();
    expect(differences).toEqual([]);
    expect({ kills, inCommit }).toEqual({ kills: KILLS, inCommit: 3 });
    expect(sha256.stored).toBe(sha256.acknowledged);
  }, 90_000);
});
