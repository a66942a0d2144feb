import type { History } from '@clearwell/contracts';
import { DAY, MINUTE, channelKey, stationId } from '@clearwell/water-quality';
import fc from 'fast-check';
import { newestOf, partOf, stripOf, withLatest } from './day-history.ts';

const ph = channelKey('ph');
const end = Date.UTC(2026, 10, 21);

const historyAt = (times: readonly number[]): History => ({
  station: stationId('a'),
  from: end - DAY,
  to: end,
  sampledAt: [...times],
  receivedAt: [...times],
  values: { [ph]: times.map(() => 7) },
  flags: { [ph]: times.map(() => 1 as const) },
  registrations: [],
});

const latestAt = (sampledAt: number, value: number | null = 7.5) => ({
  sampledAt,
  receivedAt: sampledAt,
  values: { [ph]: value },
  flags: { [ph]: 1 as const },
});

describe('the day with the newest reading', () => {
  it('keeps its columns of equal length, in order and within a day', () => {
    const times = fc.uniqueArray(fc.integer({ min: end - DAY, max: end - 1 }), { maxLength: 50 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 2 * DAY }), (unsorted, ahead) => {
        const before = historyAt([...unsorted].sort((a, b) => a - b));
        const after = withLatest(before, latestAt(end + ahead));
        expect(after.values[ph]).toHaveLength(after.sampledAt.length);
        expect(after.flags[ph]).toHaveLength(after.sampledAt.length);
        expect(after.sampledAt).toEqual([...after.sampledAt].sort((a, b) => a - b));
        expect(after.sampledAt.every((at) => at >= after.from && at < after.to)).toBe(true);
        expect(after.to - after.from).toBe(DAY);
      }),
    );
  });

  it('replaces a reading of the same sampling time', () => {
    const after = withLatest(historyAt([end - 10, end - 5]), latestAt(end - 5, 8));
    expect(after.values[ph]).toEqual([7, 8]);
  });

  it('takes no reading older than its last', () => {
    const before = historyAt([end - 5]);
    expect(withLatest(before, latestAt(end - 9))).toBe(before);
  });

  it('keeps a channel the reading does not hold, without a value', () => {
    const after = withLatest(historyAt([end - 5]), { ...latestAt(end), values: {}, flags: {} });
    expect(after.values[ph]).toEqual([7, null]);
  });
});

describe('a strip', () => {
  it('is broken where a reading is missing, and only there', () => {
    const at = [0, 10, 20, 40, 50].map((minutes) => end + minutes * MINUTE);
    const strip = stripOf(historyAt(at), ph, 10 * MINUTE);
    expect(strip.values).toEqual([7, 7, 7, null, 7, 7]);
    expect(strip.at[3]).toBe(end + 30 * MINUTE);
  });

  it('bears a jitter of less than half an interval', () => {
    const at = [0, 14, 20].map((minutes) => end + minutes * MINUTE);
    expect(stripOf(historyAt(at), ph, 10 * MINUTE).values).not.toContain(null);
  });
});

describe('a part of a history', () => {
  const history: History = { ...historyAt([1, 2, 3].map((n) => end - n * MINUTE).reverse()) };

  it('is what lies in the span and had been received by then', () => {
    const late = { ...history, receivedAt: [history.receivedAt[0] ?? 0, end, history.receivedAt[2] ?? 0] };
    const part = partOf(late, { from: end - 3 * MINUTE, to: end - MINUTE, knownAt: end - MINUTE });
    expect(part.sampledAt).toEqual([end - 3 * MINUTE]);
    expect(part.values).toEqual({ ph: [7] });
    expect(partOf(late, { from: end - 3 * MINUTE, to: end - MINUTE, knownAt: end }).sampledAt).toHaveLength(2);
  });

  it('has a newest reading, without what was not sent in it', () => {
    const sent = { ...history, flags: { [ph]: [1, 1, null] as const } } as unknown as History;
    expect(newestOf(sent)).toEqual({ sampledAt: end - MINUTE, receivedAt: end - MINUTE, values: {}, flags: {} });
    expect(newestOf(historyAt([]))).toBeNull();
  });
});
