import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { ImportFault, inWords } from './import-fault.ts';
import type { Run } from './journal.ts';
import type { Summary } from './summary.ts';

const COLUMNS = ['from', 'to', 'rows', 'outcome', 'reason', 'detail', 'beyond'] as const;

/** Writes what became of every row, as JSON if the file's name ends so, else as CSV. Rows that follow one another and came to the same stand together. */
export async function writeReport(file: string, runs: AsyncIterable<Run>, summary: Summary): Promise<void> {
  const stream = createWriteStream(file);
  try {
    for await (const part of file.toLowerCase().endsWith('.json') ? inJson(runs, summary) : inCsv(runs)) {
      if (!stream.write(part)) await once(stream, 'drain');
    }
    stream.end();
    await finished(stream);
  } catch (error) {
    throw new ImportFault(`The report ${file} can't be written (${inWords(error)}); run again with another --report`, {
      cause: error,
    });
  }
}

async function* inCsv(runs: AsyncIterable<Run>): AsyncGenerator<string> {
  yield 'from_line,to_line,rows,outcome,reason,detail,beyond_horizon\n';
  for await (const run of runs) yield `${COLUMNS.map((name) => quoted(String(run[name] ?? ''))).join(',')}\n`;
}

/** A cell of CSV. */
export const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function* inJson(runs: AsyncIterable<Run>, summary: Summary): AsyncGenerator<string> {
  yield `{"counts":${JSON.stringify(summary.counts())},"rows":[`;
  let isFirst = true;
  for await (const run of runs) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(run)}`;
    isFirst = false;
  }
  yield '\n]}\n';
}
