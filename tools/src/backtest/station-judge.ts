import { EventJudge, thresholdFor, type JudgedChannel } from '@clearwell/detect';
import type { EpochMs } from '@clearwell/water-quality';

/** What was said of one row. */
export interface RowVerdict {
  readonly score: number;
  readonly isAlert: boolean;
  /** Of values that are not good: the channel and its quality flag. */
  readonly flags: readonly string[];
  readonly kinds: readonly string[];
}

/** An event as it is written down: live it would have been told at its start. */
export interface EventEpisodeText {
  readonly kind: 'event';
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly detectedAt: EpochMs;
  readonly peak: number;
  readonly severity: 'amber' | 'red';
  readonly shares: readonly { readonly channel: JudgedChannel; readonly share: number }[];
}

/** A score this far above the threshold is ten times as rare. */
const RED_ABOVE = 1;

/** One station's judges in the order they stand in the river. */
export class StationJudge {
  readonly threshold: number;
  readonly #channels: readonly JudgedChannel[];
  readonly #events: EventJudge;
  #open: EventEpisodeText | null = null;

  /** @param budget false alerts a week */
  constructor(channels: readonly JudgedChannel[], budget: number) {
    this.threshold = thresholdFor(budget);
    this.#channels = channels;
    this.#events = new EventJudge({ threshold: this.threshold }, channels);
  }

  /** @param values in the order of the channels, NaN for none */
  judge(sampledAt: EpochMs, values: Float64Array): RowVerdict & { readonly ended: EventEpisodeText | null } {
    const { score, isAlert, episode } = this.#events.fold({ sampledAt, values, votes: null, isMarked: false });
    const before = this.#open;
    const isOther = episode === null || episode.start !== before?.start;
    if (episode === null) this.#open = null;
    else {
      const { start, lastAlertAt, peak, shares } = episode;
      if (isOther || lastAlertAt !== before.end) this.#open = this.#told(start, lastAlertAt, peak, shares);
    }
    const flags = this.#channels.flatMap(({ key }, i) => (Number.isNaN(values[i]) ? [`${key}=9`] : []));
    return { score, isAlert, flags, kinds: isAlert ? ['event'] : [], ended: isOther ? before : null };
  }

  /** What still lasts when the history ends. */
  get open(): EventEpisodeText | null {
    return this.#open;
  }

  #told(start: EpochMs, end: EpochMs, peak: number, shares: Float64Array): EventEpisodeText {
    const contributing = this.#channels
      .map((channel, i) => ({ channel, share: shares[i] ?? 0 }))
      .filter(({ share }) => share !== 0)
      .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
    const severity = peak >= this.threshold + RED_ABOVE ? 'red' : 'amber';
    return { kind: 'event', start, end, detectedAt: start, peak, severity, shares: contributing };
  }
}

/** `ph:-0.60;orp:+0.40`: shares in the score with their direction. */
export const sharesText = ({ shares }: EventEpisodeText): string =>
  shares.map(({ channel, share }) => `${channel.key}:${share > 0 ? '+' : ''}${share.toFixed(2)}`).join(';');
