import type uPlot from 'uplot';
import { dayText, minuteText } from '../words/time-text.ts';
import type { ChartSeries } from './chart-series.ts';
import type { LimitSpan } from './limit-spans.ts';
import type { ValueRange } from './value-range.ts';

export interface PlotContent {
  readonly series: ChartSeries;
  readonly spans: readonly LimitSpan[];
  readonly range: ValueRange;
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  readonly boundText: (span: LimitSpan) => string;
  readonly valueText: (value: number) => string;
  readonly decimals: number;
  /** The stretch one is to look at; seconds. */
  readonly marked: { readonly from: number; readonly to: number } | null;
}

const HEIGHT = 220;
const FIGURES_PX = 46;
/** From here on a time of day alone would be read as that of another day. */
const LONG_S = 30 * 3_600;
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const marks = (stroke: string, fill: string, size: number): uPlot.Series => ({
  paths: () => null,
  points: { show: true, stroke, fill, size, width: 2 },
});

/** A tint behind the stretch that is meant, with a line where it begins. */
function drawMarked(plot: uPlot, { marked }: PlotContent): void {
  if (marked === null) return;
  const { ctx, bbox } = plot;
  const [left, right] = [plot.valToPos(marked.from, 'x', true), plot.valToPos(marked.to, 'x', true)];
  ctx.save();
  ctx.globalAlpha = 0.12;
  ctx.fillStyle = colour('--limit-red');
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.globalAlpha = 1;
  ctx.fillRect(left, bbox.top, window.devicePixelRatio, bbox.height);
  ctx.restore();
}

/** Draws limits over the part of the time in which they hold, each with its figure. */
function drawLimits(plot: uPlot, { spans, range, boundText }: PlotContent): void {
  const { ctx } = plot;
  const last = Math.max(...spans.map((span) => span.to));
  const ratio = window.devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 1.5 * ratio;
  for (const span of spans) {
    const { value, level } = span.limit;
    if (value < range.low || value > range.high) continue;
    ctx.strokeStyle = ctx.fillStyle = colour(level === 'red' ? '--limit-red' : '--limit-amber');
    ctx.setLineDash(level === 'red' ? [] : [5 * ratio, 4 * ratio]);
    const y = plot.valToPos(value, 'y', true);
    const end = plot.valToPos(span.to / 1_000, 'x', true);
    ctx.beginPath();
    ctx.moveTo(plot.valToPos(span.from / 1_000, 'x', true), y);
    ctx.lineTo(end, y);
    ctx.stroke();
    if (span.to === last) ctx.fillText(boundText(span), end + 4 * ratio, y);
  }
  ctx.restore();
}

/** A line between its gaps; a value with a gap on either side is a dot, or it would not be seen. */
const lonely = (line: ChartSeries['line']): number[] =>
  line.flatMap((value, i) => (value !== null && line[i - 1] == null && line[i + 1] == null ? [i] : []));

/** 1, 2, 5, 10 … of the last decimal: a finer step would stand at figures that are not its own. */
const stepsOf = (decimals: number): number[] =>
  Array.from({ length: 8 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** (power - decimals))).flat();

function axes(content: PlotContent): uPlot.Axis[] {
  const stroke = colour('--ink-2');
  const grid = { stroke: colour('--line'), width: 1 };
  const font = '11px sans-serif';
  const style = { stroke, grid, ticks: grid, font };
  const isLong = content.to - content.from > LONG_S;
  const timeText = (time: number): string => {
    const at = time * 1_000;
    return isLong ? `${dayText(at).slice(5)} ${minuteText(at)}` : minuteText(at);
  };
  return [
    { ...style, space: isLong ? 84 : 56, size: 26, values: (_plot, times) => times.map(timeText) },
    { ...style, size: 48, incrs: stepsOf(content.decimals), values: (_plot, values) => values.map(content.valueText) },
  ];
}

function optionsOf(content: PlotContent, width: number): uPlot.Options {
  const line: uPlot.Series = {
    stroke: colour('--chart-line'),
    width: 1.75,
    points: { show: true, size: 4, filter: (plot) => lonely(plot.data[1] as ChartSeries['line']) },
  };
  return {
    width,
    height: HEIGHT,
    padding: [10, FIGURES_PX, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => [content.from, content.to] },
      y: { range: () => [content.range.low, content.range.high] },
    },
    axes: axes(content),
    series: [
      {},
      line,
      marks(colour('--flag-suspect'), colour('--paper'), 7),
      marks(colour('--flag-fail'), colour('--flag-fail'), 7),
    ],
    hooks: { drawAxes: [(plot) => drawMarked(plot, content), (plot) => drawLimits(plot, content)] },
  };
}

export interface PlotHandle {
  readonly remove: () => void;
}

type Read = (index: number | null) => void;

/** Loads the charting code when the first chart is opened. `read` is told which reading the pointer is on. */
export async function loadPlot(): Promise<(place: HTMLElement, content: PlotContent, read: Read) => PlotHandle> {
  const [{ default: Plot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  return (place, content, read) => {
    const { series } = content;
    const options = optionsOf(content, place.clientWidth);
    const hooks = { ...options.hooks, setCursor: [(made: uPlot) => read(made.cursor.idx ?? null)] };
    const data: uPlot.AlignedData = [series.x, series.line, series.suspect, series.fail];
    const plot = new Plot({ ...options, hooks }, data, place);
    const resizes = new ResizeObserver(() => {
      plot.setSize({ width: place.clientWidth, height: HEIGHT });
    });
    resizes.observe(place);
    return {
      remove: () => {
        resizes.disconnect();
        plot.destroy();
      },
    };
  };
}
