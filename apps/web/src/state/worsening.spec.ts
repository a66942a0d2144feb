import { STATUSES, stationId, type Status } from '@clearwell/water-quality';
import type { Standings } from './board-store.ts';
import { severity } from './severity.ts';
import { worsened } from './worsening.ts';

const standings = (statuses: Record<string, Status>): Standings =>
  new Map(Object.entries(statuses).map(([id, status]) => [stationId(id), { status, unverified: false }]));

describe('what got worse', () => {
  it('names the worst first and leaves out what got better', () => {
    const before = standings({ a: 'normal', b: 'normal', c: 'exceedance', d: 'stale' });
    const after = standings({ a: 'warning', b: 'exceedance', c: 'normal', d: 'offline' });
    expect(worsened(before, after)).toEqual(['b', 'a', 'd']);
  });

  it('is silent about stations it had not known', () => {
    expect(worsened(standings({}), standings({ a: 'exceedance' }))).toEqual([]);
  });

  it('ranks every status, each differently', () => {
    expect(new Set(STATUSES.map(severity)).size).toBe(STATUSES.length);
  });
});
