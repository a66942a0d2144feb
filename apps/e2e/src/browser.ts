import { atTheEnd } from '@clearwell/testkit';
import { chromium, type Browser, type ViewportSize } from 'playwright-core';
import { Screen } from './screen.ts';

export const DESK: ViewportSize = { width: 1440, height: 900 };
export const PHONE: ViewportSize = { width: 390, height: 844 };
export const NARROWEST: ViewportSize = { width: 320, height: 640 };

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts a browser that is gone when the spec file is over. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: ARGS });
  atTheEnd(() => browser.close());
  return browser;
}

/** Opens a window for one visitor. */
export async function openScreen(browser: Browser, viewport = DESK): Promise<Screen> {
  // Far from Zhengzhou: the times on the page are the city's, not the browser's.
  const context = await browser.newContext({ viewport, timezoneId: 'America/New_York' });
  // Sooner than a test is over, so that the failure says what was waited for.
  context.setDefaultTimeout(10_000);
  return new Screen(await context.newPage());
}
