import { AlertBook, takeEntry } from '@clearwell/alerts';
import { tuningAnswerSchema } from '@clearwell/contracts/alerts';
import { Ledger } from '@clearwell/ledger';
import {
  buildEpisode,
  buildEpisodesEntry,
  describeWith,
  required,
  temporaryFolder,
  type RunningServer,
} from '@clearwell/testkit';
import { DAY, HOUR, type AlertLogEntry, type EpochMs } from '@clearwell/water-quality';
import { join } from 'node:path';
import { findViolations } from './axe-check.ts';
import { DESK, openBrowser, openScreen, PHONE } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import type { Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

const STATION = 'zz-001';

/** A data folder in which a week of events was closed as the fault of a probe. */
async function weekOfFalseEvents(): Promise<string> {
  const data = temporaryFolder();
  const ledger = await Ledger.open(join(data, 'ledger.db'));
  const book = AlertBook.open();
  const take = (entry: AlertLogEntry) => {
    const fork = book.fork();
    const { changes } = takeEntry(fork, entry);
    ledger.commit(() => ledger.alerts.keep(changes));
    fork.adopt();
    return required(changes.alerts[0]).alert.id;
  };
  for (let i = 0; i < 8; i++) {
    const start = Date.now() - 6.5 * DAY + i * 18 * HOUR;
    const id = take(eventOver(start));
    const close = { do: 'close', alert: id, revision: null, verdict: 'sensor_fault', cause: 'Fouled' } as const;
    take({ kind: 'act', at: start + 2 * HOUR, by: 'demo-supervisor', key: `close-${id}`, act: close });
  }
  ledger.close();
  return data;
}

function eventOver(start: EpochMs): AlertLogEntry {
  const end = start + HOUR;
  const details = { contributions: [], shifts: [], until: end };
  const of = { kind: 'event', rule: 'event', channel: null, level: 'amber' } as const;
  return buildEpisodesEntry(buildEpisode({ ...of, start, end, clearedAt: end, details }));
}

describeWith('chromium', 'a station whose events were all judged false', (chromium) => {
  let server: RunningServer;
  let screen: Screen;

  beforeAll(async () => {
    const settings = {
      CLEARWELL_DATA: await weekOfFalseEvents(),
      CLEARWELL_STATIONS: writeStations([STATION]),
      CLEARWELL_DEMO_ACCOUNTS: 'true',
      CLEARWELL_LOCAL_PROGRAMS: 'false',
    };
    const [started, browser] = await Promise.all([startClearwell({ settings }), openBrowser(chromium)]);
    server = started;
    screen = await openScreen(browser, DESK);
    await screen.page.goto(`${server.url}/reports?lang=zh`);
  }, 60_000);

  const onScreen = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => screen, work);
  const section = ({ page }: Screen) => page.getByRole('region', { name: /^(事件灵敏度|Sensitivity to events)$/ });

  /** Presses a button of the section; what the server answers. */
  async function press(seen: Screen, name: string): Promise<unknown> {
    const answered = seen.page.waitForResponse(/\/tunings$/);
    await section(seen).getByRole('button', { name }).click();
    return tuningAnswerSchema.parse(await (await answered).json());
  }

  onScreen('is proposed a higher threshold, which nobody takes up who has not signed in', async (seen) => {
    const line = section(seen).getByRole('listitem');
    await line.waitFor();
    expect(await line.textContent()).toMatch(
      /^中山路：8 条事件有结论，8 条不属实建议：由 \d\.\d\d 分调到 \d\.\d\d 分$/,
    );
    expect(await section(seen).getByRole('button').count()).toBe(0);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onScreen('is tuned by a supervisor, who can take that back', async (seen) => {
    await seen.page.goto(`${server.url}/login?lang=zh&next=/reports?lang=zh`);
    await seen.page.locator('.door__demo').getByRole('button', { name: '监督员' }).click();
    expect(await press(seen, '采纳建议')).toMatchObject({ station: STATION, from: expect.any(Number) as number });
    await section(seen)
      .getByText(/^自 .* 起达到 \d\.\d\d 分才报（原为 \d\.\d\d 分）$/)
      .waitFor();
    expect(await section(seen).getByRole('button', { name: '采纳建议' }).count()).toBe(0);
    expect(await press(seen, '恢复原值')).toMatchObject({ station: STATION, lift: 0 });
    await section(seen).getByText('没有需要调整的监测点').waitFor();
  });

  onScreen('is told of on a telephone without scrolling sideways', async (seen) => {
    await seen.page.setViewportSize(PHONE);
    await seen.page.goto(`${server.url}/reports?lang=en`);
    await section(seen).waitFor();
    expect(await seen.overflow()).toBe(0);
    expect(await findViolations(seen.page)).toEqual([]);
  });
});
