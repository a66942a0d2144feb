import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atTheEnd } from './ending.ts';
import { partsAreRequired } from './parts.ts';
import { temporaryFolder } from './temp.ts';

/** A file system of its own, small enough to fill. */
export class SmallDisk {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Takes all the room there is left. */
  fill(): void {
    for (const bytes of [65_536, 4_096, 512]) {
      try {
        for (let piece = 0; ; piece++)
          writeFileSync(this.#ballast(bytes, piece), new Uint8Array(bytes), { flag: 'wx' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  }

  makeRoom(): void {
    execFileSync('find', [this.folder, '-name', 'ballast-*', '-delete']);
  }

  #ballast(bytes: number, piece: number): string {
    return join(this.folder, `ballast-${bytes}-${piece}`);
  }
}

/** Mounts one of so many kB, or gives null where this user may not. */
function mountSmallDisk(kilobytes: number): SmallDisk | null {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  atTheEnd(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return new SmallDisk(folder);
}

/** Describes specs on a disk that can be filled; skipped visibly where none can be mounted, unless real parts are required. */
export function describeOnSmallDisk(name: string, kilobytes: number, specs: (disk: SmallDisk) => void): void {
  const disk = mountSmallDisk(kilobytes);
  describe(name, () => {
    if (disk !== null) specs(disk);
    else {
      const declare = partsAreRequired() ? test : test.skip;
      declare('needs a small disk: run as root on Linux, where tmpfs can be mounted', () => {
        throw new Error('No tmpfs could be mounted and REQUIRE_REAL=1');
      });
    }
  });
}
