import { buildRegistration, buildStation, temporaryFolder } from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { join } from 'node:path';
import { copyLedger } from './copy-ledger.ts';
import { inspectLedger } from './inspect-ledger.ts';
import { Ledger } from './ledger.ts';

const add = (ledger: Ledger, n: number): void => {
  ledger.commit(() => {
    ledger.stations.add(buildRegistration({ station: buildStation({ id: stationId(`zz-${String(n)}`) }) }));
  });
};

describe('copyLedger', () => {
  it('copies what stood there when it began, and is not held up by what is committed meanwhile', async () => {
    const folder = temporaryFolder();
    const ledger = await Ledger.open(join(folder, 'ledger.db'));
    add(ledger, 0);
    // Larger than what is copied at once.
    const raw = new Uint8Array(24_000_000);
    ledger.commit(() => {
      const refused = { receivedAt: 0, topic: 'a', station: null, place: null, raw };
      ledger.door.reject({ ...refused, reason: 'too_large', detail: 'a' });
    });
    let commits = 0;
    const told: number[] = [];
    await copyLedger(ledger.file, join(folder, 'copy.db'), (done) => {
      told.push(done);
      if (told.length > 20) throw new Error('The copy begins anew with every commit');
      add(ledger, (commits += 1));
    });
    ledger.close();
    expect(commits).toBeGreaterThan(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(inspectLedger(join(folder, 'copy.db')).stations).toBe(1);
  });
});
