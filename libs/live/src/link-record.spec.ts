import { NOON } from '@clearwell/testkit';
import { DAY, HOUR, MINUTE } from '@clearwell/water-quality';
import { LinkRecord } from './link-record.ts';

/** Drops from minutes to minutes after noon; the last may go on. */
function recordOf(...drops: readonly (readonly [number, number?])[]): LinkRecord {
  const record = new LinkRecord();
  record.note(true, NOON);
  for (const [from, until] of drops) {
    record.note(false, NOON + from * MINUTE);
    if (until !== undefined) record.note(true, NOON + until * MINUTE);
  }
  return record;
}

describe('LinkRecord', () => {
  it('finds nothing in a connection that drops now and then', () => {
    expect(recordOf([10, 11], [30, 34], [60, 65]).finding(NOON + 2 * HOUR)).toBeNull();
  });

  it('finds more than five drops a day, and nothing more a day later', () => {
    const record = recordOf([10, 11], [20, 21], [30, 31], [40, 41], [50, 51], [60, 61]);
    expect(record.finding(NOON + 2 * HOUR)).toMatchObject({ drops: 6, longestMs: MINUTE, since: NOON + 10 * MINUTE });
    expect(record.finding(NOON + DAY + 12 * MINUTE)).toBeNull();
  });

  it('finds a drop of more than five minutes, also while it lasts', () => {
    const record = recordOf([10]);
    expect(record.finding(NOON + 15 * MINUTE)).toBeNull();
    expect(record.finding(NOON + 16 * MINUTE)).toMatchObject({ drops: 1, longestMs: 6 * MINUTE });
    record.note(true, NOON + 20 * MINUTE);
    expect(record.finding(NOON + 3 * HOUR)).toMatchObject({ longestMs: 10 * MINUTE });
  });

  it('counts a drop that is told twice once', () => {
    const record = recordOf([10]);
    record.note(false, NOON + 11 * MINUTE);
    record.note(true, NOON + 16 * MINUTE);
    expect(record.finding(NOON + HOUR)).toMatchObject({ drops: 1, longestMs: 6 * MINUTE });
  });
});
