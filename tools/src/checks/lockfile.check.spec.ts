import { faultsOfLockfile } from './lockfile.check.ts';

const native = { optionalDependencies: { '@swc/core-linux-x64-gnu': '1', '@swc/core-win32-x64-msvc': '1' } };

test('names the platform that is missing', () => {
  expect(faultsOfLockfile({ 'node_modules/@swc/core': native, 'node_modules/@swc/core-linux-x64-gnu': {} })).toEqual([
    'node_modules/@swc/core: its optional @swc/core-win32-x64-msvc is not locked',
  ]);
});

test('finds what npm put beside an inner package', () => {
  const packages = {
    'node_modules/a/node_modules/@swc/core': native,
    'node_modules/a/node_modules/@swc/core-linux-x64-gnu': {},
    'node_modules/@swc/core-win32-x64-msvc': {},
  };
  expect(faultsOfLockfile(packages)).toEqual([]);
});

test('finds what a workspace package declares', () => {
  const packages = {
    'apps/web': { optionalDependencies: { a: '1', b: '1' } },
    'apps/web/node_modules/a': {},
    'node_modules/b': {},
  };
  expect(faultsOfLockfile(packages)).toEqual([]);
});

test('refuses registry addresses, and lets workspace links be', () => {
  const packages = {
    'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
    'node_modules/b': { resolved: 'libs/b' },
  };
  expect(faultsOfLockfile(packages)).toEqual([
    'node_modules/a: resolved from an address, https://registry.example/a.tgz',
  ]);
});
