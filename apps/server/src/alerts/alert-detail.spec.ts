import { buildAlert, buildNotice, buildSource, NOON } from '@clearwell/testkit';
import {
  alertId,
  HOUR,
  MINUTE,
  VERDICTS,
  type Alert,
  type DeliveryLine,
  type Happening,
  type HoldCode,
  type TimelineEntry,
} from '@clearwell/water-quality';
import { detailOf, heldBackOf } from './alert-detail.ts';

type Line = readonly [minute: number, what: Happening, code?: HoldCode];

function spans(held: HoldCode | null, ...lines: readonly Line[]) {
  const timeline = lines.map(([minute, what, code], i): TimelineEntry => ({
    ...{ alert: alertId('WQ-20260501-001'), revision: i + 1, place: 0, at: NOON + minute * MINUTE, by: null, what },
    ...{ condition: 'active', level: 'red', ...(code && { code }) },
  }));
  const last = timeline.at(-1);
  const of: Partial<Alert> = {
    held: held === null ? null : { code: held, rank: 2 },
    lastChange: { what: last?.what ?? 'raised', by: null, at: last?.at ?? NOON },
  };
  return heldBackOf(buildAlert(of), timeline).map(({ code, from, until }) => [
    code,
    (from - NOON) / MINUTE,
    until === null ? null : (until - NOON) / MINUTE,
  ]);
}

describe('what was held back', () => {
  it('is nothing where somebody was told at once', () => {
    expect(spans(null, [0, 'raised'])).toEqual([]);
  });

  it('lasts while it is held', () => {
    expect(spans('window', [0, 'raised'], [0, 'held_back', 'window'], [3, 'commented'])).toEqual([['window', 0, null]]);
  });

  it('ends when it is let go, when it is over, and when another reason takes over', () => {
    expect(spans(null, [0, 'held_back', 'muted'], [5, 'released'])).toEqual([['muted', 0, 5]]);
    expect(spans(null, [0, 'held_back', 'muted'], [5, 'cleared'])).toEqual([['muted', 0, 5]]);
    expect(spans('part_of', [0, 'held_back', 'muted'], [5, 'held_back', 'part_of'])).toEqual([
      ['muted', 0, 5],
      ['part_of', 5, null],
    ]);
  });

  it.each(['commented', 'closed'] as const)('is over at once where it came too late, also if it is then %s', (what) => {
    expect(spans(null, [7, 'raised'], [7, 'held_back', 'too_late'], [9, what])).toEqual([['too_late', 7, 7]]);
  });
});

const detailFor = (alert: Partial<Alert>, deliveries: readonly DeliveryLine[] = []) =>
  detailOf(
    { alert: buildAlert(alert), ...{ timeline: [], measurements: [], deliveries, members: [], reasons: [] } },
    [],
  );

describe('the verdicts an alert can be closed with', () => {
  const closable = (alert: Partial<Alert>) => detailFor(alert).closableAs;
  const over = buildSource({ end: NOON + HOUR, clearedAt: NOON + HOUR });

  it('are all once it is over, and those that say it is not the water while it goes on', () => {
    expect(closable({ sources: [over] })).toEqual(VERDICTS);
    expect(closable({ sources: [over, buildSource()] })).toEqual(['sensor_fault', 'calibration_or_maintenance']);
  });

  it('are all while it is only waited whether a cluster goes on at the next station', () => {
    const sources = [buildSource({ overSince: NOON + HOUR })];
    expect(closable({ kind: 'cluster', sources })).toEqual(VERDICTS);
  });
});

describe('what was sent of an alert', () => {
  it('says of what each notice was, of which revision and for whom', () => {
    const { key: notice, alert } = buildNotice({ revision: 4, what: 'worsened', audience: 'supervision' });
    const sent = { at: NOON, receiver: 'webhook', outcome: 'failed', attempt: 2, why: 'http_503' } as const;
    expect(detailFor({}, [{ ...sent, notice, alert, audience: 'supervision' }]).deliveries).toEqual([
      { ...sent, revision: 4, what: 'worsened', audience: 'supervision' },
    ]);
  });
});

describe('a cluster that is over at all its stations', () => {
  it('tells since when, and until when it is waited whether it goes on at the next', () => {
    const settlingOf = (overSince: number | null) =>
      detailFor({ kind: 'cluster', sources: [buildSource({ overSince })] }).settling;
    expect(settlingOf(NOON)).toEqual({ since: NOON, until: NOON + 2 * HOUR });
    expect(settlingOf(null)).toBeNull();
  });
});
