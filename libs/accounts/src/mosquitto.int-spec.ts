import { describeWith, loadAccounts, startMosquitto, temporaryFolder, withAccounts } from '@clearwell/testkit';
import { connectAsync, type IClientOptions } from 'mqtt';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatMosquittoAcl } from './mosquitto-acl.ts';
import { editPasswords, parsePasswords } from './password-file.ts';
import { hashPassword, isPassword } from './password.ts';

const PASSWORD = 'a secret';

describeWith('mosquitto', 'Mosquitto’s own password file', (mosquitto) => {
  /** The tool that comes with the broker. */
  function mosquittoPasswd(file: string, account: string): void {
    const near = ['../bin', '.'].map((folder) => join(dirname(mosquitto), folder, 'mosquitto_passwd')).find(existsSync);
    const { status } = spawnSync(near ?? 'mosquitto_passwd', ['-b', file, account, PASSWORD]);
    if (status !== 0) throw new Error('mosquitto_passwd failed');
  }

  test('what its tool writes is read by us', async () => {
    const file = join(temporaryFolder(), 'passwords');
    writeFileSync(file, '', { mode: 0o600 });
    for (const account of ['zz-001', 'clearwell-server']) mosquittoPasswd(file, account);
    const { accounts, faults } = parsePasswords(readFileSync(file, 'utf8'));
    expect(faults).toEqual([]);
    expect([...accounts.keys()]).toEqual(['zz-001', 'clearwell-server']);
    for (const hash of accounts.values()) {
      expect(await isPassword(Buffer.from(PASSWORD), hash)).toBe(true);
      expect(await isPassword(Buffer.from('another'), hash)).toBe(false);
    }
  });

  test.each([1, 101, 5_000])(
    'what we write with %i iterations lets a station in there, also beside its tool’s',
    async (n) => {
      const folder = temporaryFolder();
      const made = temporaryFolder();
      writeFileSync(join(made, 'passwords'), editPasswords('', new Map([['zz-001', await hashPassword(PASSWORD, n)]])));
      mosquittoPasswd(join(made, 'passwords'), 'zz-002');
      writeFileSync(join(made, 'acl'), formatMosquittoAcl([{ id: 'zz-001', region: 'zz' }]));
      loadAccounts(made, folder, 'the server’s own');
      const { url } = await startMosquitto({ folder, config: withAccounts(folder) });
      const logIn = async (username: string, password: string): Promise<void> => {
        const options: IClientOptions = { username, password, reconnectPeriod: 0 };
        await (await connectAsync(url, options, false)).endAsync();
      };
      await logIn('zz-001', PASSWORD);
      await logIn('zz-002', PASSWORD);
      await logIn('clearwell-server', 'the server’s own');
      await expect(logIn('zz-001', 'another')).rejects.toThrow(/not authorized/i);
    },
  );
});

test('the shipped broker does not start without the files that were made for it, and says how to make them', () => {
  expect(() => loadAccounts('/nowhere', temporaryFolder(), 'x')).toThrow(/passwords is not there: npm run accounts/);
});
