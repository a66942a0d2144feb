import type { Status } from '@clearwell/water-quality';

export interface StatusShape {
  /** In a box of 24 × 24, centred. */
  readonly body: string;
  /** A stroke through the body. */
  readonly stroke?: string;
}

const DIAMOND = 'M12 2.5 21.5 12 12 21.5 2.5 12Z';

/** One shape for each status: colour is never the only sign. */
export const STATUS_SHAPES: Readonly<Record<Status, StatusShape>> = {
  normal: { body: 'M12 5a7 7 0 1 1 0 14a7 7 0 1 1 0-14Z' },
  warning: { body: 'M12 3.2 21.6 20H2.4Z' },
  exceedance: { body: DIAMOND },
  stale: { body: 'M12 4.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15Z' },
  offline: { body: 'M5 5H19V19H5Z' },
  fault: { body: DIAMOND, stroke: 'M7.5 16.5 16.5 7.5' },
  maintenance: { body: 'M12 3 19.8 7.5V16.5L12 21 4.2 16.5V7.5Z' },
};

/** The dashed outline of an unverified station stands around its shape. */
export const OUTSIDE = 'translate(12 12) scale(1.42) translate(-12 -12)';
