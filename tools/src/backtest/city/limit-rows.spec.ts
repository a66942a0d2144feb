import { buildStation } from '@clearwell/testkit';
import { channelKey, MINUTE, type ChannelKey, type Values } from '@clearwell/water-quality';
import { cellsOf, SAID_COLUMNS } from './alert-rows.ts';
import { LimitRows } from './limit-rows.ts';
import { StationReplay } from './station-replay.ts';

const START = Date.UTC(2026, 2, 1);
const SLOT = 10 * MINUTE;
const STATION = buildStation();
const TURBIDITY = channelKey('turbidity');
const NOTHING: readonly ChannelKey[] = [];

/** @param lateFrom what was sampled from this slot on came last */
function rowsOf(turbidity: readonly number[], lateFrom = turbidity.length) {
  const replay = new StationReplay(STATION, 0.5);
  const limits = new LimitRows({ stations: [STATION] });
  const slots = turbidity.map((_, slot) => slot);
  const inOrder = [...slots.filter((slot) => slot < lateFrom || slot >= lateFrom + 6)];
  for (const slot of [...inOrder, ...slots.filter((one) => !inOrder.includes(one))]) {
    const values: Values = { [TURBIDITY]: turbidity[slot] ?? null };
    const arrivedAt = START + (inOrder.includes(slot) ? slot : turbidity.length) * SLOT;
    const knowledge = replay.receive([{ sampledAt: START + slot * SLOT, values, marked: NOTHING }], arrivedAt);
    if (knowledge !== null) limits.addEpisodes(knowledge);
  }
  return limits.rows;
}

const calm = (count: number): number[] => Array.from({ length: count }, () => 0.2);
const BROKEN = [...calm(6), 1.6, 1.7, 1.8, 1.7, ...calm(6)];

describe('LimitRows', () => {
  it('says each broken limit once, from its first reading to its last, in words, and notifies nobody', () => {
    const legal = rowsOf(BROKEN).filter(({ level }) => level === 'red');
    expect(legal).toHaveLength(1);
    const [row] = legal;
    expect(row).toMatchObject({ start: START + 6 * SLOT, detectedAt: START + 7 * SLOT, end: START + 10 * SLOT });
    expect(row?.reason.en).toMatch(/turbidity 1\.7\d* NTU, above the limit of 1 NTU \(GB 5749-2022/);
    const cells = Object.fromEntries(SAID_COLUMNS.map((column, i) => [column, row && cellsOf(row)[i]]));
    expect(cells).toMatchObject({ kind: 'limit', parameters: 'turbidity', notified: '0' });
  });

  it('tells an early level apart from the law', () => {
    const rows = rowsOf([...calm(6), 0.8, 0.8, 0.8, ...calm(6)]);
    expect(rows.map(({ level }) => level)).toEqual(['amber']);
  });

  it('says one that came late, and was over by then, by its worst value', () => {
    const [row] = rowsOf(BROKEN, 5).filter(({ level }) => level === 'red');
    expect(row).toMatchObject({ start: START + 6 * SLOT, detectedAt: START + BROKEN.length * SLOT });
    expect(row?.reason.en).toContain('above the limit of 1 NTU');
  });
});
