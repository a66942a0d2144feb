import { bucketName, buildQualified, buildStation, describeWith, ledgerWith, startInflux } from '@clearwell/testkit';
import { describeHistory, register } from '@clearwell/testkit/history-contract';
import type { Reading } from '@clearwell/water-quality';
import { InfluxHistory } from './influx-history.ts';
import { InfluxWriter } from './influx-writer.ts';
import { LedgerFeed } from './ledger-feed.ts';
import { Replicator } from './replicator.ts';
import { SqliteHistory } from './sqlite-history.ts';

const requalify = (reading: Reading) => buildQualified(reading, { fail: 100 });

describeWith('influxd', 'with a real InfluxDB', () => {
  describeHistory(
    'the history in InfluxDB',
    async () => {
      const { url, token, org } = await startInflux();
      const settings = { url, token, org, bucket: bucketName(), retentionDays: null };
      const { ledger, file } = await ledgerWith(buildStation(), []);
      ledger.replication.follow();
      let dies = false;
      const replicator = new Replicator({
        feed: new LedgerFeed(file),
        ledger: new SqliteHistory(file),
        writer: new InfluxWriter(settings),
        memory: {
          aim: async (target) => ledger.commit(() => ledger.replication.aim(target)),
          // Each batch is written twice: the first time the server dies before it can note the confirmation.
          confirm: async (progress) => {
            dies = !dies;
            if (dies) throw new Error('killed');
            ledger.commit(() => ledger.replication.confirm(progress));
          },
        },
        now: () => Date.now(),
      });
      return {
        history: new InfluxHistory(settings),
        put: async (station, readings) => {
          ledger.commit(() => {
            register(ledger, station);
            for (const reading of readings) ledger.readings.place(reading, requalify);
          });
          for (let copied = 1; copied > 0;) copied = await replicator.step().catch(() => 1);
        },
      };
    },
    { runs: 15 },
  );
});
