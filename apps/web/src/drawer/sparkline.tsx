import type { EpochMs } from '@clearwell/water-quality';
import type { Strip } from '../state/day-history.ts';
import { sparkPath } from './spark-path.ts';

const BOX = { width: 120, height: 24 };

interface Props {
  readonly strip: Strip;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Decoration beside the figure; the chart and its table tell the same. */
export function Sparkline({ strip, from, to }: Props) {
  return (
    <svg
      className="spark"
      viewBox={`-1 -2 ${BOX.width + 2} ${BOX.height + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={sparkPath(strip, from, to, BOX)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
