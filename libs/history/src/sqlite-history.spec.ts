import { buildQualified, buildReading, buildStation, buildValues, ledgerWith, NOON } from '@clearwell/testkit';
import { channelKey, MINUTE } from '@clearwell/water-quality';
import { SqliteHistory } from './sqlite-history.ts';

const station = buildStation();
const [ph, turbidity] = [channelKey('ph'), channelKey('turbidity')];

async function historyOf(values: readonly Readonly<Record<string, number | null>>[]) {
  const readings = values.map((sent, slot) =>
    buildQualified(buildReading({ sampledAt: NOON + slot * MINUTE, values: buildValues(sent) }), { fail: 100 }),
  );
  const { ledger, file } = await ledgerWith(station, readings);
  return { ledger, history: new SqliteHistory(file) };
}

describe('SqliteHistory', () => {
  it('gives columns of the channels asked for, and tells no value from not sent by the flag', async () => {
    const { history } = await historyOf([{ ph: 7, turbidity: 0.2 }, { ph: null }, { turbidity: 200 }]);
    const range = history.range({ station: station.id, channels: [turbidity, ph], from: NOON, to: NOON + 3 * MINUTE });
    expect(range.sampledAt).toEqual([0, 1, 2].map((slot) => NOON + slot * MINUTE));
    expect(range.values).toEqual({ turbidity: [0.2, null, 200], ph: [7, null, null] });
    expect(range.flags).toEqual({ turbidity: [1, null, 4], ph: [1, 9, null] });
    history.close();
  });

  it('includes `from` and leaves `to` out', async () => {
    const { history } = await historyOf([{ ph: 1 }, { ph: 2 }, { ph: 3 }]);
    const range = history.range({ station: station.id, channels: [ph], from: NOON + MINUTE, to: NOON + 2 * MINUTE });
    expect(range.values).toEqual({ ph: [2] });
    history.close();
  });

  it('answers while the ledger is writing', async () => {
    const { ledger, history } = await historyOf([{ ph: 1 }]);
    ledger.commit(() => {
      expect(
        history.range({ station: station.id, channels: [ph], from: 0, to: Number.MAX_SAFE_INTEGER }).values,
      ).toEqual({
        ph: [1],
      });
    });
    history.close();
  });
});
