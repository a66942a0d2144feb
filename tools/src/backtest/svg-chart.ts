export interface Band {
  readonly from: number;
  readonly to: number;
  readonly className: string;
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  /** In order of x; a y of NaN breaks the line. */
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly bands: readonly Band[];
  /** A level drawn across. */
  readonly level?: number;
  /** What the y axis spans at least. */
  readonly least?: readonly [low: number, high: number];
  readonly title: string;
}

const MARGIN = 4;

/** A line over bands, as an SVG element. */
export function drawChart({ width, height, points, bands, level, least, title }: Chart): string {
  const known = points.filter(([, y]) => !Number.isNaN(y));
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 1];
  const [low, high] = spanOf(known, least);
  const placeX = (x: number): string => (((x - first) / (last - first || 1)) * width).toFixed(1);
  const placeY = (y: number): string =>
    (height - MARGIN - ((y - low) / (high - low || 1)) * (height - 2 * MARGIN)).toFixed(1);
  const bandOf = ({ from, to, className }: Band): string => {
    const [left, right] = [Number(placeX(Math.max(first, from))), Number(placeX(Math.min(last, to)))];
    const wide = Math.max(1.5, right - left).toFixed(1);
    return `<rect class="${className}" x="${left.toFixed(1)}" y="0" width="${wide}" height="${String(height)}"/>`;
  };
  const across = level === undefined ? '' : `<path class="level" d="M0 ${placeY(level)}H${String(width)}"/>`;
  return (
    `<svg viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img">` +
    `<title>${escapeText(title)}</title>${bands.map(bandOf).join('')}${across}` +
    `<path class="line" d="${pathOf(points, placeX, placeY)}"/></svg>`
  );
}

function spanOf(
  points: readonly (readonly [number, number])[],
  least: readonly [number, number] = [Infinity, -Infinity],
): readonly [number, number] {
  let [low, high] = least;
  for (const [, y] of points) {
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  return low <= high ? [low, high] : [0, 1];
}

function pathOf(
  points: readonly (readonly [number, number])[],
  placeX: (x: number) => string,
  placeY: (y: number) => string,
): string {
  let isDrawing = false;
  let path = '';
  for (const [x, y] of points) {
    if (!Number.isNaN(y)) path += `${isDrawing ? 'L' : 'M'}${placeX(x)} ${placeY(y)}`;
    isDrawing = !Number.isNaN(y);
  }
  return path;
}

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
