import { CsvError, parse } from 'csv-parse';
import { pipeline } from 'node:stream';
import { ImportFault } from './import-fault.ts';
import { suggestion } from './nearest-name.ts';
import { readable, type SourceText } from './source-text.ts';

/** A row of the table, with the line of the file it ends on. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'];

/** A longer row comes of a quote that is never closed. */
const LONGEST_ROW = 1_000_000;

/** A CSV file with a header. Its rows are read as they are asked for, as often as they are asked for. */
export class CsvTable {
  readonly text: SourceText;
  readonly header: readonly string[];
  readonly #delimiter: string;

  private constructor(text: SourceText, header: readonly string[], delimiter: string) {
    this.text = text;
    this.header = header;
    this.#delimiter = delimiter;
  }

  /** @throws ImportFault when there is no header or no row */
  static async open(text: SourceText, delimiter: string | null): Promise<CsvTable> {
    const used = delimiter ?? (await likelyDelimiter(text));
    let header: readonly string[] | null = null;
    for await (const { cells } of parseRows(text, used)) {
      if (header !== null) return new CsvTable(text, header, used);
      header = cells.map((cell) => cell.trim());
    }
    throw new ImportFault(
      header === null ? `${text.path} is empty` : `${text.path} holds a header (${header.join(', ')}) and no row`,
    );
  }

  /** The rows below the header. */
  async *rows(): AsyncGenerator<TableRow> {
    let isHeader = true;
    for await (const row of parseRows(this.text, this.#delimiter)) {
      if (!isHeader) yield row;
      isHeader = false;
    }
  }

  /** Where columns stand, by name; what can't be found goes to `problems`. */
  places(names: readonly string[], problems: string[]): number[] {
    return names.map((name) => {
      const place = this.header.indexOf(name);
      if (place < 0)
        problems.push(
          `There is no column ${name}${suggestion(name, this.header)}; there are ${this.header.join(', ')}`,
        );
      else if (this.header.includes(name, place + 1))
        problems.push(`The header names ${name} more than once: give one of the columns another name`);
      return place;
    });
  }
}

async function* parseRows(text: SourceText, delimiter: string): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const source = readable(text);
  let fault: unknown = null;
  pipeline(source, parser, (error) => {
    fault = error;
  });
  try {
    for await (const row of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      yield { line: row.info.lines, cells: row.record };
    }
  } catch (error) {
    throw faultOf(fault ?? error, text.path);
  } finally {
    source.destroy();
  }
}

function faultOf(error: unknown, path: string): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = String((error as { lines?: number }).lines ?? 'the last');
  return new ImportFault(
    error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
      ? `${path}: a quote that opens at or before line ${line} is never closed`
      : `${path}, line ${line}: ${error.message}`,
    { cause: error },
  );
}

/** The separator that stands most often in the first line, outside of quotes. */
async function likelyDelimiter(text: SourceText): Promise<string> {
  let head = '';
  for await (const chunk of text.chunks()) {
    head += chunk;
    if (/[^\s][\r\n]/.test(head)) break;
  }
  const line = /\S[^\r\n]*/.exec(head)?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  const count = (delimiter: string): number => line.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
}
