import type { AlertSummary } from '@clearwell/contracts';
import { alertId } from '@clearwell/water-quality';
import { byUrgency, statusOf } from './alert-order.ts';
import { buildAlertSummary } from './build-alert-summary.ts';

const alert = (name: string, overrides: Partial<AlertSummary> = {}): AlertSummary =>
  buildAlertSummary({ id: alertId(name), key: name, ...overrides });

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
