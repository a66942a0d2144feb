import { NO_AGE, packCell, startOfCityDay, type Cell, type FrameDay } from '@clearwell/contracts/frames';
import { channelKey, MINUTE, stationId, type Station, type StationId } from '@clearwell/water-quality';
import { FrameBoard } from './frame-board.ts';

const [A, B] = [stationId('zz-001'), stationId('zz-002')];
const stations = [A, B].map((id) => ({ id, intervalMs: 10 * MINUTE }) as Station);
const FROM = startOfCityDay('2026-11-20');
const STEP = 10 * MINUTE;
const FINE: Cell = { status: 'normal', unverified: false, late: false, flag: 1 };
const GONE: Cell = { ...FINE, status: 'offline', flag: 0 };

/** Three frames: A as told, B silent for longer than a reading stands. */
function dayOf(cells: readonly Cell[], ages: readonly number[], values: readonly number[]): FrameDay {
  return {
    head: {
      day: '2026-11-20',
      from: FROM,
      step: STEP,
      frames: 3,
      parameter: 'ph',
      view: 'sampled',
      stations: [
        { id: A, channel: channelKey('ph'), resolution: 0.01 },
        { id: B, channel: null, resolution: 1 },
      ],
    },
    cells: Uint8Array.from([...cells, GONE, GONE, GONE].map(packCell)),
    ages: Uint16Array.from([...ages, NO_AGE, NO_AGE, NO_AGE]),
    values: Int32Array.from([...values, 0, 0, 0]),
  };
}

function follow(board: FrameBoard): StationId[][] {
  const told: StationId[][] = [];
  board.subscribeAny((changed) => told.push([...changed]));
  return told;
}

describe('FrameBoard', () => {
  it('shows a station as the frame tells it', () => {
    const board = new FrameBoard(stations);
    board.show(dayOf([FINE, FINE, { ...FINE, late: true }], [0, 4, 13], [710, 711, 712]), FROM + 2 * STEP);
    expect(board.stateOf(A)).toMatchObject({
      status: 'normal',
      latest: { sampledAt: FROM + 7 * MINUTE, values: { ph: 7.12 }, flags: { ph: 1 } },
    });
    expect(board.isLate(A)).toBe(true);
    expect(board.stateOf(B)).toMatchObject({ status: 'offline', freshness: 'offline', latest: null });
    expect(board.standings.get().get(A)).toEqual({ status: 'normal', unverified: false });
  });

  it('tells only of stations that look another way than in the frame before', () => {
    const board = new FrameBoard(stations);
    const day = dayOf([FINE, FINE, FINE], [0, 4, 14], [710, 711, 711]);
    const told = follow(board);
    board.show(day, FROM);
    board.show(day, FROM + STEP);
    const state = board.stateOf(A);
    board.show(day, FROM + 2 * STEP);
    expect(told).toEqual([[A, B], [A]]);
    // The same reading stands, and nothing is painted again.
    expect(board.stateOf(A)).toBe(state);
  });

  it('keeps its standings until one of them is another', () => {
    const board = new FrameBoard(stations);
    const day = dayOf([FINE, FINE, { ...FINE, status: 'stale' }], [0, 0, 30], [710, 711, 711]);
    board.show(day, FROM);
    const standings = board.standings.get();
    board.show(day, FROM + STEP);
    expect(board.standings.get()).toBe(standings);
    board.show(day, FROM + 2 * STEP);
    expect(board.standings.get().get(A)?.status).toBe('stale');
  });

  it('knows nothing of an instant that has no frame', () => {
    const board = new FrameBoard(stations);
    const day = dayOf([FINE, FINE, FINE], [0, 0, 0], [1, 2, 3]);
    board.show(day, FROM);
    board.show(day, FROM + 3 * STEP);
    expect([board.stateOf(A), board.standings.get().size]).toEqual([undefined, 0]);
    board.show(day, FROM);
    board.show(null, FROM);
    expect(board.stateOf(A)).toBeUndefined();
  });
});
