import type { JudgedChannel } from '@clearwell/detect';
import { HOUR, parameterOf, parameterOfChannel, type BilingualName, type EpochMs } from '@clearwell/water-quality';
import { DateTime, type Zone } from 'luxon';
import { localTime } from './local-time.ts';
import { pageOf, bilingual } from './report-page.ts';
import type { Scores } from './row-scores.ts';
import { ScoreOverview } from './score-overview.ts';
import type { EventEpisodeText } from './backtest-judge.ts';
import { drawChart, escapeText } from './svg-chart.ts';

interface Row {
  readonly at: EpochMs;
  readonly score: number;
  readonly isAlert: boolean;
  readonly isLabelled: boolean;
  /** In the order of the channels. */
  readonly values: Float64Array;
}

interface Settings {
  readonly channels: readonly JudgedChannel[];
  readonly threshold: number;
  /** Its people's clock; null: UTC. */
  readonly zone: Zone | null;
  readonly reasonOf: (episode: EventEpisodeText) => BilingualName;
}

interface Summary {
  readonly station: string;
  readonly file: string;
  /** False alerts a week. */
  readonly budget: number;
  readonly scores: Scores;
  readonly isScored: boolean;
}

const BEFORE = 12 * HOUR;
const AFTER = 2 * HOUR;
/** Episodes drawn; all of them are in episodes.csv. */
const MOST_DRAWN = 200;
const [WIDE, FLAT, HIGH] = [960, 56, 140];

/** A page about one replay. Only what it shows is kept of the rows. */
export class StationReport {
  readonly #channels: readonly JudgedChannel[];
  readonly #threshold: number;
  readonly #zone: Zone | null;
  readonly #reasonOf: Settings['reasonOf'];
  readonly #overview = new ScoreOverview();
  readonly #drawn: string[] = [];
  #recent: Row[] = [];
  #waiting: EventEpisodeText[] = [];
  #left = 0;

  constructor({ channels, threshold, zone, reasonOf }: Settings) {
    this.#channels = channels;
    this.#threshold = threshold;
    this.#zone = zone;
    this.#reasonOf = reasonOf;
  }

