const REDRAWN_AFTER = 100;
const TOLD_AFTER = 10_000;

/** How far something long is: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #line: () => string;
  readonly #isTerminal = process.stdout.isTTY;
  #toldAt = performance.now();
  #isDrawn = false;

  /** @param line what is to be said of it now */
  constructor(line: () => string) {
    this.#line = line;
  }

  show(): void {
    if (performance.now() - this.#toldAt < (this.#isTerminal ? REDRAWN_AFTER : TOLD_AFTER)) return;
    this.#toldAt = performance.now();
    const line = this.#line();
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

/** `12 % read`, or nothing where the whole is not known. */
export const partRead = (part: (() => number) | null): string =>
  part === null ? '' : `${String(Math.floor(part() * 100))} % read; `;
