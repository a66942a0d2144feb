import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { atTheEnd } from './ending.ts';
import { until } from './until.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** Laid over this process's own environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A child process that is gone when the spec file is over, whatever happens. */
export class Program {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #end: Ended | null = null;

  constructor(command: string, args: readonly string[], options: ProgramOptions = {}) {
    const env = { ...process.env, ...options.env };
    this.#child = spawn(command, args, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#end = { code, signal };
        resolve(this.#end);
      };
      this.#child.once('close', end);
      this.#child.once('error', (error) => {
        this.#lines.push(String(error));
        if (this.#child.pid === undefined) end(null, null);
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#lines.push(line));
    }
    atTheEnd(async () => {
      await this.stop('SIGKILL');
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What it printed so far, both streams, in lines. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Waits for a printed line that matches and returns it; fails at once if the program ends before. */
  async line(pattern: RegExp, within = 15_000): Promise<string> {
    const find = (): string | undefined => this.#lines.find((line) => pattern.test(line));
    await until(() => find() !== undefined || this.#end !== null, {
      within,
      saying: () => `a line like ${String(pattern)}; printed were:\n${this.#lines.slice(-30).join('\n')}`,
    });
    const line = find();
    if (line === undefined) throw new Error(`Ended without a line like ${String(pattern)}:\n${this.#lines.join('\n')}`);
    return line;
  }

  /** Sends a signal and waits for the end; a program that ignores it for `within` ms is killed and the wait fails. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', within = 10_000): Promise<Ended> {
    if (this.#end !== null) return this.#end;
    this.#child.kill(signal);
    try {
      await until(() => this.#end !== null, { within, saying: `the end of ${this.#child.spawnfile} by ${signal}` });
    } catch (error) {
      this.#child.kill('SIGKILL');
      throw error;
    }
    return this.ended;
  }

  /** Kills without warning, as a power cut would. */
  kill(): Promise<Ended> {
    return this.stop('SIGKILL');
  }
}

/** Starts a JavaScript or TypeScript file in the Node that runs this one. */
export const startNode = (file: string, args: readonly string[] = [], options: ProgramOptions = {}): Program =>
  new Program(process.execPath, [file, ...args], options);
