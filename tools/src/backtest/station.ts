import { MINUTE, type EpochMs } from '@clearwell/water-quality';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportFault, inWords } from '../import/import-fault.ts';
import { partRead, Progress } from '../import/progress.ts';
import { RowReader } from '../import/row-reader.ts';
import { planRows } from '../import/row-plan.ts';
import { CsvFile } from './csv-file.ts';
import type { StationOptions } from './options.ts';
import { configFileOf } from './ready-configs.ts';
import { RowScores, type Scores } from './row-scores.ts';
import { readConfig, roundValue, type StationConfig } from './station-config.ts';
import { BacktestJudge, contributingText, type EpisodeText } from './backtest-judge.ts';
import { stationReasons } from './station-reasons.ts';
import { StationReport } from './station-report.ts';

const LABELLED = /^(?:1|true|yes)$/i;
const YIELD_EVERY = 2_000;

/** Replays the history of one station. @returns whether it is through; false when it was stopped on the way */
export async function backtestStation(options: StationOptions, stopped: AbortSignal): Promise<boolean> {
  const config = readConfig(configFileOf(options.config));
  const { table, plan } = await planRows({ ...config.source, file: options.file, columns: config.columns });
  const problems: string[] = [];
  const labelNames = config.labelColumn === null ? [] : [config.labelColumn];
  const [labelPlace = null] = table.places(labelNames, problems);
  if (problems.length > 0) throw new ImportFault(problems.join('\n'));
  const run = new StationRun(config, options);
  const reader = new RowReader(plan);
  const part = (): number => table.text.bytesRead / table.text.size;
  const progress = new Progress(() => `${partRead(part)}${run.brief()}`);
  for await (const row of table.rows()) {
    const time = (row.cells[plan.time.place] ?? '').trim();
    const isLabelled = labelPlace !== null && LABELLED.test((row.cells[labelPlace] ?? '').trim());
    const read = reader.read(row);
    if (read.kind === 'refused') await run.skip(time, `line ${String(read.line)}: ${read.detail}`);
    else await run.take({ time, at: read.reading.sampledAt, isLabelled, values: read.reading.values, line: read.line });
    if (run.rows % YIELD_EVERY === 0) progress.show();
    if (stopped.aborted) break;
  }
  progress.end();
  await run.finish(stopped.aborted);
  return !stopped.aborted;
}

interface StationRow {
  /** As the file has it. */
  readonly time: string;
  readonly at: EpochMs;
  readonly line: number;
  readonly isLabelled: boolean;
  readonly values: Readonly<Record<string, number | null>>;
}

/** One replay: judges the rows as they come, and writes what was said. */
class StationRun {
  readonly #config: StationConfig;
  readonly #options: StationOptions;
  readonly #judge: BacktestJudge;
  readonly #values: Float64Array;
  readonly #scores: RowScores;
  readonly #reasonOf: ReturnType<typeof stationReasons>;
  readonly #report: StationReport;
  readonly #rowsFile: CsvFile;
  readonly #episodesFile: CsvFile;
  #before: EpochMs = -Infinity;
  #episodes = 0;
  #faults = 0;
  #skipped = 0;
  #firstSkipped = '';
  rows = 0;

  constructor(config: StationConfig, options: StationOptions) {
    this.#config = config;
    this.#options = options;
    const channels = config.columns.map(({ judged }) => judged);
    const { isBlended } = config;
    this.#judge = new BacktestJudge({ channels, isBlended }, config.interval, options.budget);
    this.#values = new Float64Array(channels.length);
    this.#scores = new RowScores(config.interval);
    const { threshold } = this.#judge;
    this.#reasonOf = stationReasons(config, threshold);
    this.#report = new StationReport({ channels, threshold, zone: config.source.zone, reasonOf: this.#reasonOf });
    try {
      mkdirSync(options.out, { recursive: true });
    } catch (error) {
      throw new ImportFault(`--out ${options.out} can't be made: ${inWords(error)}`, { cause: error });
    }
    this.#rowsFile = new CsvFile(join(options.out, 'rows.csv'), ['time', 'score', 'alert', 'flags', 'kinds']);
    const columns = ['start', 'end', 'detected_at', 'kind', 'severity', 'contributing', 'reason'];
    this.#episodesFile = new CsvFile(join(options.out, 'episodes.csv'), columns);
  }

