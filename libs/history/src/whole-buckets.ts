import { EARLIEST_SAMPLE, type EpochMs } from '@clearwell/water-quality';
import type { Span } from './history.ts';

/** No reading was sampled after this: SQLite and InfluxDB both can name it. */
const LATEST_SAMPLE: EpochMs = Date.UTC(2200, 0, 1);

/** The span of the buckets that touch a span, so that a bucket's figures are always those of the whole bucket. */
export function wholeBuckets(query: Span & { readonly width: number; readonly origin: EpochMs }): Span {
  const { from, to } = possible(query);
  const { width, origin } = query;
  return {
    from: origin + Math.floor((from - origin) / width) * width,
    to: origin + Math.ceil((to - origin) / width) * width,
  };
}

/** The part of a span in which there can be readings. */
export const possible = ({ from, to }: Span): Span => ({
  from: Math.min(Math.max(from, EARLIEST_SAMPLE), LATEST_SAMPLE),
  to: Math.min(Math.max(to, EARLIEST_SAMPLE), LATEST_SAMPLE),
});
