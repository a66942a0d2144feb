import { temporaryFolder } from '@clearwell/testkit';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readQualityFile } from './quality-file.ts';

function fileOf(content: unknown): string {
  const path = join(temporaryFolder(), 'quality.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('readQualityFile', () => {
  it('takes tests by parameter and by a station’s channel', async () => {
    const content = {
      parameters: { turbidity: { sensorSpan: [0, 200], userSpan: [0, 10] } },
      stations: { 'zz-001': { 'ph.2': { spike: { method: 'average', suspect: 0.5 } } } },
    };
    expect(await readQualityFile(fileOf(content))).toEqual(content);
  });

  it('says everything that is wrong at once', async () => {
    const content = {
      parameters: { turbidity: { userSpan: [0, 5_000] }, ph: { sensorSpan: [3, 1] } },
      station: {},
    };
    await expect(readQualityFile(fileOf(content))).rejects.toThrow(/parameters\.ph\.sensorSpan[\s\S]*station/);
    const outside = { parameters: { turbidity: { userSpan: [0, 5_000] } }, stations: { 'zz-001': { nonsense: {} } } };
    await expect(readQualityFile(fileOf(outside))).rejects.toThrow(
      /parameters\.turbidity: userSpan must lie inside sensorSpan[\s\S]*no parameter nonsense/,
    );
  });

  it.each(['{', 'null'])('refuses %p in a sentence', async (text) => {
    await expect(readQualityFile(fileOf(text))).rejects.toThrow(/can't be used/);
  });

  it('says which file is not there', async () => {
    await expect(readQualityFile('/nowhere/quality.json')).rejects.toThrow('/nowhere/quality.json');
  });
});
