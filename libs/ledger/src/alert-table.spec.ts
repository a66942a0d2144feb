import { buildAlert, buildStation, buildTimelineEntry, ledgerWith, NOON } from '@clearwell/testkit';
import {
  alertId,
  DAY,
  HOUR,
  MINUTE,
  stationId,
  type Alert,
  type AlertChange,
  type AlertId,
  type TimelineEntry,
} from '@clearwell/water-quality';
import fc from 'fast-check';

const idOf = (n: number): AlertId => alertId(`WQ-20260501-${String(n).padStart(3, '0')}`);
const lineOf = ({ id, revision }: Alert, of: Partial<TimelineEntry> = {}): TimelineEntry =>
  buildTimelineEntry({ alert: id, revision, ...of });

async function openTable() {
  const { ledger } = await ledgerWith(buildStation(), []);
  const table = ledger.alerts;
  const keep = (alert: Alert, before: Alert | null = null, timeline: readonly TimelineEntry[] = [lineOf(alert)]) => {
    const change: AlertChange = { alert, before, timeline };
    ledger.commit(() => {
      table.keep({ alerts: [change], windows: [], mutes: [], answers: [] });
    });
  };
  const ids = async (filter: Parameters<typeof table.list>[0]) => (await table.list(filter)).map(({ id }) => id);
  return { table, keep, ids };
}

describe('AlertTable', () => {
  it('keeps an alert as it stands, and every line of its timeline in order', async () => {
    const { table, keep } = await openTable();
    const first = buildAlert();
    const second = { ...first, revision: 2, handling: 'acknowledged' } as const;
    keep(first);
    const lines = [lineOf(second, { what: 'acknowledged' }), lineOf(second, { what: 'commented', place: 1 })];
    keep(second, first, lines);
    expect(table.get(first.id)).toEqual(second);
    expect(table.timelineOf(first.id)).toEqual([lineOf(first), ...lines]);
  });

  it('refuses to write a line over another, and keeps what stood there', async () => {
    const { table, keep } = await openTable();
    const alert = buildAlert();
    keep(alert);
    expect(() => {
      keep({ ...alert, handling: 'closed' }, alert, [lineOf(alert, { what: 'closed' })]);
    }).toThrow('a timeline is only added to');
    expect(table.get(alert.id)).toEqual(alert);
    expect(table.timelineOf(alert.id)).toEqual([lineOf(alert)]);
  });

  it('gives a book what is not over, and of what is over what was closed since', async () => {
    const { table, keep } = await openTable();
    const closed = (n: number, of: Partial<Alert>) => buildAlert({ id: idOf(n), handling: 'closed', ...of });
    keep(buildAlert({ id: idOf(1), condition: 'cleared' }));
    keep(closed(2, { closedAt: NOON, condition: 'active' }));
    keep(closed(3, { closedAt: NOON, condition: 'cleared' }));
    keep(closed(4, { closedAt: NOON + DAY, condition: 'cleared' }));
    const open = table.open(NOON + DAY).alerts.map(({ id }) => id);
    expect(open.sort()).toEqual([idOf(1), idOf(2), idOf(4)]);
  });

  it('finds an alert by the stations it has now', async () => {
    const { keep, ids } = await openTable();
    const [a, b, c] = ['zz-001', 'zz-002', 'zz-003'].map(stationId) as [never, never, never];
    const first = buildAlert({ kind: 'cluster', stations: [a, b] });
    keep(first);
    keep({ ...first, stations: [b, c], revision: 2 }, first, []);
    expect([await ids({ stations: [a] }), await ids({ stations: [c] })]).toEqual([[], [first.id]]);
    expect(await ids({ stations: [] })).toEqual([]);
  });

  it('finds what went on in a span', async () => {
    const { keep, ids } = await openTable();
    keep(buildAlert({ start: NOON, end: NOON + HOUR }));
    const during = (from: number, to: number) => ids({ from: NOON + from * MINUTE, to: NOON + to * MINUTE });
    expect(
      (await Promise.all([during(-9, 0), during(-9, 1), during(59, 90), during(60, 90)])).map((x) => x.length),
    ).toEqual([0, 1, 1, 0]);
  });

  it('looks for the very signs that were typed, in any case', async () => {
    const { keep, ids } = await openTable();
    const alert = buildAlert();
    keep(alert, null, [lineOf(alert, { text: String.raw`Pump 50%_off \ done` })]);
    const found = async (part: string) => (await ids({ text: { part, stations: [], isOfWritten: true } })).length;
    const parts = ['50%_O', '5%off', 'p_mp', String.raw`\ d`, 'TURBIDITY', 'wq-2026', "'; drop table alert --"];
    expect(await Promise.all(parts.map(found))).toEqual([1, 0, 0, 1, 1, 1, 0]);
    const unwritten = async (part: string) => (await ids({ text: { part, stations: [], isOfWritten: false } })).length;
    expect(await Promise.all(['50%_O', 'TURBIDITY'].map(unwritten))).toEqual([0, 1]);
  });

  it('gives every alert once, page by page, also those opened at one instant', async () => {
    const { keep, ids } = await openTable();
    const openings = fc.sample(fc.integer({ min: 0, max: 4 }), { numRuns: 23, seed: 7 });
    openings.forEach((minute, n) => {
      keep(buildAlert({ id: idOf(n + 1), openedAt: NOON + minute * MINUTE }));
    });
    const paged: AlertId[] = [];
    for (;;) {
      const page = await ids({ after: paged.at(-1), limit: 4 });
      if (page.length === 0) break;
      paged.push(...page);
    }
    expect(paged).toEqual(await ids({}));
    expect(new Set(paged).size).toBe(openings.length);
  });

  it('names what is part of an alert', async () => {
    const { table, keep } = await openTable();
    keep(buildAlert({ id: idOf(1), kind: 'cluster' }));
    keep(buildAlert({ id: idOf(2), partOf: idOf(1) }));
    keep(buildAlert({ id: idOf(3) }));
    expect(table.membersOf(idOf(1))).toEqual([idOf(2)]);
  });
});
