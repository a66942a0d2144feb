import { pillOf, type PillQuestion } from './pill.ts';

const live: PillQuestion = {
  connection: { kind: 'live' },
  monotonic: 60_000,
  now: 1_000_000,
  heardAt: 999_000,
  lastReceivedAt: 998_000,
  arrivalsStopped: false,
  fault: null,
  filling: null,
};

describe('the time pill', () => {
  it('tells the age of the last reading while live', () => {
    expect(pillOf(live)).toEqual({ kind: 'live', age: 2_000 });
  });

  it('never tells an age below nought', () => {
    expect(pillOf({ ...live, lastReceivedAt: 1_000_500 })).toEqual({ kind: 'live', age: 0 });
  });

  it('says that no readings arrive though the socket lives', () => {
    expect(pillOf({ ...live, arrivalsStopped: true })).toEqual({ kind: 'silent', age: 2_000 });
  });

  it('says that readings can not be kept, though they arrive, and a lost connection before that', () => {
    const fault = { code: 'disk_full', detail: 'The disk is full' } as const;
    expect(pillOf({ ...live, fault, arrivalsStopped: true })).toEqual({ kind: 'unkept', code: 'disk_full' });
    const lost = { kind: 'lost', since: 60_000 } as const;
    expect(pillOf({ ...live, fault, connection: lost })).toEqual({ kind: 'reconnecting' });
  });

  it('says how much of a past has come, for as long as one is awaited', () => {
    const filling = { done: 239, total: 240 };
    expect(pillOf({ ...live, filling, arrivalsStopped: true })).toEqual({ kind: 'filling', percent: 99 });
  });

  it('reconnects at once, and is disconnected after ten seconds with the time of its data', () => {
    expect(pillOf({ ...live, connection: { kind: 'lost', since: 60_000 } })).toEqual({ kind: 'reconnecting' });
    expect(pillOf({ ...live, connection: { kind: 'lost', since: 50_001 } })).toEqual({ kind: 'reconnecting' });
    expect(pillOf({ ...live, connection: { kind: 'lost', since: 50_000 } })).toEqual({
      kind: 'disconnected',
      dataAsOf: 999_000,
    });
  });

  it('connects until the server has told its time', () => {
    expect(pillOf({ ...live, now: null })).toEqual({ kind: 'connecting' });
    expect(pillOf({ ...live, connection: { kind: 'connecting' } })).toEqual({ kind: 'connecting' });
  });

  it('has no age before the first reading', () => {
    expect(pillOf({ ...live, lastReceivedAt: null })).toEqual({ kind: 'live', age: null });
  });
});
