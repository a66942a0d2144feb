import type { AlertSummary } from '@clearwell/contracts';
import { alertId } from '@clearwell/water-quality';
import { byUrgency, statusOf } from './alert-order.ts';

const alert = (name: string, overrides: Partial<AlertSummary> = {}): AlertSummary => ({
  id: alertId(name),
  key: name,
  kind: 'limit',
  stations: [],
  channel: null,
  condition: 'active',
  handling: 'new',
  level: 'red',
  revision: 1,
  withdrawn: false,
  rules: [],
  worst: null,
  start: 0,
  end: null,
  lateMs: 0,
  unverifiedSince: null,
  unheard: [],
  partOf: null,
  held: null,
  assignee: null,
  verdict: null,
  lastChange: { what: 'raised', by: null, at: 0 },
  openedAt: 0,
  notifiedAt: null,
  acknowledgedAt: null,
  closedAt: null,
  ...overrides,
});

const order = (...alerts: AlertSummary[]): string[] => byUrgency(alerts).map(({ id }) => id);

describe('alerts in a list', () => {
  it('begin with what nobody has acknowledged, red before amber, what goes on before what is over', () => {
    const over = { condition: 'cleared', notifiedAt: 1 } as const;
    const listed = [
      alert('seen', { handling: 'acknowledged' }),
      alert('amber', { level: 'amber' }),
      alert('over', over),
      alert('unverified', { condition: 'unverified' }),
    ];
    expect(order(...listed)).toEqual(['unverified', 'over', 'amber', 'seen']);
  });

  it('end with what is over and asks for nobody', () => {
    const past = alert('past', { condition: 'cleared' });
    expect(order(past, alert('seen', { handling: 'acknowledged', level: 'amber' }))).toEqual(['seen', 'past']);
  });

  it('follow when they began, not when they were found', () => {
    const found = alert('found', { start: 1, openedAt: 9 });
    expect(order(found, alert('latest', { start: 5, openedAt: 6 }))).toEqual(['latest', 'found']);
  });
});

describe('the mark of an alert', () => {
  it.each([
    ['limit', 'red', 'exceedance'],
    ['trend', 'amber', 'warning'],
    ['silence', 'notice', 'offline'],
    ['link', 'notice', 'offline'],
    ['fault', 'notice', 'fault'],
    ['operation', 'notice', 'maintenance'],
    ['trend', 'notice', 'trend'],
  ] as const)('%s at %s is that of %s, and never that of what is normal', (kind, level, mark) => {
    expect(statusOf({ kind, level })).toBe(mark);
  });
});