  add(row: Row): void {
    this.#overview.add(row.at, row.score, row.isAlert, row.isLabelled);
    this.#recent.push({ ...row, values: row.values.slice() });
    const needed = Math.min(row.at, this.#waiting[0]?.start ?? row.at) - BEFORE - AFTER - HOUR * 12;
    const oldest = this.#recent[0]?.at ?? row.at;
    // Dropped by the half, so that dropping costs nothing to speak of.
    if (oldest < needed - 2 * BEFORE) this.#recent = this.#recent.filter(({ at }) => at >= needed);
    this.#drawUntil(row.at - AFTER);
  }

  end(episode: EventEpisodeText): void {
    if (this.#drawn.length + this.#waiting.length < MOST_DRAWN) this.#waiting.push(episode);
    else this.#left++;
  }

  #drawUntil(at: EpochMs): void {
    while (this.#waiting[0] !== undefined && this.#waiting[0].end <= at) {
      this.#drawn.push(this.#draw(this.#waiting[0]));
      this.#waiting = this.#waiting.slice(1);
    }
  }

  #draw(episode: EventEpisodeText): string {
    const { start, end, severity, contributions } = episode;
    const rows = this.#recent.filter(({ at }) => at >= start - BEFORE && at <= end + AFTER);
    const bands = [{ from: start, to: end, className: 'alert' }];
    const chartOf = (title: string, pick: (row: Row) => number): string =>
      drawChart({ width: WIDE, height: FLAT, points: rows.map((row) => [row.at, pick(row)]), bands, title });
    const charts = contributions.map(({ channel: key }) => {
      const place = this.#channels.findIndex((one) => one.key === key);
      const parameter = parameterOfChannel(key);
      const { name, unitText } = parameterOf(parameter);
      const probe = key.slice(parameter.length);
      const label = bilingual({ zh: `${name.zh}${probe} ${unitText}`, en: `${name.en}${probe} ${unitText}` });
      return `<figcaption>${label} ${rangeText(rows, place)}</figcaption>${chartOf(key, ({ values }) => values[place] ?? NaN)}`;
    });
    const timeText = localTime(this.#zone);
    const when = `${timeText(start)} – ${timeText(end)}`;
    return `<section class="${severity}"><h3>${when}</h3><p>${bilingual(this.#reasonOf(episode))}</p><figure>${charts.join('')}</figure></section>`;
  }

  #dayText(at: EpochMs): string {
    return DateTime.fromMillis(at, { zone: this.#zone ?? 'utc' }).toFormat('yyyy-MM-dd HH:mm');
  }

  page({ station, file, budget, scores, isScored }: Summary): string {
    this.#drawUntil(Infinity);
    const points = this.#overview.points;
    const overview = drawChart({
      width: WIDE,
      height: HIGH,
      points,
      bands: this.#overview.bands,
      level: this.#threshold,
      least: [0, this.#threshold + 1],
      title: 'score',
    });
    const [from = 0, to = 0] = [points[0]?.[0], points.at(-1)?.[0]];
    const drawn = this.#drawn.length;
    const count = drawn + this.#left;
    const facts: BilingualName[] = [
      {
        zh: `${scores.rows.toString()} 行，${scores.weeks.toFixed(1)} 周；误报预算每周 ${String(budget)} 次（阈值 ${this.#threshold.toFixed(2)}）；预警 ${String(count)} 次，每周 ${(count / (scores.weeks || 1)).toFixed(2)} 次。`,
        en: `${scores.rows.toString()} rows, ${scores.weeks.toFixed(1)} weeks; budget ${String(budget)} false alerts a week (threshold ${this.#threshold.toFixed(2)}); ${String(count)} alerts, ${(count / (scores.weeks || 1)).toFixed(2)} a week.`,
      },
      ...(isScored ? [scoreText(scores)] : []),
      ...(this.#left === 0
        ? []
        : [
            {
              zh: `图示前 ${String(drawn)} 次，其余见 episodes.csv。`,
              en: `The first ${String(drawn)} are drawn; all are in episodes.csv.`,
            },
          ]),
    ];
    return pageOf(
      `${station} · ${file}`,
      `<p>${facts.map(bilingual).join(' ')}</p><p>${this.#dayText(from)} – ${this.#dayText(to)}</p>${overview}${this.#drawn.join('\n')}`,
      legendOf(this.#zone?.name ?? 'UTC'),
    );
  }
}

const scoreText = ({ events, found, falseAlertsAWeek, rowF1, medianDelay }: Scores): BilingualName => {
  const [f1, delay] = [rowF1?.toFixed(2) ?? '–', medianDelay === null ? '–' : medianDelay.toFixed(0)];
  const rate = falseAlertsAWeek.toFixed(2);
  return {
    zh: `标注事件 ${String(events)} 次，发现 ${String(found)} 次；误报每周 ${rate} 次；行 F1 ${f1}；延迟中位数 ${delay} 分钟。`,
    en: `${String(found)} of ${String(events)} labelled events found; ${rate} false alerts a week; row F1 ${f1}; median delay ${delay} min.`,
  };
};

function rangeText(rows: readonly Row[], place: number): string {
  const values = rows.map(({ values: all }) => all[place] ?? NaN).filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return escapeText(`${Number(low.toPrecision(4)).toString()} … ${Number(high.toPrecision(4)).toString()}`);
}

const legendOf = (zone: string): BilingualName => ({
  zh: `绿色为标注事件，红色为预警；虚线为阈值。时间为 ${zone}。`,
  en: `Green: labelled events; red: alerts; dashed: the threshold. Times are of ${zone}.`,
});
