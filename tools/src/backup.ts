// `npm run backup`: a copy of the ledger, also of a running server's.
import { backUp } from './backup/back-up.ts';
import { factsText, sizeText } from './backup/facts-text.ts';
import { BACKUP_HELP, parseBackupOptions } from './backup/options.ts';
import { runCommand } from './backup/run-command.ts';

process.exitCode = await runCommand(async () => {
  const options = parseBackupOptions(process.argv.slice(2), process.env);
  if (options === null) return BACKUP_HELP;
  const { file, bytes, facts } = await backUp(options);
  return `${file}: ${sizeText(bytes)}, ${factsText(facts)}. Checked.`;
});
