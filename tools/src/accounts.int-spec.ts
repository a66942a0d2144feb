import { parseAccountList, parsePasswords } from '@clearwell/accounts';
import { buildStation, startNode, temporaryFolder } from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PROGRAM = resolve(import.meta.dirname, 'accounts.ts');

function workplace() {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const stations = [buildStation(), buildStation({ id: stationId('xx-007'), region: 'xx' })];
  writeFileSync(at('stations.json'), JSON.stringify({ stations }));
  const run = async (...args: string[]) => {
    const program = startNode(PROGRAM, [...args, '--dir', folder]);
    const { code } = await program.ended;
    return { code, said: program.lines.join('\n') };
  };
  const names = () => [...parsePasswords(readFileSync(at('passwords'), 'utf8')).accounts.keys()];
  return { at, run, names };
}

const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('npm run accounts', () => {
  it('makes accounts for all stations that have none, and gives each password out once', async () => {
    const { at, run, names } = workplace();
    expect(await run('add', 'zz-001', '--out', at('first.csv'))).toMatchObject({ code: 0 });
    expect(await run('add', '--stations', at('stations.json'), '--out', at('rest.csv'))).toMatchObject({ code: 0 });
    expect(names()).toEqual(['zz-001', 'xx-007']);
    expect(parseAccountList(readFileSync(at('rest.csv'), 'utf8')).map(({ id }) => id)).toEqual(['xx-007']);
    expect([modeOf(at('passwords')), modeOf(at('first.csv'))]).toEqual([0o600, 0o600]);
    expect((await run('add', '--stations', at('stations.json'))).said).toMatch(/All stations have an account/);
  });

  it('changes nothing when it can not give the passwords out', async () => {
    const { at, run } = workplace();
    writeFileSync(at('taken.csv'), 'of someone');
    expect(await run('add', 'zz-001', '--out', at('taken.csv'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/is there already: name another file\. Nothing was changed/),
    });
    expect(readFileSync(at('taken.csv'), 'utf8')).toBe('of someone');
    expect(existsSync(at('passwords'))).toBe(false);
  });

  it('gives a new password, removes, and says which account is not there', async () => {
    const { at, run, names } = workplace();
    await run('add', 'zz-001', 'zz-002');
    const before = readFileSync(at('passwords'), 'utf8');
    expect((await run('rotate', 'zz-001')).said).toMatch(/zz-001,zz-001,\S{24}/);
    expect(readFileSync(at('passwords'), 'utf8')).not.toBe(before);
    expect((await run('remove', 'zz-001')).code).toBe(0);
    expect(names()).toEqual(['zz-002']);
    expect((await run('rotate', 'zz-001')).said).toMatch(/No account in .* of zz-001/);
    expect((await run('list', '--stations', at('stations.json'))).said).toMatch(/zz-002[^]*xx-007 {2}has no account/);
  });

  it('writes an access list with the region of each station, and not over one written by hand', async () => {
    const { at, run } = workplace();
    expect((await run('write-acl', '--stations', at('stations.json'))).code).toBe(0);
    const acl = readFileSync(at('acl'), 'utf8');
    expect(acl).toContain('user xx-007\ntopic write clearwell/v1/xx/xx-007/readings\n');
    expect(acl).not.toMatch(/pattern/);
    expect((await run('write-acl', '--stations', at('stations.json'))).code).toBe(0);
    writeFileSync(at('acl'), 'user me\n');
    expect(await run('write-acl', '--stations', at('stations.json'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/written by hand: --force/),
    });
  });

  it('tells all mistakes together', async () => {
    const { run } = workplace();
    expect(await run('give', 'ZZ 1', '--server', 'nowhere')).toMatchObject({
      code: 2,
      said: expect.stringMatching(/one of add, rotate[^]*--server must look like[^]*ZZ 1 is no station's id/),
    });
  });
});
