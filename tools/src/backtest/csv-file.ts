import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { ImportFault, inWords } from '../import/import-fault.ts';
import { quoted } from '../import/report.ts';

/** A CSV file on its way out, row by row. */
export class CsvFile {
  readonly #stream: WriteStream;
  #fault: unknown = null;

  constructor(path: string, header: readonly string[]) {
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => {
      this.#fault = new ImportFault(`${path} can't be written (${inWords(error)}); give another --out`, {
        cause: error,
      });
    });
    this.#stream.write(`${header.join(',')}\n`);
  }

  async write(cells: readonly string[]): Promise<void> {
    this.#throwFault();
    if (!this.#stream.write(`${cells.map(quoted).join(',')}\n`)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream).catch(() => undefined);
    this.#throwFault();
  }

  #throwFault(): void {
    if (this.#fault instanceof Error) throw this.#fault;
  }
}
