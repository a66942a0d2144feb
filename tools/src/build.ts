import { NX, runNode } from './run-node.ts';

const BUILD = [NX, 'run-many', '-t', 'build', '--projects=@clearwell/server,@clearwell/web'];

/** Builds the server and the web page where their sources changed, and returns the exit code. Prints only what fails. */
export async function build(): Promise<number> {
  const code = await runNode(BUILD, 'quiet');
  // What went wrong is shown by a second run.
  return code === 0 ? 0 : runNode(BUILD);
}
