import { buildQualified, buildReading, buildStation, buildValues, gather, ledgerWith, NOON } from '@clearwell/testkit';
import { channelKey, HOUR, MINUTE } from '@clearwell/water-quality';
import type { RangeChunk, RangeQuery } from './history.ts';
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

async function only(history: SqliteHistory, query: RangeQuery): Promise<RangeChunk> {
  const chunks = await gather(history.range(query));
  expect(chunks).toHaveLength(1);
  return chunks[0] as RangeChunk;
}

describe('SqliteHistory', () => {
  it('gives columns of the channels asked for, and tells no value from not sent by the flag', async () => {
    const { history } = await historyOf([{ ph: 7, turbidity: 0.2 }, { ph: null }, { turbidity: 200 }]);
    const range = await only(history, { station, channels: [turbidity, ph], from: NOON, to: NOON + 3 * MINUTE });
    expect([...range.sampledAt]).toEqual([0, 1, 2].map((slot) => NOON + slot * MINUTE));
    expect(range.channels.map(({ values }) => [...values])).toEqual([
      [0.2, NaN, 200],
      [7, NaN, NaN],
    ]);
    expect(range.channels.map(({ flags }) => [...flags])).toEqual([
      [1, 0, 4],
      [1, 9, 0],
    ]);
    await history.close();
  });

  it('includes `from` and leaves `to` out', async () => {
    const { history } = await historyOf([{ ph: 1 }, { ph: 2 }, { ph: 3 }]);
    const range = await only(history, { station, channels: [ph], from: NOON + MINUTE, to: NOON + 2 * MINUTE });
    expect([...(range.channels[0]?.values ?? [])]).toEqual([2]);
    await history.close();
  });

  it('sums up whole buckets of judgeable values', async () => {
    const { history } = await historyOf([{ ph: 1, turbidity: 200 }, { ph: 2 }, { ph: 6 }]);
    const query = { station, channels: [ph, turbidity], from: NOON + MINUTE, to: NOON + 2 * MINUTE };
    const [chunk] = await gather(history.aggregate({ ...query, width: HOUR, origin: 0 }));
    expect([...(chunk?.startsAt ?? [])]).toEqual([NOON]);
    expect(chunk?.channels.map(({ min, mean, max, count }) => [min[0], mean[0], max[0], count[0]])).toEqual([
      [1, 3, 6, 3],
      [NaN, NaN, NaN, 0],
    ]);
    await history.close();
  });

  it('knows the newest reading as of an instant, by either clock', async () => {
    const { history } = await historyOf([{ ph: 1 }, { ph: 2 }, { ph: 3 }]);
    const at = async (asOf?: { sampledUntil: number } | { knownAt: number }) =>
      (await history.latest({ stations: [station, buildStation({ id: 'zz-999' as never })], asOf })).map(
        ({ values }) => values[ph],
      );
    expect(await at()).toEqual([3]);
    expect(await at({ sampledUntil: NOON + MINUTE })).toEqual([2]);
    expect(await at({ knownAt: NOON + MINUTE })).toEqual([1]);
    expect(await at({ sampledUntil: NOON - 1 })).toEqual([]);
    await history.close();
  });

  it('sweeps over one channel of each station, in the order asked for', async () => {
    const { history } = await historyOf([{ ph: 1 }, { turbidity: 2 }]);
    const chunks = history.sweep({ stations: [{ station, channel: ph }], from: NOON, to: NOON + HOUR });
    const swept = (await gather(chunks)).map((chunk) => [chunk.station, [...chunk.values], [...chunk.flags]]);
    expect(swept).toEqual([[station.id, [1, NaN], [1, 0]]]);
    await history.close();
  });

  it('answers while the ledger is writing', async () => {
    const { ledger, history } = await historyOf([{ ph: 1 }]);
    const query = { station, channels: [ph], from: 0, to: Number.MAX_SAFE_INTEGER };
    const asked = ledger.commit(() => only(history, query));
    expect([...((await asked).channels[0]?.values ?? [])]).toEqual([1]);
    await history.close();
  });
});
