import { describeWithData, sharedData, startNode, temporaryFolder } from '@clearwell/testkit';
import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@clearwell/water-quality';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const START = Date.UTC(2026, 2, 1);
const SLOT = 10 * MINUTE;
const DAYS = 6;
const IDS = ['Z1', 'Z2', 'Z3'];
const PARAMETERS = [
  { key: 'free_chlorine', usual: 0.6, step: 0.01 },
  { key: 'turbidity', usual: 0.2, step: 0.01 },
  { key: 'ph', usual: 7.6, step: 0.01 },
  { key: 'conductivity', usual: 450, step: 1 },
  { key: 'uv254', usual: 3, step: 0.01 },
];
const KEYS = PARAMETERS.map(({ key }) => key);
const CLEAN: readonly number[] = [];
const DIRT = [-0.25, 0.8, 0, 60, 2];
const TOOL = resolve(import.meta.dirname, '../../backtest.ts');
const CITY_A = sharedData('city_a');

/** Same every time. */
function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x) - 0.5;
}

/** Sewage from 5 days and 2 hours on, that reaches each station an hour after the one before. */
const isDirty = (place: number, at: EpochMs): boolean =>
  at >= START + 5 * DAY + (2 + place) * HOUR && at < START + 5 * DAY + (6 + place) * HOUR;

interface Row {
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly text: string;
}

function rowOf(place: number, slot: number, receivedAt: EpochMs | null): Row {
  const sampledAt = START + slot * SLOT + place * SECOND;
  const dirt = isDirty(place, sampledAt) ? DIRT : CLEAN;
  const values = PARAMETERS.map(({ usual, step }, c) => {
    const steps = Math.round((usual + (dirt[c] ?? 0)) / step + 2 * noise(slot * 31 + place * 7 + c));
    return (steps * step).toFixed(2);
  });
  const received = receivedAt ?? sampledAt + 5 * SECOND;
  const times = [sampledAt, received].map((at) => new Date(at).toISOString());
  return { sampledAt, receivedAt: received, text: [...times, IDS[place], ...values].join(',') };
}

/** @param lateUntil what Z2 sampled on the last day came only then */
function writeCityFolder(folder: string, lateUntil: EpochMs | null): string {
  mkdirSync(folder);
  const stations = IDS.map((id, i) =>
    [id, `测点${id}`, `Point ${id}`, 34 + i / 100, 113, 'pipe_network', 'D', '', KEYS.join(';')].join(','),
  );
  writeFileSync(
    join(folder, 'stations.csv'),
    `id,name_zh,name_en,lat,lon,site_type,district,node,parameters\n${stations.join('\n')}\n`,
  );
  const travel = [1, 2].map((i) => ({ from: IDS[i - 1], to: IDS[i], minutes: 60, share: 1 }));
  writeFileSync(join(folder, 'network.json'), JSON.stringify({ city: 'Z', travel_times: travel }));
  writeFileSync(join(folder, 'calibrations.csv'), 'station,start,end,parameters\n');
  const rows = IDS.flatMap((_, place) =>
    Array.from({ length: DAYS * 144 }, (_unused, slot) => {
      const isLate = lateUntil !== null && place === 1 && slot >= 5 * 144 && START + slot * SLOT < lateUntil;
      return rowOf(place, slot, isLate ? lateUntil + slot : null);
    }),
  ).sort((a, b) => a.receivedAt - b.receivedAt);
  const header = ['sampled_at', 'received_at', 'station', ...KEYS].join(',');
  writeFileSync(join(folder, 'readings.csv'), `${header}\n${rows.map(({ text }) => text).join('\n')}\n`);
  return folder;
}

async function backtest(...args: string[]) {
  const program = startNode(TOOL, args);
  const { code } = await program.ended;
  return { code, said: program.lines.join('\n') };
}

interface Alert {
  readonly station: string;
  readonly kind: string;
  readonly detectedAt: EpochMs;
  readonly notified: string;
  readonly reason: string;
}

const alertsOf = (out: string, file = 'alerts.csv'): Alert[] =>
  readFileSync(join(out, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [station = '', kind = '', , detected = '', , , notified = '', ...reason] = line.split(',');
      return { station, kind, detectedAt: Date.parse(detected), notified, reason: reason.join(',') };
    });

