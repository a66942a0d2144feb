// `npm run restore`: a copy of the ledger takes its place.
import { factsText } from './backup/facts-text.ts';
import { parseRestoreOptions, RESTORE_HELP } from './backup/options.ts';
import { restoreLedger } from './backup/restore-ledger.ts';
import { runCommand } from './backup/run-command.ts';

process.exitCode = await runCommand(async () => {
  const options = parseRestoreOptions(process.argv.slice(2), process.env);
  if (options === null) return RESTORE_HELP;
  const { facts, aside } = await restoreLedger(options);
  return [
    `${options.ledgerFile} holds ${factsText(facts)} again.`,
    ...(facts.isOlder ? [`It is of an older version (${facts.schema}): the next start brings it up to date.`] : []),
    ...(aside === null ? [] : [`The ledger that was there is ${aside}.`]),
  ].join('\n');
});
