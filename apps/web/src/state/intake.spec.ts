import type { State } from '@clearwell/contracts';
import { BoardStore } from './board-store.ts';
import { Intake } from './intake.ts';

const state = (n: number): State => ({
  n,
  revision: 0,
  clock: { origin: 0, start: 0, rate: 1, now: 1_000 },
  lastReceivedAt: null,
  fault: null,
  stations: [],
  alerts: [],
  quiet: { windows: [], mutes: [] },
});
const delta = (since: number) => ({ since, n: since + 1, at: 2_000, stations: [] });

function setUp() {
  let asked = 0;
  const board = new BoardStore();
  const intake = new Intake({ board, monotonic: () => 50, resync: () => (asked += 1) });
  return { board, intake, asked: () => asked };
}

describe('the intake', () => {
  it('asks once for a snapshot when a delta does not count on, and waits for it', () => {
    const { board, intake, asked } = setUp();
    intake.snapshot(state(7));
    intake.delta(delta(9));
    intake.delta(delta(10));
    expect(asked()).toBe(1);
    intake.snapshot(state(11));
    intake.delta(delta(11));
    expect([asked(), board.held?.n]).toEqual([1, 12]);
  });

  it('leaves out deltas that come before the snapshot of a new connection', () => {
    const { board, intake, asked } = setUp();
    intake.snapshot(state(7));
    intake.lost();
    intake.connected();
    intake.delta(delta(99));
    expect([asked(), board.held?.n]).toEqual([0, 7]);
  });

  it('does not let the slower HTTP answer overwrite a snapshot', () => {
    const { board, intake } = setUp();
    intake.snapshot(state(7));
    intake.first(state(3));
    expect(board.held?.n).toBe(7);
  });

  it('is live from the snapshot on, and lost since the first time it was told', () => {
    const { intake } = setUp();
    expect(intake.connection.get().kind).toBe('connecting');
    intake.snapshot(state(7));
    expect(intake.connection.get().kind).toBe('live');
    intake.lost();
    expect(intake.connection.get()).toEqual({ kind: 'lost', since: 50 });
  });

  it('asks again for a delta it cannot read, and stops at a snapshot it cannot read', () => {
    const { intake, asked } = setUp();
    intake.snapshot(state(7));
    intake.unreadable('delta');
    expect(asked()).toBe(1);
    intake.unreadable('snapshot');
    expect(intake.connection.get().kind).toBe('unreadable');
  });

  it('knows that a past comes in until a heartbeat says nothing of it', () => {
    const { board, intake } = setUp();
    const filling = { done: 1, total: 9 };
    intake.snapshot({ ...state(7), filling });
    expect(board.filling.get()).toEqual(filling);
    intake.heartbeat({ n: 7, at: 9_000, lastReceivedAt: null, fault: null });
    expect(board.filling.get()).toBeNull();
  });

  it('sets its clock by every heartbeat', () => {
    const { intake } = setUp();
    intake.snapshot(state(7));
    intake.heartbeat({ n: 7, at: 9_000, lastReceivedAt: null, fault: null });
    expect(intake.clock.get()).toMatchObject({ now: 9_000, heardAt: 50 });
  });
});
