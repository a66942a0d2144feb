import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export const NX = resolve(ROOT, 'node_modules/nx/dist/bin/nx.js');

/**
 * Runs a script in the Node that runs this one (plain `node` may be the machine's old one) and returns its exit code.
 * A signal to this program ends the script too, not only this program.
 */
export function runNode(args: readonly string[], output: 'shown' | 'quiet' = 'shown'): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: output === 'shown' ? 'inherit' : 'ignore' });
  const pass = (signal: NodeJS.Signals): boolean => child.kill(signal);
  process.on('SIGTERM', pass).on('SIGINT', pass);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      process.off('SIGTERM', pass).off('SIGINT', pass);
      done(code ?? 1);
    });
  });
}
