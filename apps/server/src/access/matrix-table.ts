import { ROLES, type Permission, type Role } from '@clearwell/contracts/people';
import { HOUR, type AlertKind, type Station } from '@clearwell/water-quality';
import type { AccessRule, Area } from './rules.ts';

export const ELSEWHERE = { zh: '河屿', en: 'Heyu' };

/** Who asks: the ready person of a role, one of a role who handles another district alone, a program, or nobody known. */
export type Visitor = Role | `${Role} elsewhere` | 'program' | 'anonymous';
export const VISITORS: readonly Visitor[] = [
  ...ROLES,
  ...ROLES.map((role) => `${role} elsewhere` as const),
  'program',
  'anonymous',
];
const isElsewhere = (visitor: Visitor): boolean => visitor.endsWith(' elsewhere');
export const roleOf = (visitor: Visitor): string => visitor.replace(' elsewhere', '');

/** Written by hand, and not by looking at the table it is to check. */
export const HOLDERS: Readonly<Record<Permission, readonly string[]>> = {
  'map.see': [...ROLES, 'program', 'anonymous'],
  'metrics.read': ['maintainer', 'admin', 'program'],
  'alert.acknowledge': ['supervisor', 'inspector', 'field', 'admin'],
  'alert.maintain': ['maintainer', 'admin'],
  'alert.close': ['supervisor', 'inspector', 'admin'],
  'window.set': ['supervisor', 'maintainer', 'admin', 'program'],
  'detector.tune': ['supervisor', 'admin'],
  'station.change': ['maintainer', 'admin', 'program'],
  'reading.import': ['maintainer', 'admin', 'program'],
  'people.manage': ['admin'],
  'audit.read': ['admin'],
};

type Needed = Permission | `${Permission} or ${Permission}`;
type Rule = 'public' | 'signed in' | Needed | `${Needed} of the ${'station' | 'alert' | 'named' | 'city'}`;

/** Of alerts. Written by hand, too. */
const MAINTAINED: readonly AlertKind[] = ['fault', 'silence', 'link'];

/** Every route there is, and who may use it. A route that is not here fails, and so does one that is gone. */
export const RULES: Readonly<Record<string, Rule>> = {
  'GET /health': 'public',
  'GET /metrics': 'metrics.read',
  'GET /api/asyncapi.json': 'public',
  'GET /api/session': 'public',
  'POST /api/session': 'public',
  'DELETE /api/session': 'signed in',
  'POST /api/session/password': 'signed in',
  'GET /api/state': 'map.see',
  'GET /api/clock': 'map.see',
  'GET /api/outcomes': 'map.see',
  'GET /api/frames': 'map.see',
  'GET /api/frames/:day': 'map.see',
  'GET /api/network': 'map.see',
  'PUT /api/network': 'station.change of the city',
  'GET /api/stations': 'map.see',
  'POST /api/stations': 'station.change of the city',
  'POST /api/stations/import': 'station.change of the city',
  'GET /api/stations/:id': 'map.see',
  'PUT /api/stations/:id': 'station.change of the station',
  'POST /api/stations/:id/tunings': 'detector.tune of the station',
  'POST /api/stations/:id/retire': 'station.change of the station',
  'POST /api/stations/:id/reinstate': 'station.change of the station',
  'GET /api/stations/:id/history': 'map.see',
  'POST /api/stations/:id/readings': 'reading.import of the station',
  'GET /api/parked': 'map.see',
  'DELETE /api/parked/:id': 'station.change of the city',
  'GET /alerts': 'public',
  'GET /alerts/:id': 'public',
  'GET /reports': 'public',
  'GET /api/alerts': 'map.see',
  'GET /api/alerts.cap': 'map.see',
  'GET /api/alerts/:id': 'map.see',
  'GET /api/alerts/:id/evidence': 'map.see',
  'GET /api/alerts/:id/evidence.html': 'map.see',
  'POST /api/alerts/:id/acts': 'alert.acknowledge or alert.maintain of the alert',
  'POST /api/alerts/:id/measurements': 'alert.acknowledge or alert.maintain of the alert',
  'GET /api/assignees': 'alert.acknowledge or alert.maintain',
  'GET /api/windows': 'map.see',
  'POST /api/windows': 'window.set of the named',
  'POST /api/windows/:id/end': 'window.set of the named',
  'GET /api/mutes': 'map.see',
  'POST /api/mutes': 'window.set of the named',
  'POST /api/mutes/:id/end': 'window.set of the named',
  'GET /api/precision': 'map.see',
  'GET /api/people': 'people.manage',
  'POST /api/people': 'people.manage',
  'PUT /api/people/:id': 'people.manage',
  'POST /api/people/:id/password': 'people.manage',
  'GET /api/audit': 'audit.read',
};

