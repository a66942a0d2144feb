// `npm run qartod`: holds Clearwell's quality tests against reference flags of ioos_qc.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CasesFault, readCases } from './qartod/cases-file.ts';
import { compareCase, describeDifference, tableOf } from './qartod/compare-cases.ts';

const HELP = `npm run qartod -- FILE.json… [--all]

  Feeds each case of the files to Clearwell's QARTOD tests, one reading at a time, in the mode that equals ioos_qc, and
  compares the flags as they stand after the last reading. Prints the agreement by test, without and with the cases
  marked as quirks, and the cases that differ.

  --all        ends with 1 for a differing quirk as well
  -h, --help

  A file holds {"cases": [{"id", "test", "config", "times", "values", "flags", "note"?, "interval_s"?, "quirk"?}]}: tests and
  arguments by their names in ioos_qc.qartod, times ISO 8601, none going back (UTC if no zone is given), null for a missing
  value. interval_s is the station's planned interval; without it the median of the series is taken.

  Ends with 0 when every case without a quirk agrees, with 1 when one differs, with 2 when there is nothing to compare.`;

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const given = parse(args);
  if (typeof given === 'string') return refuse(given);
  const { values: options, positionals: paths } = given;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (paths.length === 0) return refuse('Which file? npm run qartod -- FILE.json; --help tells more');
  let isEqual = true;
  for (const path of paths) {
    const compared = await compareFile(path);
    if (typeof compared === 'string') return refuse(`${path}: ${compared}`);
    if (paths.length > 1) console.log(path);
    for (const line of tableOf(compared)) console.log(line);
    const differing = compared.filter((one) => one.differing.length > 0);
    if (differing.length > 0) console.log('\nDiffering:');
    for (const one of differing) for (const line of describeDifference(one)) console.log(line);
    isEqual &&= differing.every(({ reference }) => reference.isQuirk && !options.all);
  }
  return isEqual ? 0 : 1;
}

function parse(args: readonly string[]) {
  const options = {
    all: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    return `${(error as Error).message.split('. ')[0] ?? ''}; --help lists what there is`;
  }
}

/** What came of the cases of a file, or why it can't be read. */
async function compareFile(path: string) {
  try {
    return readCases(await readFile(path, 'utf8')).map(compareCase);
  } catch (error) {
    if (error instanceof CasesFault) return error.message;
    if (error instanceof Error && 'code' in error) return `can't be read (${String(error.code)})`;
    throw error;
  }
}

function refuse(reason: string): 2 {
  console.error(reason);
  return 2;
}
