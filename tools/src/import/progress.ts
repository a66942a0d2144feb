import type { Summary } from './summary.ts';

const REDRAWN_AFTER = 100;
const TOLD_AFTER = 10_000;

/** How far an import is: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #summary: Summary;
  readonly #part: (() => number) | null;
  readonly #isTerminal = process.stdout.isTTY;
  #toldAt = performance.now();
  #isDrawn = false;

  /** @param part of the whole that was read, 0 to 1 */
  constructor(summary: Summary, part: (() => number) | null) {
    this.#summary = summary;
    this.#part = part;
  }

  show(): void {
    if (performance.now() - this.#toldAt < (this.#isTerminal ? REDRAWN_AFTER : TOLD_AFTER)) return;
    this.#toldAt = performance.now();
    const part = this.#part === null ? '' : `${String(Math.floor(this.#part() * 100))} % read; `;
    const line = `${part}answered: ${this.#summary.brief()}`;
    if (!this.#isTerminal) {
      console.log(line);
      return;
    }
    process.stdout.write(`\r\u001b[K${line}`);
    this.#isDrawn = true;
  }

  say(what: string): void {
    this.end();
    console.log(what);
  }

  /** Leaves the line that changes. */
  end(): void {
    if (this.#isDrawn) process.stdout.write('\n');
    this.#isDrawn = false;
  }
}
