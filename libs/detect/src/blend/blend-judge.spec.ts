import { channelKey, HOUR, MINUTE, type ParameterCode } from '@clearwell/water-quality';
import type { EventRow } from '../event/event-judge.ts';
import type { JudgedChannel } from '../judge.ts';
import { BlendJudge } from './blend-judge.ts';

const SLOT = 10 * MINUTE;
const START = Date.UTC(2026, 2, 1);
const A_DAY = 144;

const channelOf = (parameter: ParameterCode, resolution: number, operational = false): JudgedChannel => ({
  ...{ key: channelKey(parameter), parameter, resolution, operational },
  concern: parameter === 'turbidity' ? 'rise' : 'both',
});
const CHANNELS = [
  channelOf('free_chlorine', 0.01),
  channelOf('turbidity', 0.01),
  channelOf('ph', 0.01),
  channelOf('conductivity', 1),
  channelOf('temperature', 0.1, true),
];
/** Two waters: from the river, and from the lake. */
const RIVER = [0.6, 0.2, 7.6, 480, 12];
const LAKE = [0.4, 0.15, 7.9, 400, 10];

/** Same every time. */
function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x) - 0.5;
}

/** The lake comes for four hours a day, all at once. */
function rowAt(i: number, added: readonly number[] = []): EventRow {
  const lake = i % A_DAY >= 60 && i % A_DAY < 84 ? 1 : 0;
  const values = RIVER.map((river, c) => {
    const value = river + lake * ((LAKE[c] ?? 0) - river) + (added[c] ?? 0);
    const resolution = CHANNELS[c]?.resolution ?? 1;
    return Math.round(value / resolution + 1.6 * noise(i * 7 + c)) * resolution;
  });
  return { sampledAt: START + i * SLOT, values: Float64Array.from(values), votes: null, isMarked: false };
}

function judgeDays(days: number): BlendJudge {
  const judge = new BlendJudge(CHANNELS);
  for (let i = 0; i < days * A_DAY; i++) judge.fold(rowAt(i));
  return judge;
}

describe('BlendJudge', () => {
  it('knows the front between two waters after some days, however sudden', () => {
    const judge = judgeDays(8);
    let highest = 0;
    for (let i = 8 * A_DAY; i < 9 * A_DAY; i++) highest = Math.max(highest, judge.fold(rowAt(i)).held);
    expect(highest).toBeLessThan(1.7);
  });

  it('takes a channel that is far off alone as saying nothing of the others', () => {
    const judge = judgeDays(8);
    for (let i = 8 * A_DAY; i < 8 * A_DAY + 3; i++) {
      const { surprises } = judge.fold(rowAt(i, [0, 1.5, 0, 0, 0]));
      expect(surprises[1]).toBeGreaterThan(2.5);
      for (const other of [0, 2, 3]) expect(surprises[other]).toBeLessThan(2);
    }
  });

  it('is surprised by a move of half that size that is no blend of the two', () => {
    const judge = judgeDays(8);
    let held = 0;
    for (let i = 8 * A_DAY; i < 8 * A_DAY + 3; i++) held = judge.fold(rowAt(i, [0, 0, 0, 40, 0])).held;
    expect(held).toBeGreaterThan(2.5);
  });

  it('says which way a channel went', () => {
    const judge = judgeDays(8);
    const { z, surprises } = judge.fold(rowAt(8 * A_DAY, [-0.3, 0, 0, 0, 0]));
    expect(z[0]).toBeLessThan(0);
    expect(Math.max(...surprises)).toBe(surprises[0]);
  });

  it('never makes an event of turbidity that falls', () => {
    const judge = judgeDays(8);
    const { surprises } = judge.fold(rowAt(8 * A_DAY, [0, -0.15, 0, 0, 0]));
    expect(surprises[1]).toBeLessThanOrEqual(1);
  });

  it('says nothing in its first day, of a channel without a vote, or while somebody works there', () => {
    const young = new BlendJudge(CHANNELS);
    for (let i = 0; i < A_DAY; i++) expect(young.fold(rowAt(i, i > 100 ? [0, 0, 0, 90] : [])).held).toBe(0);
    const judge = judgeDays(8);
    const odd = rowAt(8 * A_DAY, [0, 0, 0, 90]);
    expect(judge.fold({ ...odd, isMarked: true }).step).toBe(0);
    expect(judge.fold({ ...odd, votes: Uint8Array.of(1, 1, 1, 0, 1) }).step).toBeLessThan(1.5);
  });

  it('goes on after a restart as if there had been none, bit for bit', () => {
    const judge = judgeDays(3);
    const saved = judge.save();
    const restored = new BlendJudge(CHANNELS, saved);
    expect(restored.save()).toEqual(saved);
    for (let i = 3 * A_DAY; i < 4 * A_DAY; i++) expect(restored.fold(rowAt(i))).toEqual(judge.fold(rowAt(i)));
    expect(restored.save()).toEqual(judge.save());
  });

  it('keeps what it knows of its other channels when one goes and one comes', () => {
    const others = [...CHANNELS.slice(1), channelOf('uv254', 0.01)];
    const judge = new BlendJudge(others, judgeDays(8).save());
    const values = (i: number, added: number) => Float64Array.from([...rowAt(i, [0, 0, 0, added]).values.slice(1), 3]);
    const row = (i: number, added = 0) => ({ ...rowAt(i), values: values(i, added) });
    expect(judge.fold(row(8 * A_DAY)).held).toBeLessThan(1.7);
    expect(judge.fold(row(8 * A_DAY + 1, 40)).step).toBeGreaterThan(1.5);
  });

  it('takes a gap for what it is', () => {
    const judge = judgeDays(8);
    const late = { ...rowAt(8 * A_DAY), sampledAt: START + 8 * A_DAY * SLOT + 30 * HOUR };
    expect(judge.fold(late).held).toBeLessThan(1.7);
  });
});
