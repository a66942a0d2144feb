import { HOUR, SECOND } from '@clearwell/water-quality';
import { resumeAt } from './recorded-demo.ts';

const BEGINS = Date.UTC(2026, 2, 1, 16);
const city = { folder: '', stations: [], links: [], beginsAt: BEGINS };
const clockAt = (hours: number, rate = 1) => ({ start: BEGINS + hours * HOUR, rate });

describe('resumeAt', () => {
  it('goes on a little before where the clock does', () => {
    expect(resumeAt(city, clockAt(9), BEGINS + 10 * HOUR)).toBe(BEGINS + 9 * HOUR - 5 * SECOND);
  });

  it('goes on where the readings end if the clock was ahead of the replay', () => {
    expect(resumeAt(city, clockAt(90, 720), BEGINS + 10 * HOUR)).toBe(BEGINS + 9 * HOUR);
  });

  it('begins with the file where nothing is stored, and never before it', () => {
    expect(resumeAt(city, clockAt(90), null)).toBeNull();
    expect(resumeAt(city, clockAt(0), BEGINS + HOUR)).toBeNull();
    expect(resumeAt(city, clockAt(90, 36_000), BEGINS + HOUR)).toBe(BEGINS);
  });
});