  brief(): string {
    return `${String(this.rows)} rows, ${String(this.#episodes)} alerts, ${String(this.#faults)} faults of probes`;
  }

  async skip(time: string, why: string): Promise<void> {
    if (this.#skipped++ === 0) this.#firstSkipped = why;
    await this.#rowsFile.write([time, '0', '0', '', 'skipped']);
  }

  async take({ time, at, line, isLabelled, values }: StationRow): Promise<void> {
    if (at <= this.#before) {
      await this.skip(time, `line ${String(line)}: ${time} is not after the row before`);
      return;
    }
    this.#before = at;
    this.rows++;
    for (const [i, column] of this.#config.columns.entries()) {
      const value = values[column.channel] ?? NaN;
      this.#values[i] = this.#options.isRounded ? roundValue(value, column) : value;
    }
    const { score, isAlert, flags, kinds, ended } = this.#judge.judge(at, this.#values);
    this.#scores.add(at, isAlert, isLabelled);
    this.#report.add({ at, score, isAlert, isLabelled, values: this.#values });
    await this.#rowsFile.write([time, score.toFixed(3), isAlert ? '1' : '0', flags.join(';'), kinds.join(';')]);
    for (const episode of ended) await this.#end(episode);
  }

  async #end(episode: EpisodeText): Promise<void> {
    if (episode.kind === 'event') {
      this.#episodes++;
      this.#report.end(episode);
    } else this.#faults++;
    const { start, end, detectedAt, kind, severity } = episode;
    const reason = this.#reasonOf(episode);
    await this.#episodesFile.write([
      ...[start, end, detectedAt].map(instantText),
      kind,
      severity,
      contributingText(episode),
      `${reason.zh} / ${reason.en}`,
    ]);
  }

  async finish(isStopped: boolean): Promise<void> {
    for (const episode of this.#judge.open(this.#before)) await this.#end(episode);
    await this.#rowsFile.close();
    await this.#episodesFile.close();
    const scores = this.#scores.result();
    const { labelColumn, source } = this.#config;
    const { out, budget, file } = this.#options;
    const isScored = labelColumn !== null;
    if (isScored) writeFileSync(join(out, 'scores.json'), `${JSON.stringify(scores, null, 2)}\n`);
    const page = this.#report.page({ station: source.station, file, budget, scores, isScored });
    writeFileSync(join(out, 'report.html'), page);
    if (this.#skipped > 0) console.log(`${String(this.#skipped)} rows were skipped; the first: ${this.#firstSkipped}`);
    console.log(`${isStopped ? 'Stopped after ' : ''}${this.brief()} in ${scores.weeks.toFixed(1)} weeks; see ${out}`);
    if (isScored) for (const line of scoreLines(scores)) console.log(line);
  }
}

const instantText = (at: EpochMs): string => new Date(at).toISOString().replace('.000Z', 'Z');

function scoreLines({ events, found, falseAlertsAWeek, rowF1, medianDelay, missed }: Scores): string[] {
  const none = 'none';
  return [
    `events found        ${String(found)} of ${String(events)}`,
    `false alerts a week ${falseAlertsAWeek.toFixed(2)}`,
    `row F1              ${rowF1?.toFixed(3) ?? none}`,
    `median delay        ${medianDelay === null ? none : `${String(Math.round(medianDelay * MINUTE) / MINUTE)} min`}`,
    ...(missed.length === 0 ? [] : [`missed              ${missed.map(instantText).join(', ')}`]),
  ];
}
