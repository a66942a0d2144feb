import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { realPart } from './parts.ts';
import { temporaryFolder } from './temp.ts';

const { MOSQUITTO, PATH } = process.env;

afterEach(() => {
  process.env['PATH'] = PATH;
  if (MOSQUITTO === undefined) delete process.env['MOSQUITTO'];
  else process.env['MOSQUITTO'] = MOSQUITTO;
});

function program(name: string, mode: number): { folder: string; path: string } {
  const folder = temporaryFolder();
  const path = join(folder, name);
  writeFileSync(path, '');
  chmodSync(path, mode);
  return { folder, path };
}

test('believes the variable, and does not look elsewhere when it is wrong', () => {
  const { path } = program('my-broker', 0o755);
  process.env['MOSQUITTO'] = path;
  expect(realPart('mosquitto')).toBe(path);
  process.env['MOSQUITTO'] = `${path}-gone`;
  expect(realPart('mosquitto')).toBeNull();
});

test('looks along PATH', () => {
  delete process.env['MOSQUITTO'];
  const { folder, path } = program('mosquitto', 0o755);
  process.env['PATH'] = folder;
  expect(realPart('mosquitto')).toBe(path);
});
