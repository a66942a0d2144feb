import { DAY, MINUTE } from '@clearwell/water-quality';
import { RowScores } from './row-scores.ts';

const SLOT = 10 * MINUTE;

/** One letter a row: `.` nothing, `a` alert, `e` labelled, `b` both. */
function scored(rows: string, gapBefore = -1) {
  const scores = new RowScores(SLOT);
  let at = 0;
  for (const [i, row] of rows.split('').entries()) {
    at += i === gapBefore ? DAY : SLOT;
    scores.add(at, row === 'a' || row === 'b', row === 'e' || row === 'b');
  }
  return scores.result();
}

describe('RowScores', () => {
  it('finds an event by any of its rows, and counts the delay from its first', () => {
    expect(scored('..eeb..b..e.')).toMatchObject({ events: 3, found: 2, medianDelay: 20 });
    expect(scored('..e.').missed).toEqual([3 * SLOT]);
  });

  it('joins alerted rows over 30 minutes, and calls false what touches no event within 15', () => {
    expect(scored('a..a....a').falseAlerts).toBe(2);
    expect(scored('...ea').falseAlerts).toBe(0);
    expect(scored('...e.a').falseAlerts).toBe(1);
  });

  it('holds rows against rows', () => {
    expect(scored('.abbe.').rowF1).toBeCloseTo(4 / 6);
    expect(scored('....').rowF1).toBeNull();
  });

  it('counts a gap as one interval of observed time', () => {
    expect(scored('.....', 2).weeks).toBeCloseTo((4 * SLOT) / (7 * DAY));
  });
});
