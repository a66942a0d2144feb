import { describeWithData, sharedData, startNode, temporaryFolder } from '@clearwell/testkit';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Scores } from './backtest/row-scores.ts';

const PROGRAM = resolve(import.meta.dirname, 'backtest.ts');

async function run(...args: string[]) {
  const program = startNode(PROGRAM, args);
  const { code } = await program.ended;
  return { code, said: program.lines.join('\n') };
}

const CONFIG = {
  timeColumn: 'Zeit',
  timeZone: 'Europe/Berlin',
  interval: '15min',
  labelColumn: 'label',
  missing: ['n/a'],
  columns: {
    Chlor: { parameter: 'free_chlorine', unit: 'ug/L', resolution: 10 },
    LF: { parameter: 'conductivity' },
    pH: { parameter: 'ph' },
  },
};

/** Two weeks; on the tenth day three parameters move for an hour and a half. */
function exampleFile(folder: string): string {
  const start = Date.UTC(2026, 0, 1);
  const lines = Array.from({ length: 14 * 96 }, (_, i) => {
    const isEvent = i >= 960 && i < 966;
    const wave = (size: number, every: number): number => Math.round(size * Math.sin(i / every));
    const time = new Date(start + i * 900_000).toISOString().slice(0, 19).replace('T', ' ');
    const chlorine = i % 500 === 7 ? 'n/a' : String(400 + 10 * wave(2, 7) - (isEvent ? 250 : 0));
    const ph = (7.5 + wave(2, 5) / 100 + (isEvent ? 0.3 : 0)).toFixed(2);
    return `${time},${chlorine},${String(500 + wave(3, 9) + (isEvent ? 60 : 0))},${ph},${isEvent ? '1' : '0'}`;
  });
  // A row that stands twice, and one nobody can read.
  const rows = [...lines.slice(0, 600), lines[599], 'tomorrow,1,2,3,0', ...lines.slice(600)];
  const file = join(folder, 'history.csv');
  writeFileSync(file, ['Zeit,Chlor,LF,pH,label', ...rows].join('\n'));
  return file;
}

const cellsOf = (file: string): string[][] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    // What is quoted may hold commas.
    .map((line) =>
      [...line.matchAll(/(?<=^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, inQuotes, bare]) => inQuotes ?? bare ?? ''),
    );

describe('npm run backtest', () => {
  it('replays a history and writes rows, episodes, scores and a page that stands alone', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'config.json'), JSON.stringify(CONFIG));
    const out = join(folder, 'out');
    const { code, said } = await run(exampleFile(folder), '--config', join(folder, 'config.json'), '--out', out);
    expect({ code, said }).toMatchObject({
      code: 0,
      said: expect.stringMatching(/2 rows were skipped; the first: line 602/),
    });

    const [header, ...rows] = cellsOf(join(out, 'rows.csv'));
    expect(header?.slice(0, 3)).toEqual(['time', 'score', 'alert']);
    expect(rows).toHaveLength(14 * 96 + 2);
    expect(rows[7]).toEqual(['2026-01-01 01:45:00', '0.000', '0', 'free_chlorine=9', '']);
    expect(rows.filter(([, , , , kinds]) => kinds === 'skipped')).toHaveLength(2);

    const [, ...episodes] = cellsOf(join(out, 'episodes.csv'));
    expect(episodes).toEqual([
      [
        '2026-01-10T23:00:00Z',
        expect.any(String),
        '2026-01-10T23:00:00Z',
        'event',
        'red',
        expect.stringMatching(/free_chlorine:-/),
        expect.stringMatching(
          /^station：01-11 00:00 起.*余氯下降（0\.\d\d→0\.\d\d mg\/L，.*不像探头.* \/ station: since 01-11 00:00/,
        ),
      ],
    ]);
    const scores = JSON.parse(readFileSync(join(out, 'scores.json'), 'utf8')) as Scores;
    expect(scores).toMatchObject({ events: 1, found: 1, falseAlerts: 0, medianDelay: 0 });

    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toMatch(/余氯下降（0/);
    expect(page).toMatch(/free chlorine fell from 0/);
    expect(page).not.toMatch(/(?:src|href)=/);
  });

  it('tells bad options, a missing file and a configuration that is none in one go', async () => {
    const folder = temporaryFolder();
    const [file, config] = [join(folder, 'none.csv'), join(folder, 'config.json')];
    writeFileSync(config, JSON.stringify({ ...CONFIG, timeZone: 'Moon/Far', columns: {} }));
    const { code, said } = await run(file, '--config', config, '--bugdet', '1');
    expect(code).toBe(2);
    for (const part of ['no option --bugdet', '--out is missing', 'none.csv', 'must be a time zone', 'names no column'])
      expect(said).toContain(part);
    const missing = await run(file, '--config', join(folder, 'no.json'), '--out', join(folder, 'out'));
    expect(missing).toMatchObject({ code: 1, said: expect.stringMatching(/no\.json can't be read[^]*none\.csv/) });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('tells all that is wrong with the options, and with the configuration, at once', async () => {
    const { code, said } = await run('--budget', 'much', '--confg', 'x');
    expect(code).toBe(2);
    expect(said).toMatch(/did you mean config[^]*--budget is[^]*CSV file[^]*--config is missing[^]*--out is missing/);
    const folder = temporaryFolder();
    const columns = { ...CONFIG.columns, Cl: { parameter: 'turbidity' } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...CONFIG, labelColumn: 'EVENT', columns }));
    const wrong = await run(exampleFile(folder), '--config', join(folder, 'config.json'), '--out', join(folder, 'out'));
    expect(wrong).toMatchObject({ code: 1, said: expect.stringMatching(/There is no column Cl/) });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

describeWithData(sharedData('gecco2018_train_10min.csv'), 'what is known of the public example files', () => {
  it('GECCO 2018: nearly all events are found, at few false alerts', async () => {
    const out = join(temporaryFolder(), 'out');
    const file = sharedData('gecco2018_train_10min.csv');
    expect(await run(file, '--config', 'gecco2018', '--out', out, '--round')).toMatchObject({ code: 0 });
    const scores = JSON.parse(readFileSync(join(out, 'scores.json'), 'utf8')) as Scores;
    expect(scores.events).toBe(51);
    expect(scores.found).toBeGreaterThanOrEqual(49);
    expect(scores.falseAlertsAWeek).toBeLessThanOrEqual(0.6);
    expect(scores.rowF1).toBeGreaterThanOrEqual(0.8);
    expect(scores.medianDelay).toBeLessThanOrEqual(8);
  });

  it('EPA CANARY, station B: two alerts a week at most at the smallest budget', async () => {
    const out = join(temporaryFolder(), 'out');
    const file = sharedData('canary_station_b.csv');
    const args = ['--config', 'canary-station-b', '--out', out, '--budget', '0.25'];
    expect(await run(file, ...args)).toMatchObject({ code: 0 });
    const alerts = cellsOf(join(out, 'episodes.csv')).filter(([, , , kind]) => kind === 'event');
    expect(alerts.length).toBeLessThanOrEqual(2 * 14.3);
  });
});
