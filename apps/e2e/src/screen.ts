import { until } from '@clearwell/testkit';
import type { Locator, Page } from 'playwright-core';

/** What a marker says by its class: a status, and perhaps `unverified`. */
export type Look = readonly string[];

const NO_LOOK = ['selected', 'pending', 'late'];

/** The one page, in words of the field. */
export class Screen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Visits the map and waits until it is live. */
  async visit(url: string, query = ''): Promise<void> {
    await this.page.goto(`${url}/${query}`);
    await this.isLive();
  }

  /** Visits a moment of the past and waits until its markers are there. */
  async visitPast(url: string, query: string): Promise<void> {
    await this.page.goto(`${url}/map${query}`);
    await this.page.waitForSelector('.pill--replay');
    await this.page.waitForSelector('.marker:not(.marker--pending)', { state: 'attached' });
  }

  async isLive(within = 15_000): Promise<void> {
    await this.page.waitForSelector('.pill--live', { timeout: within });
    await this.page.waitForSelector('.marker:not(.marker--pending)', { state: 'attached', timeout: within });
  }

  get pill(): Locator {
    return this.page.locator('.pill');
  }

  get markers(): Locator {
    return this.page.locator('.marker[data-station]');
  }

  get drawer(): Locator {
    return this.page.locator('.drawer');
  }

  get sentence(): Locator {
    return this.page.locator('.drawer__sentence');
  }

  get languageSwitch(): Locator {
    return this.page.locator('.language');
  }

  marker(station: string): Locator {
    return this.page.locator(`.marker[data-station="${station}"]`);
  }

  row(station: string): Locator {
    return this.page.locator(`.row[data-station="${station}"]`);
  }

  /** How many stations the top bar counts in a status. */
  async count(status: string): Promise<number> {
    const text = await this.page.locator(`.counter:has(.shape--${status}) .counter__count`).textContent();
    return Number(text);
  }

  async look(station: string): Promise<Look> {
    const classes = (await this.marker(station).getAttribute('class')) ?? '';
    return [...classes.matchAll(/\bmarker--(\w+)/g)]
      .map(([, word]) => String(word))
      .filter((word) => !NO_LOOK.includes(word))
      .sort();
  }

  /** How a part of the marker of a station is drawn. */
  markerStyle(station: string, part: string, property: string): Promise<string> {
    const found = `document.querySelector('.marker[data-station="${station}"] ${part}')`;
    return this.page.evaluate<string>(`getComputedStyle(${found}).getPropertyValue('${property}')`);
  }

  /** The looks of all markers, by station. */
  async looks(): Promise<Record<string, Look>> {
    const stations = await this.page.evaluate<string[]>(
      `[...document.querySelectorAll('.marker[data-station]')].map((marker) => marker.dataset.station).sort()`,
    );
    const looks = await Promise.all(stations.map(async (station) => [station, await this.look(station)] as const));
    return Object.fromEntries(looks);
  }

  /** Waits until the marker of a station has exactly this look. */
  async becomes(station: string, look: Look, within = 10_000): Promise<void> {
    let seen: Look = [];
    const isSame = async (): Promise<boolean> => {
      seen = await this.look(station);
      return seen.join() === [...look].sort().join();
    };
    await until(isSame, { within, saying: () => `${station} to look ${look.join()}; it looks ${seen.join()}` });
  }

  /** Where the marker of a station stands, in pixels. */
  async placeOf(station: string): Promise<{ x: number; y: number }> {
    const box = await this.marker(station).boundingBox();
    if (box === null) throw new Error(`${station} has no marker`);
    return { x: box.x, y: box.y };
  }

  /** The station whose marker or row has the focus. */
  focusedStation(): Promise<string | null> {
    return this.page.evaluate<string | null>(`document.activeElement.dataset.station ?? null`);
  }

  focusIsInMap(): Promise<boolean> {
    return this.page.evaluate<boolean>(`document.activeElement.closest('.map') !== null`);
  }

  /** Pixels by which the page is wider than the window. */
  overflow(): Promise<number> {
    return this.page.evaluate<number>(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);
  }
}
