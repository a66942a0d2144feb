import { keyOf, randomStream } from '@clearwell/firmware-sim';
import { killNotices } from './notice-kills.ts';

/** A start of Node for each kill, on a loaded machine. */
const PATIENCE = 120_000;

describe('A process that tells of alerts', () => {
  it(
    'loses no notice however it is killed, keeps the order of each alert, and repeats only with the same key',
    async () => {
      const report = await killNotices(5, randomStream(keyOf(1, 'notices')));
      expect(report).toMatchObject({ kills: 5, missing: [], unfounded: [], disordered: [], mixedUp: [] });
      expect(report.notices).toBeGreaterThan(100);
      expect(report.repeated).toBeGreaterThan(0);
    },
    PATIENCE,
  );
});
