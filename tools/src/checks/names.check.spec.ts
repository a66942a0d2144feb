import { faultOfName } from './names.check.ts';

test.each([
  'libs/ledger/src/reading-table.ts',
  'libs/ledger/src/reading-table.int-spec.ts',
  'libs/water-quality/src/limits.data.ts',
  'libs/water-quality/src/limits.data.spec.ts',
  'apps/web/src/map/station-marker.tsx',
  'apps/web/vite.config.ts',
  'apps/server/src/database.ts',
  'apps/web/src/i18n/zh-CN.ts',
])('accepts %s', (path) => {
  expect(faultOfName(path)).toBeNull();
});

test.each([
  ['libs/ledger/src/readingTable.ts', /kebab-case/],
  ['libs/ledger/src/reading.service.ts', /closed set/],
  ['apps/web/src/Map/marker.tsx', /Map/],
  ['apps/web/src/shared/marker.tsx', /shared says nothing/],
  ['libs/live/src/utils.ts', /says nothing/],
  ['libs/live/src/socket-manager.ts', /says nothing/],
  ['libs/live/src/base-gateway.ts', /says nothing/],
])('refuses %s', (path, fault) => {
  expect(faultOfName(path)).toMatch(fault);
});