/** When the sewage is at the second station. */
const SECOND_TOUCHED = START + 5 * DAY + 3 * HOUR;
const isWater = ({ kind }: Alert): boolean => kind === 'event' || kind === 'cluster';

describe('npm run backtest -- --city', () => {
  it('notifies of several stations once, within two readings of the second that is touched, and says why', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const { code, said } = await backtest('--city', writeCityFolder(join(folder, 'z'), null), '--out', out);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('notified incidents a week') });
    const notified = alertsOf(out).filter((alert) => alert.notified === '1');
    // The first station may have been told of alone: the second is news.
    const [cluster, ...others] = notified.filter(({ kind }) => kind === 'cluster');
    expect(others).toEqual([]);
    expect(notified.length).toBeLessThanOrEqual(2);
    expect(cluster?.detectedAt).toBeLessThanOrEqual(SECOND_TOUCHED + 2 * SLOT + MINUTE);
    expect(cluster?.reason).toContain('notified');
    expect(alertsOf(out).filter((alert) => isWater(alert) && alert.detectedAt < START + 5 * DAY)).toEqual([]);
    const limits = alertsOf(out, 'limits.csv');
    expect(new Set(limits.map(({ station }) => station))).toEqual(new Set(IDS));
    for (const limit of limits) expect(limit).toMatchObject({ kind: 'limit', notified: '0' });
    expect(limits[0]?.reason).toMatch(/turbidity (?:0\.99|1\.0\d) NTU, above the/);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/(?:src|href)="http/);
  });

  it('says nothing of a station before its readings came, and then judges them by when they were sampled', async () => {
    const folder = temporaryFolder();
    const lateUntil = START + 5 * DAY + 12 * HOUR;
    const out = join(folder, 'out');
    await backtest('--city', writeCityFolder(join(folder, 'z'), lateUntil), '--out', out);
    const naming = alertsOf(out).filter((alert) => isWater(alert) && alert.station.split(';').includes('Z2'));
    for (const { detectedAt } of naming) expect(detectedAt).toBeGreaterThanOrEqual(lateUntil);
    expect(alertsOf(out).some((alert) => isWater(alert) && alert.detectedAt < lateUntil)).toBe(true);
  });

  it('tells every bad option, and a folder that is none', async () => {
    const bad = await backtest('--city', 'x', '--round', '--budget', '99', 'more.csv');
    expect(bad.code).toBe(2);
    for (const part of ['--round', '--budget', 'more.csv', '--out is missing']) expect(bad.said).toContain(part);
    const none = await backtest('--city', temporaryFolder(), '--out', temporaryFolder());
    expect(none).toMatchObject({ code: 1, said: expect.stringContaining('stations.csv is missing') });
    const both = await backtest('--city', temporaryFolder(), '--round');
    expect(both).toMatchObject({ code: 2, said: expect.stringMatching(/--round[^]*stations\.csv is missing/) });
  });
});

describeWithData(CITY_A, 'npm run backtest -- --city of city A', () => {
  it('keeps its budget, and sees its strongest incidents', async () => {
    const out = temporaryFolder();
    await backtest('--city', CITY_A, '--out', out);
    const alerts = alertsOf(out);
    // 48 stations, 5 weeks: false and true together.
    expect(alerts.filter(isWater).length / (48 * 5)).toBeLessThan(1.2);
    const notified = alerts.filter((alert) => alert.notified === '1');
    expect(notified.length / 5).toBeLessThan(20);
    const within = (from: string, hours: number): boolean =>
      notified.some(
        ({ detectedAt }) => detectedAt >= Date.parse(from) && detectedAt <= Date.parse(from) + hours * HOUR,
      );
    // A dosing failure, salt, and raw water past the plant.
    expect(within('2026-03-12T07:36:00Z', 3)).toBe(true);
    expect(within('2026-03-24T19:36:00Z', 3)).toBe(true);
    expect(within('2026-03-28T05:24:00Z', 3)).toBe(true);
  }, 120_000);
});
