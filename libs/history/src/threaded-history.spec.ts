import { buildQualified, buildStation, ledgerWith } from '@clearwell/testkit';
import { describeHistory, register } from '@clearwell/testkit/history-contract';
import type { Reading } from '@clearwell/water-quality';
import { ThreadedHistory } from './threaded-history.ts';

const requalify = (reading: Reading) => buildQualified(reading, { fail: 100 });

let history: ThreadedHistory | null = null;

afterAll(() => history?.close());

describeHistory(
  'the history in SQLite, asked in threads',
  async () => {
    const { ledger, file } = await ledgerWith(buildStation(), []);
    history = new ThreadedHistory({ kind: 'sqlite', path: file });
    return {
      history,
      put: async (station, readings) => {
        ledger.commit(() => {
          register(ledger, station);
          for (const reading of readings) ledger.readings.place(reading, requalify);
        });
      },
    };
  },
  { runs: 20 },
);

it('fails the question, and not the program, when a store cannot be opened', async () => {
  const lost = new ThreadedHistory({ kind: 'sqlite', path: '/nowhere/ledger.db' });
  await expect(lost.latest({ stations: [buildStation().id] })).rejects.toThrow();
  await lost.close();
});
