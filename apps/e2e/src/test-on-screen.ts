import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Screen } from './screen.ts';

/**
 * A test of what is to be seen. When it fails, its message says where a picture of the screen is.
 * `within` ms where the city itself takes longer than a test may.
 */
export function testOnScreen(
  title: string,
  screen: () => Screen,
  work: (screen: Screen) => Promise<void>,
  within?: number,
): void {
  test(
    title,
    async () => {
      const seen = screen();
      try {
        await work(seen);
      } catch (error) {
        if (error instanceof Error) error.message += `\n\nThe screen at that moment: ${await picture(seen)}`;
        throw error;
      }
    },
    within,
  );
}

/** Not removed afterwards: somebody wants to look at it. */
async function picture({ page }: Screen): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'clearwell-screen-')), 'screen.png');
  return page.screenshot({ path, timeout: 5_000 }).then(
    () => path,
    (error: unknown) => `no picture could be taken (${String(error)})`,
  );
}
