import { buildStation, ledgerWith, NOON } from '@clearwell/testkit';
import { stationId, type Tuning } from '@clearwell/water-quality';
import { DatabaseSync } from 'node:sqlite';

const tuning: Tuning = {
  ...{ station: stationId('zz-001'), from: NOON, lift: 0.45, key: 'a key of eight', recordedAt: NOON, by: 'li' },
};

describe('TuningTable', () => {
  it('keeps tunings in the order of recording, each act once', async () => {
    const { ledger } = await ledgerWith(buildStation(), []);
    const back = { ...tuning, key: 'another key', lift: 0 };
    ledger.commit(() => {
      ledger.tunings.add(tuning);
      ledger.tunings.add(back);
    });
    expect(ledger.tunings.all()).toEqual([tuning, back]);
    expect(() => {
      ledger.tunings.add(tuning);
    }).toThrow('UNIQUE');
  });

  it('is only added to', async () => {
    const { ledger, file } = await ledgerWith(buildStation(), []);
    ledger.commit(() => {
      ledger.tunings.add(tuning);
    });
    const database = new DatabaseSync(file);
    for (const sql of ['delete from tuning', 'update tuning set lift = 0'])
      expect(() => database.prepare(sql).run()).toThrow('tunings are only added to');
    database.close();
  });
});
