import { startNode } from '@clearwell/testkit';
import { resolve } from 'node:path';

const BENCH = resolve(import.meta.dirname, '../bench.ts');

async function bench(...args: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const program = startNode(BENCH, ['scenarios', ...args]);
  const { code } = await program.ended;
  return { code, said: program.lines.join('\n') };
}

/** A loaded machine lives through a city slowly. */
const PATIENCE = 60_000;

const SMALL = ['--stations', '8', '--weeks', '2', '--seeds', '7', '--rounds', '2'];

describe('npm run bench -- scenarios', () => {
  it(
    'tells of a quiet city and of what is added to it, the same each time',
    async () => {
      const [once, again] = await Promise.all(
        [1, 2].map(() => bench(...SMALL, '--only', 'contamination', '--markdown')),
      );
      expect(once).toMatchObject({ code: 0 });
      expect(once?.said).toContain('| seed | readings | woken a week |');
      expect(once?.said).toMatch(/\| contamination \| water_event \| +2 \|/);
      expect(once?.said).toMatch(/\| scenario +\| notified water \| event shown \| operation \| right fault \|/);
      expect(once?.said).toMatch(/contamination, notified within two sampling intervals: \d of 2 /);
      expect(again).toEqual(once);
    },
    PATIENCE,
  );

  it(
    'lists what was notified, and each scenario with what came of it',
    async () => {
      const { said } = await bench(...SMALL, '--only', 'frozen', '--list');
      expect(said).toContain('Inspectors woken in the quiet city of seed 7:');
      expect(said).toMatch(/^frozen 2026-03-\d\d \d\d:\d\dZ zz-\d+ \w+: right fault/m);
    },
    PATIENCE,
  );

  it('tells a scenario that there is none of, and seeds that are none', async () => {
    expect(await bench('--only', 'contamination,flood')).toMatchObject({
      code: 1,
      said: expect.stringContaining('There is no scenario flood; there are chlorine-drop,'),
    });
    expect(await bench('--seeds', 'seven')).toMatchObject({ code: 1, said: expect.stringContaining('--seeds N,N') });
  });
});