/** Files of the page and the description of the API: no data. */
export const FILES = /^\/(\*|map|login|counters|admin\/\w+|api\/docs.*|api\/openapi\.json)?$/;

const AREAS: Readonly<Record<Area, string>> = {
  none: '',
  station: ' of the station',
  alert: ' of the alert',
  named: ' of the named',
  city: ' of the city',
};
export const textOf = (rule: AccessRule): string =>
  rule.kind === 'permission'
    ? `${rule.permission}${rule.or === undefined ? '' : ` or ${rule.or}`}${AREAS[rule.area]}`
    : rule.kind.replace('_', ' ');

/** @param kind of the alert, where the route is about one */
export function expectedStatus(rule: Rule, visitor: Visitor, kind: AlertKind = 'limit'): 'in' | 401 | 403 {
  if (rule === 'public') return 'in';
  const isPerson = visitor !== 'program' && visitor !== 'anonymous';
  if (rule === 'signed in') return isPerson ? 'in' : 401;
  const [needed = '', area] = rule.split(' of the ');
  const isHolder = needed
    .split(' or ')
    .filter((one) => one !== 'alert.maintain' || area !== 'alert' || MAINTAINED.includes(kind))
    .some((one) => HOLDERS[one as Permission].includes(roleOf(visitor)));
  if (isHolder && !(area !== undefined && isElsewhere(visitor))) return 'in';
  return visitor === 'anonymous' ? 401 : 403;
}

/** What would change something, were it let in: path, body and, where it takes one, a header. */
export interface Sample {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const SOON = Date.now() + HOUR;
const newcomer = (name: string) => ({ name, fullName: 'New', role: 'viewer', districts: null });

/** In an order in which each can be done by whoever may. */
export const changesAt = (home: Station): Readonly<Record<string, Sample>> => ({
  'PUT /api/network': { path: '/api/network', body: { links: [] } },
  'POST /api/stations': { path: '/api/stations', body: { ...home, id: 'zz-002' } },
  'POST /api/stations/import': {
    path: '/api/stations/import',
    body: {
      csv: 'id,region,name_zh,name_en,district_zh,district_en,site_type,lat,lon,interval_s,channels\nzz-003,zz,a,a,b,b,pipe_end,34,113,600,ph',
    },
  },
  'POST /api/stations/:id/readings': {
    path: '/api/stations/zz-001/readings',
    // Fresh: a station that falls silent raises an alert by itself, by the clock.
    body: { sampledAt: Date.now(), values: { ph: 7 } },
  },
  'PUT /api/stations/:id': {
    path: '/api/stations/zz-001',
    body: { ...home, id: undefined, name: { zh: '新', en: 'New' } },
    headers: { 'if-match': '*' },
  },
  // Back to what its budget says.
  'POST /api/stations/:id/tunings': { path: '/api/stations/zz-001/tunings', body: { key: 'matrix-tuning', lift: 0 } },
  'POST /api/stations/:id/retire': { path: '/api/stations/zz-001/retire', body: {} },
  'POST /api/stations/:id/reinstate': { path: '/api/stations/zz-001/reinstate', body: {} },
  'POST /api/alerts/:id/acts': {
    path: '/api/alerts/ALERT/acts',
    body: { do: 'comment', key: 'matrix-act', revision: null, text: 'On my way' },
  },
  'POST /api/alerts/:id/measurements': {
    path: '/api/alerts/ALERT/measurements',
    body: { key: 'matrix-measurement', channel: 'ph', value: 7, method: 'portable', takenAt: Date.now() - HOUR },
  },
  'POST /api/windows': {
    path: '/api/windows',
    body: { key: 'matrix-window', station: 'zz-001', work: 'calibration', until: SOON, reason: 'Buffer' },
  },
  'POST /api/windows/:id/end': { path: '/api/windows/window%7Cmatrix-window/end', body: { key: 'matrix-window-end' } },
  'POST /api/mutes': {
    path: '/api/mutes',
    body: { key: 'matrix-mute', scope: { of: 'station', station: 'zz-001' }, until: SOON, reason: 'Pump test' },
  },
  'POST /api/mutes/:id/end': { path: '/api/mutes/mute%7Cmatrix-mute/end', body: { key: 'matrix-mute-end' } },
  'DELETE /api/parked/:id': { path: '/api/parked/zz-404' },
  'POST /api/people': { path: '/api/people', body: newcomer('newcomer') },
  'PUT /api/people/:id': {
    path: '/api/people/PERSON',
    body: { fullName: 'Changed', role: 'viewer', districts: null, active: true },
  },
  'POST /api/people/:id/password': { path: '/api/people/PERSON/password', body: {} },
});

/** These change who is signed in, and are held to by specs of their own. */
export const OF_SESSIONS = ['POST /api/session', 'DELETE /api/session', 'POST /api/session/password'];
