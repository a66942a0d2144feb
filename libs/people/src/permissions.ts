import type { Permission, Role } from '@clearwell/contracts/people';

/** What each role may do. The one table: nothing else says it. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['map.see'],
  supervisor: ['map.see', 'alert.acknowledge', 'alert.close', 'window.set', 'detector.tune'],
  inspector: ['map.see', 'alert.acknowledge', 'alert.close'],
  field: ['map.see', 'alert.acknowledge'],
  maintainer: ['map.see', 'metrics.read', 'window.set', 'station.change', 'reading.import'],
  admin: [
    'map.see',
    'metrics.read',
    'alert.acknowledge',
    'alert.close',
    'window.set',
    'detector.tune',
    'station.change',
    'reading.import',
    'people.manage',
    'audit.read',
  ],
};

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
