import { buildReading, buildStation, buildValues, NOON } from '@clearwell/testkit';
import { channelKey, MINUTE, type Finding, type QualifiedReading } from '@clearwell/water-quality';
import { Board } from './board.ts';

const station = buildStation();
const RED: Finding = {
  kind: 'limit',
  channel: channelKey('turbidity'),
  limit: 'gb2022.turbidity',
  level: 'red',
  value: 6,
  since: NOON,
  count: 1,
  withinTolerance: false,
  lateMs: 5_000,
};

const reading = (sampledAt: number, ph: number): QualifiedReading => ({
  ...buildReading({ sampledAt, values: buildValues({ ph }) }),
  quality: { ph: { flag: 1 } } as never,
  timing: 'judged',
});

function board(): Board {
  const made = new Board();
  made.add(station, NOON);
  return made;
}

describe('Board', () => {
  it('shows a station nobody heard of as offline', () => {
    expect(board().states()).toMatchObject([{ status: 'offline', latest: null, link: null }]);
  });

  it('shows the newest reading by sampling time, not the last that came', () => {
    const shown = board();
    shown.report({ station: station.id, newest: reading(NOON, 7), findings: [] }, NOON);
    shown.report({ station: station.id, newest: reading(NOON - MINUTE, 8), findings: [] }, NOON);
    expect(shown.states()).toMatchObject([
      { status: 'normal', latest: { sampledAt: NOON, values: { ph: 7 }, flags: { ph: 1 } } },
    ]);
  });

  it('lets time alone make a station stale and offline, and says so once', () => {
    const shown = board();
    shown.report({ station: station.id, newest: reading(NOON, 7), findings: [] }, NOON);
    expect(shown.tick(NOON + 20 * MINUTE)).toEqual([]);
    expect(shown.tick(NOON + 21 * MINUTE)).toMatchObject([{ status: 'stale' }]);
    expect(shown.tick(NOON + 22 * MINUTE)).toEqual([]);
    expect(shown.tick(NOON + 61 * MINUTE)).toMatchObject([{ status: 'offline' }]);
  });

  it('never takes silence for recovery', () => {
    const shown = board();
    shown.report({ station: station.id, newest: reading(NOON, 7), findings: [RED] }, NOON);
    expect(shown.tick(NOON + 61 * MINUTE)).toMatchObject([
      { status: 'exceedance', freshness: 'offline', unverified: true },
    ]);
  });

  it('keeps what is known of a station that is registered anew', () => {
    const shown = board();
    shown.report({ station: station.id, newest: reading(NOON, 7), findings: [] }, NOON);
    shown.reportLink(station.id, true, NOON);
    shown.add(station, NOON);
    expect(shown.states()).toMatchObject([{ status: 'normal', link: true }]);
  });
});
