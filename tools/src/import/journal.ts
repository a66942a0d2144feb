import type { RejectionReason } from '@clearwell/contracts';
import type { Outcome } from '@clearwell/water-quality';
import { createHash } from 'node:crypto';
import { appendFileSync, createReadStream, existsSync, mkdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ImportFault, inWords } from './import-fault.ts';
import type { RowFault } from './row.ts';

/** Rows that follow one another and came to the same. */
export interface Run {
  /** First and last line of the file. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly outcome: Outcome;
  readonly reason?: RejectionReason | RowFault;
  readonly detail?: string;
  /** Kept, and not judged: beyond the horizon. */
  readonly beyond?: true;
}

/**
 * What became of the rows so far, in their order, kept so that an import that was stopped goes on where it was. One line
 * of JSON for each batch that was answered; a line that was being written when the power went is left out.
 */
export class Journal {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /** @param identity whatever makes this import another one: the file, the options, the server */
  static open(identity: unknown, restart: boolean): Journal {
    const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 24);
    const file = join(stateFolder(), 'imports', `${name}.jsonl`);
    try {
      mkdirSync(dirname(file), { recursive: true });
      if (restart) rmSync(file, { force: true });
      dropTornLine(file);
      return new Journal(file);
    } catch (error) {
      throw unkept(file, error);
    }
  }

  add(runs: readonly Run[]): void {
    try {
      appendFileSync(this.#file, `${JSON.stringify(runs)}\n`);
    } catch (error) {
      throw unkept(this.#file, error);
    }
  }

  async *runs(): AsyncGenerator<Run> {
    if (!existsSync(this.#file)) return;
    for await (const line of createInterface({ input: createReadStream(this.#file), crlfDelay: Infinity })) {
      yield* JSON.parse(line) as Run[];
    }
  }

  /** The import is over: run again it begins anew. */
  remove(): void {
    rmSync(this.#file, { force: true });
  }
}

const unkept = (file: string, error: unknown): ImportFault =>
  new ImportFault(
    `The progress of the import can't be kept in ${dirname(file)} (${inWords(error)}): XDG_STATE_HOME names another place`,
    { cause: error },
  );

function dropTornLine(file: string): void {
  if (!existsSync(file)) return;
  const kept = readFileSync(file).lastIndexOf('\n') + 1;
  truncateSync(file, kept);
}

function stateFolder(): string {
  const { XDG_STATE_HOME: given } = process.env;
  return join(given === undefined || given === '' ? join(homedir(), '.local/state') : given, 'clearwell');
}
