import { temporaryFolder } from '@clearwell/testkit';
import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOptions, type FileOptions } from './options.ts';
import { planRows } from './row-plan.ts';
import { RowReader } from './row-reader.ts';
import type { Row } from './row.ts';
import { TIME_FORMATS } from './time-formats.ts';

const MAP = 'Cl=free_chlorine,pH=ph';
const file = join(temporaryFolder(), 'history.csv');

function optionsFor(...args: string[]): FileOptions {
  const parsed = parseOptions([file, '--station', 'zz-001', '--map', MAP, '--time-column', 'Time', ...args], {});
  if (parsed.kind !== 'file') throw new Error(JSON.stringify(parsed));
  return parsed.options;
}

async function understand(text: string | Buffer, ...args: string[]): Promise<Row[]> {
  writeFileSync(file, text);
  const { table, plan } = await planRows(optionsFor(...args));
  const reader = new RowReader(plan);
  const rows: Row[] = [];
  for await (const row of table.rows()) rows.push(reader.read(row));
  return rows;
}

const quoted = (cell: string): string => (/[",;\t|\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const value = fc.option(fc.integer({ min: 0, max: 9_999 }).map((n) => n / 100));
const tables = fc.record({
  minutes: fc.uniqueArray(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 20 }),
  values: fc.array(fc.record({ cl: value, ph: value, note: fc.constantFrom('', 'a, b', 'say "so"', 'x;y') }), {
    minLength: 20,
    maxLength: 20,
  }),
});
const styles = fc.record({
  format: fc.constantFrom(...TIME_FORMATS.map(({ name }) => name)),
  zone: fc.constantFrom('UTC', 'Asia/Shanghai'),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  decimalComma: fc.boolean(),
  missing: fc.constantFrom('', 'NA', '-999'),
  ending: fc.constantFrom('\n', '\r\n'),
  encoding: fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le'),
});

describe('a table', () => {
  it('is understood equally in whatever form it is written', async () => {
    await fc.assert(
      fc.asyncProperty(tables, styles, async ({ minutes, values }, style) => {
        const { format, zone, delimiter, decimalComma, missing, ending, encoding } = style;
        const start = Date.UTC(2016, 0, 1);
        const number = (n: number | null): string =>
          n === null ? missing : decimalComma ? String(n).replace('.', ',') : String(n);
        const lines = minutes.map((minute, i) => {
          const { cl, ph, note } = values[i]!;
          const time = DateTime.fromMillis(start + minute * 60_000, { zone }).toFormat(format);
          return [note, number(ph), time, number(cl)];
        });
        const text = [['Note', 'pH', 'Time', 'Cl'], ...lines]
          .map((cells) => cells.map(quoted).join(delimiter))
          .join(ending);
        const mark = encoding === 'utf-8' ? '' : '\uFEFF';
        const bytes = Buffer.from(mark + text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
        const args = ['--time-zone', zone, '--time-format', format, '--missing', missing];
        const rows = await understand(bytes, ...args, ...(decimalComma ? ['--decimal-comma'] : []));
        expect(rows).toEqual(
          minutes.map((minute, i) => ({
            kind: 'reading',
            line: i + 2,
            station: 'zz-001',
            reading: {
              sampledAt: start + minute * 60_000,
              historical: true,
              values: { free_chlorine: values[i]!.cl, ph: values[i]!.ph },
            },
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('refuses by line what can not be understood, and goes on', async () => {
    const rows = await understand(
      'Time,Cl,pH\n2026-01-01 00:00:00,0.5,7\n2026-01-01 00:10:00,0.5\n\nyesterday,0.5,7\n2026-01-01 00:20:00,"0,5",7\n2026-01-01 00:30:00,ok,7\n2026-01-01 00:40:00,,7\n',
      '--time-zone',
      'UTC',
    );
    expect(rows.map((row) => [row.line, row.kind === 'refused' ? row.reason : row.reading.values])).toEqual([
      [2, { free_chlorine: 0.5, ph: 7 }],
      [3, 'ragged_row'],
      [5, 'bad_time'],
      [6, 'bad_value'],
      [7, 'bad_value'],
      [8, { free_chlorine: null, ph: 7 }],
    ]);
    expect(rows[3]).toMatchObject({ detail: expect.stringMatching(/decimal comma/) });
  });

  it('takes the first of two equal local times, the second where its row follows the first, and refuses one that never was', async () => {
    const times = [
      '03-26 02:30',
      '10-29 01:30',
      '10-29 02:30',
      '10-29 02:50',
      '10-29 02:30',
      '10-29 02:50',
      '10-29 03:00',
    ];
    const rows = await understand(
      ['Time,Cl,pH', ...times.map((time) => `2006-${time},0.5,7`)].join('\n'),
      '--time-zone',
      'Europe/Berlin',
    );
    const zone = IANAZone.create('Europe/Berlin');
    expect(rows[0]).toMatchObject({ reason: 'nonexistent_time' });
    const at = rows.slice(1).map((row) => (row.kind === 'reading' ? row.reading.sampledAt : NaN));
    expect(at.map((instant) => zone.offset(instant))).toEqual([120, 120, 120, 60, 60, 60]);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    expect(rows[2]).toMatchObject({ note: expect.stringMatching(/was twice.*first is taken/) });
  });
});
