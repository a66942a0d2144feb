import type { QualityFlag } from '@clearwell/water-quality';

/** Where a test's flags begin. A level that is left out is off. */
export interface Levels {
  readonly suspect?: number | undefined;
  readonly fail?: number | undefined;
}

/** A size on a level is good. */
export function flagAbove(size: number, { suspect, fail }: Levels): QualityFlag {
  if (fail !== undefined && size > fail) return 4;
  return suspect !== undefined && size > suspect ? 3 : 1;
}

/** A size on a level is good. */
export function flagBelow(size: number, { suspect, fail }: Levels): QualityFlag {
  if (fail !== undefined && size < fail) return 4;
  return suspect !== undefined && size < suspect ? 3 : 1;
}
