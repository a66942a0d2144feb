import { flagCase, type IoosTest } from '@clearwell/qualify';
import type { QualityFlag } from '@clearwell/water-quality';
import type { ReferenceCase } from './cases-file.ts';

/** What came of one case: our flags beside the reference's, or why there are none. */
export interface Compared {
  readonly reference: ReferenceCase;
  readonly flags: readonly QualityFlag[];
  /** Places where they differ. */
  readonly differing: readonly number[];
  readonly fault: string | null;
}

/** Feeds a case to Clearwell's tests one reading at a time, and compares the flags as last said. */
export function compareCase(reference: ReferenceCase): Compared {
  try {
    const flags = flagCase(reference.series);
    const differing = reference.flags.flatMap((flag, i) => (flag === flags[i] ? [] : [i]));
    return { reference, flags, differing, fault: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { reference, flags: [], differing: reference.flags.map((_, i) => i), fault: error.message };
  }
}

interface Agreement {
  readonly cases: number;
  readonly equal: number;
  readonly flags: number;
  readonly equalFlags: number;
}

function agreementOf(compared: readonly Compared[]): Agreement {
  const count = (size: (one: Compared) => number) => compared.reduce((sum, one) => sum + size(one), 0);
  const flags = count(({ reference }) => reference.flags.length);
  return {
    cases: compared.length,
    equal: count(({ differing }) => Number(differing.length === 0)),
    flags,
    equalFlags: flags - count(({ differing }) => differing.length),
  };
}

const inWords = ({ cases, equal, flags, equalFlags }: Agreement): string =>
  cases === 0 ? '-' : `${equal}/${cases} cases, ${equalFlags}/${flags} flags`;

/** A table of agreement by test, without and with the cases marked as quirks. */
export function tableOf(compared: readonly Compared[]): string[] {
  const byTest = Map.groupBy(compared, ({ reference }): IoosTest | 'all' => reference.series.test);
  const rows = [...byTest, ['all', compared] as const].map(([test, ones]) => [
    test,
    inWords(agreementOf(ones.filter(({ reference }) => !reference.isQuirk))),
    inWords(agreementOf(ones)),
  ]);
  const table = [['test', 'without quirks', 'with quirks'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
}

/** A case that differs, in lines: what it is, its configuration, and both rows of flags with the places that differ. */
export function describeDifference({ reference, flags, differing, fault }: Compared): string[] {
  const { series, note, isQuirk } = reference;
  const head = `${series.id}${isQuirk ? ' (quirk)' : ''}: ${note === '' ? series.test : note}`;
  if (fault !== null) return [head, `  not run: ${fault}`];
  const first = differing[0] ?? 0;
  return [
    head,
    `  config     ${JSON.stringify(series.config)}`,
    `  reference  ${reference.flags.join('')}`,
    `  clearwell  ${flags.join('')}`,
    `  ${differing.length} differ, the first at place ${first + 1}, ${new Date(series.times[first] ?? NaN).toISOString()}`,
  ];
}
