import { startNode, startServer } from '@clearwell/testkit';
import { resolve } from 'node:path';

const TOOL = resolve(import.meta.dirname, 'people.ts');

/** What a command printed, and how it ended. */
async function people(data: string, ...args: readonly string[]) {
  const program = startNode(TOOL, [...args, '--data', data]);
  const { code } = await program.ended;
  return { code, text: program.lines.join('\n') };
}

describe('npm run people', () => {
  it('gives who is locked out a new password, which works, while the server is stopped alone', async () => {
    const server = await startServer();
    const running = await people(server.data, 'reset', 'admin');
    expect(running).toMatchObject({ code: 1, text: expect.stringMatching(/stop it first. Nothing was changed/) });
    await server.program.stop();
    expect(await people(server.data, 'list')).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^admin {2}.*given/),
    });
    const { code, text } = await people(server.data, 'reset', 'Admin');
    expect(code).toBe(0);
    const password = /signs in with (\S+) and/.exec(text)?.[1];
    const again = await startServer({ after: server });
    const answer = await fetch(`${again.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password }),
    });
    expect(await answer.json()).toMatchObject({ person: { name: 'admin', mustChangePassword: true } });
    await again.program.stop();
  });

  it('makes another admin, and says what is wrong in a sentence', async () => {
    const server = await startServer();
    await server.program.stop();
    expect(await people(server.data, 'add-admin', '李明')).toMatchObject({ code: 0 });
    expect(await people(server.data, 'add-admin', '李明')).toMatchObject({
      code: 1,
      text: expect.stringMatching(/There is, or was/),
    });
    expect((await people(server.data, 'reset', 'nobody')).text).toBe(
      'There is no person nobody; there are admin, 李明.',
    );
    expect(await people('/nowhere', 'list')).toMatchObject({ code: 1 });
    expect(await people(server.data, 'remove', 'admin')).toMatchObject({ code: 2 });
  });
});
