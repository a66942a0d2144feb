import { buildQualified, buildReading, buildStation, gather, ledgerWith, NOON } from '@clearwell/testkit';
import { describeHistory, register } from '@clearwell/testkit/history-contract';
import { channelKey, DAY, type Reading } from '@clearwell/water-quality';
import { SqliteHistory } from './sqlite-history.ts';

const requalify = (reading: Reading) => buildQualified(reading, { fail: 100 });

describeHistory(
  'the history in SQLite',
  async () => {
    const { ledger, file } = await ledgerWith(buildStation(), []);
    return {
      history: new SqliteHistory(file),
      put: async (station, readings) => {
        ledger.commit(() => {
          register(ledger, station);
          for (const reading of readings) ledger.readings.place(reading, requalify);
        });
      },
    };
  },
  { runs: 60 },
);

it('answers while the ledger is writing', async () => {
  const station = buildStation();
  const { ledger, file } = await ledgerWith(station, [buildQualified(buildReading())]);
  const history = new SqliteHistory(file);
  const query = { station: station.id, channels: [channelKey('ph')], from: NOON, to: NOON + DAY };
  const [chunk] = await ledger.commit(() => gather(history.range(query)));
  expect(chunk?.sampledAt).toHaveLength(1);
  await history.close();
});
