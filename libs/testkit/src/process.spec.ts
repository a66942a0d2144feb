import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program, startNode } from './process.ts';
import { temporaryFolder } from './temp.ts';

function start(source: string): Program {
  const file = join(temporaryFolder(), 'program.ts');
  writeFileSync(file, source);
  return startNode(file, ['one'], { env: { GREETING: 'hello' } });
}

const FOREVER = 'setInterval(() => undefined, 1000);';

test('hands over arguments and environment and finds the line waited for', async () => {
  const program = start('const greeting: string = process.env.GREETING!; console.log(greeting, process.argv[2]);');
  expect(await program.line(/^hello/)).toBe('hello one');
  expect(await program.ended).toEqual({ code: 0, signal: null });
});

test('fails at once when the program ends without the line', async () => {
  const program = start('console.error("gave up");');
  await expect(program.line(/^ready/)).rejects.toThrow(/gave up/);
});

test('kills a program that ignores every warning', async () => {
  const program = start(`process.on('SIGTERM', () => undefined); console.log('deaf'); ${FOREVER}`);
  await program.line(/deaf/);
  await expect(program.stop('SIGTERM', 100)).rejects.toThrow(/SIGTERM/);
  expect((await program.ended).signal).toBe('SIGKILL');
});

test('reports a program that does not exist', async () => {
  const program = new Program('no-such-program', []);
  expect(await program.ended).toEqual({ code: null, signal: null });
  expect(program.lines.join()).toMatch(/ENOENT/);
});
