import { temporaryFolder } from '@clearwell/testkit';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportFault } from './import-fault.ts';
import { parseOptions } from './options.ts';
import { planRows } from './row-plan.ts';

const file = join(temporaryFolder(), 'history.csv');

/** All that is said of a file, or of the options it is to be read with. */
async function faultsOf(content: string | Uint8Array, ...args: string[]): Promise<string> {
  writeFileSync(file, content);
  const given = ['--station', 'zz-001', '--map', 'Cl=free_chlorine,Trb=turbidity', '--time-column', 'Zeit', ...args];
  const parsed = parseOptions([file, ...given], {});
  if (parsed.kind === 'bad') return parsed.problems.join('\n');
  if (parsed.kind !== 'file') return parsed.kind;
  try {
    await planRows(parsed.options);
    return 'none';
  } catch (error) {
    if (error instanceof ImportFault) return error.message;
    throw error;
  }
}

const csv = 'Zeit,Cl,Trb\n2025-01-01 00:00:00,0.5,0.2\n';
const head = 'Zeit,Cl,Trb\n';

describe('planRows', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['is empty', '', /is empty$/],
    ['is one byte', 'Z', /is empty$|holds a header/],
    ['holds only its header', head, /holds a header \(Zeit, Cl, Trb\) and no row/],
    ['is an xlsx', Buffer.from('504b030414000600', 'hex'), /Excel workbook.*save it there as CSV/],
    ['is an xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Excel workbook.*save it there as CSV/],
    ['is a PDF', '%PDF-1.7 hello', /is a PDF/],
    ['is another binary', Buffer.of(1, 0, 2, 0, 3), /bytes that no text has/],
    ['is GB 18030', Buffer.concat([Buffer.from(csv), Buffer.of(0xb8, 0xdf)]), /not utf-8 text.*--encoding gb18030/],
    [
      'lacks columns',
      'Zeit,Clx,Turb\n1,1,1\n',
      /no column Cl \(did you mean Clx\?\); there are Zeit, Clx, Turb\n.*no column Trb/,
    ],
    ['names a column twice', 'Zeit,Cl,Cl,Trb\n2025-01-01 00:00,1,1,1\n', /names Cl more than once/],
    [
      'never closes a quote',
      `${head}2025-01-01 00:00:00,"0.5,0.2\n`,
      /quote that opens at or before line \d+ is never closed/,
    ],
    [
      'does not tell day from month',
      `${head}02/03/2025 00:00,1,1\n`,
      /by no row: give --time-format 'MM\/dd\/yyyy HH:mm:ss' or 'dd/,
    ],
    ['holds no times', `${head}soon,1,1\n`, /can't be read, like 'soon'.*: give --time-format/],
    ['holds local times and no zone is given', csv, /no offset: give --time-zone/],
  ])('says in a sentence that the file %s', async (_, content, saying) => {
    expect(await faultsOf(content)).toMatch(saying);
  });

  it.each([
    ['--time-zone', 'Asia/Bejing', /is no time zone.*like Asia\/Shanghai/],
    ['--map', 'X=turbidity.2[furlong]', /not a unit I know; turbidity can be in \[NTU\] or NTU/],
    ['--encoding', 'klingon', /one is like utf-8/],
    ['--delimiter', ';;', /one character/],
    ['--time-format', 'dd.MM.yy', /reads none of the first rows of Zeit; the first is '2025-01-01 00:00:00'/],
  ])('says in a sentence what is wrong with %s %s', async (option, text, saying) => {
    expect(await faultsOf(csv, option, text)).toMatch(saying);
  });

  it('needs no zone for times with an offset', async () => {
    expect(await faultsOf(`${head}2025-01-01T00:00:00+08:00,0.5,0.2\n`)).toBe('none');
  });

  it('reads another encoding when it is told', async () => {
    const text = Buffer.concat([Buffer.from(`${csv.trim()},`), Buffer.of(0xb8, 0xdf)]);
    expect(await faultsOf(text, '--encoding', 'gb18030', '--time-zone', 'Asia/Shanghai')).toBe('none');
  });
});
