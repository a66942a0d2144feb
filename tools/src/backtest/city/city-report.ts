import type { RecordedCity } from '@clearwell/recorded-city';
import { DAY, HOUR, type EpochMs, type StationId } from '@clearwell/water-quality';
import { bilingual, pageOf } from '../report-page.ts';
import { escapeText } from '../svg-chart.ts';
import { cityTime, type AlertRow } from './alert-rows.ts';

interface Reported {
  readonly city: RecordedCity;
  readonly rows: readonly AlertRow[];
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly readings: number;
  readonly budget: number;
}

const [WIDTH, LANE, LEFT] = [960, 12, 60];
const COLOURS: Readonly<Record<AlertRow['kind'], string>> = {
  event: '#d9a400',
  cluster: '#c62828',
  operation: '#0b5cad',
  fault: '#9aa5b1',
};
const KIND_WORDS: Readonly<Record<AlertRow['kind'], { zh: string; en: string }>> = {
  event: { zh: '单点异常', en: 'event of one station' },
  cluster: { zh: '多点印证', en: 'cluster on the network' },
  operation: { zh: '运行调度', en: 'operation' },
  fault: { zh: '仪表故障', en: 'sensor fault' },
};

/** A page with a lane for each station, and what was notified in words. */
export function cityReport({ city, rows, from, until, readings, budget }: Reported): string {
  const weeks = (until - from) / (7 * DAY);
  const count = (is: (row: AlertRow) => boolean): number => rows.filter(is).length;
  const water = count(({ kind }) => kind === 'event' || kind === 'cluster');
  const notified = rows.filter(({ isNotified }) => isNotified);
  const facts = [
    [{ zh: '监测点', en: 'Stations' }, String(city.stations.length)],
    [{ zh: '读数', en: 'Readings' }, String(readings)],
    [{ zh: '周数', en: 'Weeks' }, weeks.toFixed(1)],
    [{ zh: '误报预算（每点每周）', en: 'Budget of false alerts a station and week' }, String(budget)],
    [
      { zh: '水质预警（每点每周）', en: 'Water alerts a station and week' },
      (water / weeks / city.stations.length).toFixed(2),
    ],
    [{ zh: '通知（全市每周）', en: 'Notified incidents a week' }, (notified.length / weeks).toFixed(1)],
  ] as const;
  const table = facts.map(([name, figure]) => `<tr><th align="left">${bilingual(name)}</th><td>${figure}</td></tr>`);
  const legend = (Object.keys(COLOURS) as AlertRow['kind'][]).map(
    (kind) =>
      `<span style="color:${COLOURS[kind]}">■</span> ${bilingual(KIND_WORDS[kind])} ${String(count((row) => row.kind === kind))}`,
  );
  const body = [`<table>${table.join('')}</table><p>${legend.join(' · ')}</p>`, lanes(city, rows, from, until)];
  const told = { zh: '已通知', en: 'Notified' };
  return pageOf(city.name, `${body.join('')}<h2>${bilingual(told)}</h2>${notified.map(sectionOf).join('')}`, {
    zh: '每行一个监测点，竖线为零点；时间为北京时间。',
    en: 'A lane for each station; lines are midnights; times are UTC+8.',
  });
}

function lanes({ stations }: RecordedCity, rows: readonly AlertRow[], from: EpochMs, until: EpochMs): string {
  const height = (stations.length + 1) * LANE;
  const lane = new Map<StationId, number>(stations.map(({ id }, i) => [id, i * LANE]));
  const placeX = (at: EpochMs): number => LEFT + ((at - from) / (until - from || 1)) * (WIDTH - LEFT);
  const days: string[] = [];
  const ahead = 8 * HOUR;
  for (let day = Math.ceil((from + ahead) / DAY) * DAY - ahead; day < until; day += DAY)
    days.push(`<path d="M${placeX(day).toFixed(1)} 0V${String(height)}" stroke="#dde3e9"/>`);
  const names = stations.map(
    ({ id }) => `<text x="0" y="${String((lane.get(id) ?? 0) + LANE - 2)}" font-size="10">${escapeText(id)}</text>`,
  );
  const marks = rows.flatMap((row) =>
    row.stations.map((id) => {
      const wide = Math.max(2, placeX(row.end ?? until) - placeX(row.start)).toFixed(1);
      const edge = row.isNotified ? ' stroke="#1b2733"' : '';
      return (
        `<rect x="${placeX(row.start).toFixed(1)}" y="${String((lane.get(id) ?? 0) + 2)}" width="${wide}" height="${String(LANE - 3)}"` +
        ` fill="${COLOURS[row.kind]}"${edge}><title>${escapeText(row.reason.zh)}\n${escapeText(row.reason.en)}</title></rect>`
      );
    }),
  );
  return `<svg viewBox="0 0 ${String(WIDTH)} ${String(height)}" width="${String(WIDTH)}" height="${String(height)}" role="img">${days.join('')}${names.join('')}${marks.join('')}</svg>`;
}

function sectionOf(row: AlertRow): string {
  const at = cityTime(row.detectedAt);
  const where = row.stations.map((id) => escapeText(id)).join(' ');
  return `<section class="${row.kind === 'cluster' ? 'red' : ''}"><h3>${at} · ${where}</h3><p>${bilingual(row.reason)}</p></section>`;
}
