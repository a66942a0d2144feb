import type { Permission, Role } from '@clearwell/contracts/people';
import type { AlertKind } from '@clearwell/water-quality';

/** What each role may do. The one table: nothing else says it. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['map.see'],
  supervisor: ['map.see', 'alert.acknowledge', 'alert.close', 'window.set', 'detector.tune'],
  inspector: ['map.see', 'alert.acknowledge', 'alert.close'],
  field: ['map.see', 'alert.acknowledge'],
  maintainer: ['map.see', 'metrics.read', 'window.set', 'station.change', 'reading.import', 'alert.maintain'],
  admin: [
    'map.see',
    'metrics.read',
    'alert.acknowledge',
    'alert.close',
    'alert.maintain',
    'window.set',
    'detector.tune',
    'station.change',
    'reading.import',
    'people.manage',
    'audit.read',
  ],
};

/** What `alert.maintain` reaches: probes, stations and their connections. Whoever acknowledged more would silence inspectors. */
export const MAINTAINED_KINDS: readonly AlertKind[] = ['fault', 'silence', 'link'];

/** Whether a permission is one for alerts of a kind. */
export const reachesKind = (permission: Permission, kind: AlertKind): boolean =>
  permission !== 'alert.maintain' || MAINTAINED_KINDS.includes(kind);

/** The permissions of which one is needed to do something with an alert. */
export const ALERT_RIGHTS = {
  acknowledge: ['alert.acknowledge', 'alert.maintain'],
  close: ['alert.close', 'alert.maintain'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;
export type AlertRight = keyof typeof ALERT_RIGHTS;

/** Of whoever has not signed in, where that is enough to look. */
export const VIEWING: readonly Permission[] = ['map.see'];

/** Of programs that bring stations and history in; they handle no alerts and no people. */
export const PROGRAM_PERMISSIONS: readonly Permission[] = [
  'map.see',
  'metrics.read',
  'window.set',
  'station.change',
  'reading.import',
];
