import type { Check } from './check-kind.ts';
import { textOf } from './repository.ts';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** Where npm may have put a dependency of the package at `path`: beside it, or beside any package around it. */
function placesOf(name: string, path: string): string[] {
  const around = path
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/node_modules/'));
  return [...around.map((owner) => (owner === '' ? owner : `${owner}/`)), ''].map(
    (owner) => `${owner}node_modules/${name}`,
  );
}

/** A lockfile made on one platform may lack the native packages of all others, and `npm ci` there fails or does without. */
export function faultsOfLockfile(packages: LockedPackages): string[] {
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies = {} }]) => {
    const missing = Object.keys(optionalDependencies).filter(
      (name) => !placesOf(name, path).some((at) => at in packages),
    );
    return [
      ...missing.map((name) => `${path || 'the root'}: its optional ${name} is not locked`),
      ...(resolved?.startsWith('http') ? [`${path}: resolved from an address, ${resolved}`] : []),
    ];
  });
}

export const lockfileCheck: Check = {
  name: 'lockfile',
  rule: 'platform’s native packages are in package-lock.json, and no registry address is',
  find: () => faultsOfLockfile((JSON.parse(textOf('package-lock.json')) as { packages: LockedPackages }).packages),
};
