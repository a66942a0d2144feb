import { Ledger } from '@clearwell/ledger';
import type { QualifiedReading, Station } from '@clearwell/water-quality';
import { join } from 'node:path';
import { buildRegistration } from './builders.ts';
import { atTheEnd } from './ending.ts';
import { temporaryFolder } from './temp.ts';

/** A real ledger file with some readings of one station in it, open until the spec file is over. */
export async function ledgerWith(
  station: Station,
  readings: readonly QualifiedReading[],
): Promise<{ readonly ledger: Ledger; readonly file: string }> {
  const file = join(temporaryFolder(), 'ledger.db');
  const ledger = await Ledger.open(file);
  ledger.commit(() => {
    ledger.stations.add(buildRegistration({ station }));
    for (const reading of readings) ledger.readings.place(reading, () => reading);
  });
  atTheEnd(() => {
    ledger.close();
  });
  return { ledger, file };
}
