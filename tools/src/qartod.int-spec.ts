import { startNode, temporaryFolder } from '@clearwell/testkit';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const TOOL = resolve(import.meta.dirname, 'qartod.ts');
const folder = temporaryFolder();

const RANGE = {
  id: 'own/range',
  test: 'gross_range_test',
  config: { fail_span: [0, 14], suspect_span: [6.5, 8.5] },
  times: ['2026-03-02T00:00:00Z', '2026-03-02T00:10:00', '2026-03-02T00:20:00Z'],
  values: [7, null, 9],
  flags: [1, 9, 3],
};
const SPIKE = { ...RANGE, id: 'own/spike', test: 'spike_test', config: { suspect_threshold: 1 }, flags: [2, 9, 1] };

async function call(...args: readonly string[]) {
  const program = startNode(TOOL, args);
  const { code } = await program.ended;
  return { code, said: program.lines.join('\n') };
}

function write(content: unknown): string {
  const file = join(folder, 'cases.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('npm run qartod', () => {
  it('prints the agreement of each test, and ends well when all agree', async () => {
    const { code, said } = await call(write({ cases: [RANGE] }));
    expect(said).toMatch(/gross_range_test +1\/1 cases, 3\/3 flags +1\/1 cases, 3\/3 flags/);
    expect(code).toBe(0);
  });

  it('shows a case that differs, and ends with 1 unless it is a quirk', async () => {
    const differing = await call(write({ cases: [RANGE, SPIKE] }));
    expect(differing.code).toBe(1);
    expect(differing.said).toMatch(/spike_test +0\/1 cases, 2\/3 flags/);
    expect(differing.said).toMatch(
      /own\/spike: spike_test[^]*reference {2}291[^]*clearwell {2}292[^]*the first at place 3/,
    );
    const quirk = write({ cases: [RANGE, { ...SPIKE, quirk: true }] });
    expect(await call(quirk)).toMatchObject({ code: 0, said: expect.stringMatching(/own\/spike \(quirk\)/) as string });
    expect((await call(quirk, '--all')).code).toBe(1);
  });

  it('tells all that is wrong with a file, case by case', async () => {
    const short = { ...RANGE, flags: [1] };
    const unknown = { ...RANGE, id: 'own/unknown', test: 'speed_test' };
    const { code, said } = await call(write({ cases: [short, unknown] }));
    expect(code).toBe(2);
    expect(said).toMatch(/own\/range: 1 flags for 3 times[^]*own\/unknown test:/);
    expect(await call(write('{'))).toMatchObject({ code: 2, said: expect.stringMatching(/not JSON/) as string });
    expect(await call(join(folder, 'none.json'))).toMatchObject({
      code: 2,
      said: expect.stringMatching(/ENOENT/) as string,
    });
    expect((await call()).said).toMatch(/Which file/);
  });

  it('says what it does', async () => {
    expect(await call('--help')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/npm run qartod -- FILE/) as string,
    });
  });
});
