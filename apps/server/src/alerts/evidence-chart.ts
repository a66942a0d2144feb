import type { Baseline, EvidenceLimit, EvidenceWindow } from '@clearwell/alerts';
import type { ChannelKey, EpochMs } from '@clearwell/water-quality';
import { escapeHtml } from './evidence-html.ts';

export interface EvidenceChart {
  readonly window: EvidenceWindow;
  readonly channel: ChannelKey;
  /** When the alert went on; null where it still does. */
  readonly during: { readonly from: EpochMs; readonly until: EpochMs | null };
  readonly limits: readonly EvidenceLimit[];
  readonly baseline: Baseline | null;
  readonly title: string;
  readonly timeText: (at: EpochMs) => string;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [700, 150, 52, 18, 8];
/** A limit farther off than this part of what is shown would flatten the line: it is only named. */
const FAR = 3;

/** A channel over the evidence's window: its values, those that are flagged, its limits, and when the alert went on. */
export function drawEvidence({ window, channel, during, limits, baseline, title, timeText }: EvidenceChart): string {
  const points = window.rows.map(({ sampledAt, values, quality }) => ({
    at: sampledAt,
    value: values[channel] ?? null,
    isGood: quality[channel]?.flag === 1,
  }));
  const values = points.flatMap(({ value }) => value ?? []);
  const [low, high] = spanOf(values, limits, baseline);
  const placeX = (at: EpochMs): number =>
    LEFT +
    ((Math.min(Math.max(at, window.from), window.until) - window.from) / (window.until - window.from || 1)) *
      (WIDTH - LEFT);
  const placeY = (value: number): number => TOP + ((high - value) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const [left, right] = [placeX(during.from), placeX(during.until ?? window.until)];
  const parts = [
    rect('during', left, TOP, Math.max(1.5, right - left), HEIGHT - TOP - BOTTOM),
    ...(baseline === null
      ? []
      : [
          rect(
            'usual',
            LEFT,
            placeY(baseline.high),
            WIDTH - LEFT,
            Math.max(1, placeY(baseline.low) - placeY(baseline.high)),
          ),
        ]),
    ...limits
      .filter(({ value }) => value >= low && value <= high)
      .map(
        ({ value, level }) => `<path class="${level}" d="M${String(LEFT)} ${fixed(placeY(value))}H${String(WIDTH)}"/>`,
      ),
    `<path class="line" d="${pathOf(points, placeX, placeY)}"/>`,
    ...points
      .filter(({ value, isGood }) => value !== null && !isGood)
      .map(
        ({ at, value }) =>
          `<circle class="flagged" cx="${fixed(placeX(at))}" cy="${fixed(placeY(value ?? 0))}" r="2"/>`,
      ),
    ...[low, high].map((value) => label(LEFT - 4, placeY(value) + (value === high ? 8 : 0), figure(value), 'end')),
    label(LEFT, HEIGHT - 4, timeText(window.from), 'start'),
    // Where the axis has room for it whatever the window.
    label(left - 4, TOP + 8, timeText(during.from), 'end'),
    label(WIDTH, HEIGHT - 4, timeText(window.until), 'end'),
  ];
  return `<svg viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" role="img"><title>${escapeHtml(title)}</title>${parts.join('')}</svg>`;
}

const fixed = (place: number): string => place.toFixed(1);
const figure = (value: number): string => String(Number(value.toPrecision(4)));
const rect = (name: string, x: number, y: number, width: number, height: number): string =>
  `<rect class="${name}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"/>`;
const label = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;

/** What the y axis spans: the values, what is usual, and the limits that are near enough to be seen beside them. */
function spanOf(
  values: readonly number[],
  limits: readonly EvidenceLimit[],
  baseline: Baseline | null,
): readonly [number, number] {
  const shown = [...values, ...(baseline === null ? [] : [baseline.low, baseline.high])];
  if (shown.length === 0) return [0, 1];
  const bounds = (all: readonly number[]): [number, number] => [Math.min(...all), Math.max(...all)];
  const [least, most] = bounds(shown);
  const reach = FAR * Math.max(most - least, Math.abs(most) * 0.1);
  const near = limits.map(({ value }) => value).filter((value) => value >= least - reach && value <= most + reach);
  const [low, high] = bounds([...shown, ...near]);
  const margin = (high - low || Math.abs(high) || 1) * 0.05;
  return [low - margin, high + margin];
}

interface Point {
  readonly at: EpochMs;
  readonly value: number | null;
}

function pathOf(points: readonly Point[], placeX: (at: EpochMs) => number, placeY: (value: number) => number): string {
  let isDrawing = false;
  let path = '';
  for (const { at, value } of points) {
    if (value !== null) path += `${isDrawing ? 'L' : 'M'}${fixed(placeX(at))} ${fixed(placeY(value))}`;
    isDrawing = value !== null;
  }
  return path;
}
