import type { AlertSummary, StationState } from '@clearwell/contracts';
import { alertId, stationId } from '@clearwell/water-quality';
import { buildAlertSummary } from '../alerts/build-alert-summary.ts';
import { asksForNobody, isCalling, isNeedless, isUnacknowledged, underAlerts } from './alert-sight.ts';

const station = stationId('zz-017');

const state = (overrides: Partial<StationState> = {}): StationState => ({
  station,
  status: 'normal',
  freshness: 'fresh',
  unverified: false,
  latest: null,
  findings: [],
  link: null,
  ...overrides,
});

const alert = (overrides: Partial<AlertSummary> = {}): AlertSummary =>
  buildAlertSummary({ stations: [station], notifiedAt: 1, ...overrides });

describe('a station under an open alert', () => {
  it('shows the alert where it says nothing worse itself', () => {
    expect(underAlerts(state(), [alert()])).toMatchObject({ status: 'exceedance', unverified: false });
    expect(underAlerts(state({ status: 'exceedance' }), [alert({ level: 'amber' })]).status).toBe('exceedance');
  });

  it.each(['stale', 'offline'] as const)('never turns grey when it is %s, but unverified', (freshness) => {
    const silent = state({ status: freshness, freshness });
    expect(underAlerts(silent, [alert()])).toMatchObject({ status: 'exceedance', unverified: true });
  });

  it('stays unverified when it is back and nothing was judged since', () => {
    const back = underAlerts(state({ status: 'exceedance' }), [alert({ condition: 'unverified' })]);
    expect(back.unverified).toBe(true);
  });

  it('is unverified where it is the silent one of a cluster', () => {
    expect(underAlerts(state(), [alert({ kind: 'cluster', unheard: [station] })]).unverified).toBe(true);
  });

  it.each([
    ['is over', { condition: 'cleared' }],
    ['late data took away', { withdrawn: true }],
    ['is not about the water', { level: 'notice', kind: 'fault' }],
  ] as const)('is as it is where the alert %s', (_what, overrides) => {
    const own = state({ status: 'stale', freshness: 'stale' });
    expect(underAlerts(own, [alert(overrides)])).toBe(own);
  });
});

describe('an alert calls', () => {
  it('while it woke people and nobody has acknowledged it', () => {
    expect(isCalling(alert())).toBe(true);
    expect(isCalling(alert({ notifiedAt: null }))).toBe(false);
    expect(isCalling(alert({ handling: 'acknowledged' }))).toBe(false);
    expect(isCalling(alert({ condition: 'unverified' }))).toBe(true);
    expect(isCalling(alert({ condition: 'cleared' }))).toBe(false);
    expect(isCalling(alert({ partOf: alertId('WQ-20261121-001') }))).toBe(false);
  });
});

describe('an alert that nobody has acknowledged', () => {
  it.each([
    ['of the water asks for it', {}, true],
    ['of a probe or a connection does not', { level: 'notice', kind: 'fault' }, false],
    ['that is part of something larger is seen with that', { partOf: alertId('WQ-20261121-001') }, false],
    ['that late data took away does not', { withdrawn: true }, false],
  ] as const)('%s', (_what, overrides, asks) => {
    expect(isUnacknowledged(alert(overrides))).toBe(asks);
    expect(isNeedless(alert(overrides))).toBe(!asks);
  });

  it('is none once it is handled', () => {
    const handled = alert({ level: 'notice', handling: 'investigating' });
    expect([isUnacknowledged(handled), isNeedless(handled)]).toEqual([false, false]);
  });
});

describe('an alert that is over and of which nobody was notified', () => {
  const bygone = { condition: 'cleared', notifiedAt: null } as const;

  it('asks for no acknowledgement', () => {
    expect(asksForNobody(alert(bygone))).toBe(true);
    expect(isUnacknowledged(alert(bygone))).toBe(false);
  });

  it.each([
    ['goes on', { condition: 'active' }],
    ['woke somebody', { notifiedAt: 1 }],
    ['may still be told of', { held: 'backfill_awaited' }],
  ] as const)('does where it %s', (_what, overrides) => {
    expect(asksForNobody(alert({ ...bygone, ...overrides }))).toBe(false);
    expect(isUnacknowledged(alert({ ...bygone, ...overrides }))).toBe(true);
  });
});
