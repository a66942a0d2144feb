/** An account with its password in the clear: what a logger is loaded with. */
export interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

const HEAD = 'id,username,password';

/** A CSV file, one station a row. Names and our passwords need no quotes. */
export const formatAccountList = (rows: readonly AccountRow[]): string =>
  [HEAD, ...rows.map(({ id, username, password }) => `${id},${username},${password}`), ''].join('\n');

/** @throws Error that says which line is wrong, and never what stands there */
export function parseAccountList(text: string): AccountRow[] {
  const [head, ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (head !== HEAD) throw new Error(`line 1: must be ${HEAD}`);
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    const [id = '', username = '', password = '', ...more] = line.split(',');
    if (id === '' || username === '' || password === '' || more.length > 0 || line.includes('"'))
      throw new Error(`line ${String(i + 2)}: must be three fields without quotes: ${HEAD}`);
    return [{ id, username, password }];
  });
}
