import { CsvError, parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type * as z from 'zod';
import { CityFaultError, placeOf, sentencesOf } from './city-fault.ts';

export interface Row<T> {
  /** Of the file, from 1. */
  readonly line: number;
  readonly value: T;
}

/** What is wrong is told here, and the row left out. */
export type OnFault = (sentence: string) => void;

/**
 * The rows of a CSV file with a header, one after the other; `.gz` is unpacked on the way. The schema is made for the
 * header, so that columns may differ from file to file.
 * @throws CityFaultError if the file can't be read on
 */
export async function* readTable<T>(
  path: string,
  schemaFor: (header: readonly string[]) => z.ZodType<T>,
  onFault: OnFault,
): AsyncGenerator<Row<T>> {
  const file = basename(path);
  let header: readonly string[] | null = null;
  let schema: z.ZodType<T> | null = null;
  try {
    for await (const { record, info } of recordsOf(path)) {
      if (header === null || schema === null) {
        header = record;
        schema = schemaFor(header);
        continue;
      }
      const where = placeOf(file, info.lines);
      if (record.length !== header.length) {
        onFault(`${where}: has ${String(record.length)} cells, and the header has ${String(header.length)}.`);
        continue;
      }
      const parsed = schema.safeParse(Object.fromEntries(header.map((name, place) => [name, record[place]])));
      if (parsed.success) yield { line: info.lines, value: parsed.data };
      else for (const sentence of sentencesOf(where, parsed.error)) onFault(sentence);
    }
  } catch (error) {
    throw readingFault(path, error);
  }
  if (header === null) throw new CityFaultError([`${file} is empty: its first line names the columns.`]);
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function recordsOf(path: string): AsyncIterable<CsvRecord> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  const done = (): void => undefined; // An error reaches the reader through the parser.
  if (path.endsWith('.gz')) pipeline(createReadStream(path), createGunzip(), parser, done);
  else pipeline(createReadStream(path), parser, done);
  return parser as AsyncIterable<CsvRecord>;
}

/** A fault of the file as a sentence; anything else goes on as it is. */
function readingFault(path: string, error: unknown): unknown {
  const file = basename(path);
  if (error instanceof CsvError) return new CityFaultError([`${file}: ${error.message}.`]);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new CityFaultError([`${file} is missing in ${path.slice(0, -file.length)}.`]);
  if (code.startsWith('Z_')) return new CityFaultError([`${file} is damaged: ${(error as Error).message}.`]);
  return error;
}
