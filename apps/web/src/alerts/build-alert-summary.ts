import type { AlertSummary } from '@clearwell/contracts';
import { alertId } from '@clearwell/water-quality';

/** For specs: a legal limit broken nowhere in particular, just opened; nobody was notified. */
export const buildAlertSummary = (overrides: Partial<AlertSummary> = {}): AlertSummary => ({
  id: alertId('WQ-20261121-003'),
  key: 'limit|zz-017|turbidity|max',
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
