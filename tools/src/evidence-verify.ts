// `npm run evidence:verify`: whether all evidence is as it was sealed, also of a running server.
import { LedgerFileError } from '@clearwell/ledger';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verdictText, verifyEvidence } from './evidence/verify.ts';

const HELP = `npm run evidence:verify -- [DATA] [options]

Reads all evidence of a ledger, stopped or in use, and holds it against its chain of seals: what was changed or taken out
is found, and the first seal that does not hold is named. Nothing is written. That the newest seals were cut off shows
only against a hash that was kept elsewhere: keep the one that is printed.

  DATA            the server's data folder (CLEARWELL_DATA, else ./data)
  --expect HASH   one of the chain's hashes, kept from an earlier run
  --help

Exit codes: 0 all holds, 1 something does not or can't be read, 2 a wrong command line.`;

process.exitCode = run();

function run(): number {
  const options = readOptions();
  if (typeof options === 'number') return options;
  try {
    const verdict = verifyEvidence(options.file, options.expect);
    (verdict.broken === null && !verdict.isCutOff ? console.log : console.error)(verdictText(verdict));
    return verdict.broken === null && !verdict.isCutOff ? 0 : 1;
  } catch (error) {
    const why = error instanceof LedgerFileError ? '' : `${options.file} can't be read: `;
    console.error(`${why}${(error as Error).message}`);
    return 1;
  }
}

function readOptions(): { readonly file: string; readonly expect: string | null } | number {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { expect: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const [given, ...more] = positionals;
    const isHash = values.expect === undefined || /^[\da-f]{64}$/.test(values.expect);
    if (more.length === 0 && isHash) {
      const inherited = process.env['CLEARWELL_DATA'];
      const folder = given ?? (inherited === '' ? undefined : inherited) ?? 'data';
      return { file: join(folder, 'ledger.db'), expect: values.expect ?? null };
    }
    console.error(isHash ? 'Name one data folder; see --help.' : '--expect must be a hash of 64 digits; see --help.');
  } catch (error) {
    console.error(`${(error as Error).message.split('. ')[0] ?? ''}; see --help.`);
  }
  return 2;
}
