import {
  EVENT_GOES_ON,
  EVENT_JOINED_WITHIN,
  StationJudge,
  stationThresholdFor,
  type FaultFinding,
  type JudgedChannel,
  type JudgedStation,
} from '@clearwell/detect';
import { flagGrossRange, HISTORY_TESTS, QualityJudge, rulesOf, settingsOf } from '@clearwell/qualify';
import {
  stationId,
  type ChannelKey,
  type Contribution,
  type EpochMs,
  type QualityFlag,
} from '@clearwell/water-quality';

/** What was said of one row. */
export interface RowVerdict {
  readonly score: number;
  readonly isAlert: boolean;
  /** Of values that are not good: the channel, its quality flag and the test that set it. */
  readonly flags: readonly string[];
  /** `event`, and the faults that last. */
  readonly kinds: readonly string[];
  /** What ended, or is known to be over, with this row. */
  readonly ended: readonly EpisodeText[];
}

/** An event as it is written down: live it would have been told at its start. */
export interface EventEpisodeText {
  readonly kind: 'event';
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly detectedAt: EpochMs;
  readonly peak: number;
  readonly severity: 'amber' | 'red';
  /** At its peak, heaviest first. */
  readonly contributions: readonly Contribution[];
}

/** A fault of a probe. */
export interface FaultEpisodeText {
  readonly kind: FaultFinding['kind'];
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly detectedAt: EpochMs;
  readonly severity: 'notice';
  readonly channel: ChannelKey;
  /** As it was when it was said. */
  readonly said: FaultFinding;
}

export type EpisodeText = EventEpisodeText | FaultEpisodeText;

/** A score this far above the threshold is ten times as rare. */
const RED_ABOVE = 1;

/** A station's judges as the server folds them: its quality flags, then what is wrong with its probes, then its water. */
export class BacktestJudge {
  readonly threshold: number;
  readonly #channels: readonly JudgedChannel[];
  readonly #quality: QualityJudge;
  readonly #spans: readonly ReturnType<typeof settingsOf>[];
  readonly #judge: StationJudge;
  readonly #flags: Uint8Array;
  readonly #heard: Float64Array;
  #event: EventEpisodeText | null = null;
  readonly #faults = new Map<string, FaultFinding>();

  /** @param budget false alerts a week */
  constructor(station: JudgedStation, intervalMs: number, budget: number) {
    const { channels } = station;
    this.threshold = stationThresholdFor(budget, station);
    this.#channels = channels;
    this.#spans = channels.map((channel) => settingsOf(stationId('backtest'), channel));
    this.#quality = new QualityJudge(
      channels.map(({ key }, i) => ({ key, rules: rulesOf(this.#spansOf(i), intervalMs) })),
    );
    this.#judge = new StationJudge(station);
    this.#flags = new Uint8Array(channels.length);
    this.#heard = new Float64Array(channels.length);
  }

  /** @param values in the order of the channels, NaN for none */
  judge(sampledAt: EpochMs, values: Float64Array): RowVerdict {
    for (const i of this.#channels.keys()) this.#flags[i] = this.#atDoor(values[i] ?? NaN, i);
    const { flags, tests } = this.#quality.fold({ sampledAt, values, flags: this.#flags }).now;
    for (const i of this.#channels.keys()) this.#heard[i] = flags[i] === 4 ? NaN : (values[i] ?? NaN);
    const row = { sampledAt, values: this.#heard, flags, isMarked: false };
    const { score, hasFaultNews } = this.#judge.fold(row);
    const over = this.#foldEvent(sampledAt, score);
    const faults = hasFaultNews ? this.#judge.faults().flatMap((fault) => this.#foldFault(fault)) : [];
    const isAlert = this.#event?.end === sampledAt;
    return {
      score,
      isAlert,
      flags: this.#channels.flatMap(({ key }, i) => flagText(key, flags[i] ?? 9, HISTORY_TESTS[tests[i] ?? 0] ?? null)),
      kinds: [...(isAlert ? ['event'] : []), ...this.#lasting()],
      ended: [...over, ...faults],
    };
  }

  /** What still lasts when the history ends at an instant. */
  open(end: EpochMs): readonly EpisodeText[] {
    const faults = [...this.#faults.values()].map((fault) => faultText(fault, end));
    return [...(this.#event === null ? [] : [this.#event]), ...faults];
  }

  #spansOf(i: number) {
    const spans = this.#spans[i];
    if (spans === undefined) throw new RangeError(`There is no channel ${String(i)}`);
    return spans;
  }

  #atDoor(value: number, i: number): QualityFlag {
    const { sensorSpan, userSpan } = this.#spansOf(i);
    return Number.isNaN(value) ? 9 : flagGrossRange(value, sensorSpan, userSpan);
  }

  /** Said and over in one row or more; a lone spike is no news. */
  #foldFault(fault: FaultFinding): FaultEpisodeText[] {
    const key = `${fault.channel} ${fault.kind}`;
    if (!fault.isTold && !this.#faults.has(key)) return [];
    if (fault.endedAt === null) {
      this.#faults.set(key, this.#faults.get(key) ?? fault);
      return [];
    }
    const first = this.#faults.get(key) ?? fault;
    this.#faults.delete(key);
    return [faultText(first, fault.endedAt)];
  }

  #lasting(): readonly string[] {
    return [...this.#faults.values()].map(({ channel, kind }) => `${kind}:${channel}`);
  }

  #foldEvent(at: EpochMs, score: number): EventEpisodeText[] {
    const event = this.#event;
    const isOver = event === null || at - event.end > EVENT_JOINED_WITHIN;
    const over = event !== null && isOver ? [event] : [];
    if (score < this.threshold * (isOver ? 1 : EVENT_GOES_ON)) {
      if (isOver) this.#event = null;
      return over;
    }
    const isPeak = isOver || score > event.peak;
    const peak = isPeak ? score : event.peak;
    this.#event = {
      kind: 'event',
      start: isOver ? at : event.start,
      end: at,
      detectedAt: isOver ? at : event.detectedAt,
      peak,
      severity: peak >= this.threshold + RED_ABOVE ? 'red' : 'amber',
      contributions: isPeak ? this.#judge.contributions() : event.contributions,
    };
    return over;
  }
}

const faultText = (said: FaultFinding, end: EpochMs): FaultEpisodeText => ({
  ...{ kind: said.kind, channel: said.channel, severity: 'notice', said },
  ...{ start: said.since, end, detectedAt: said.saidAt },
});

const flagText = (key: ChannelKey, flag: number, test: string | null): string[] =>
  flag === 1 || flag === 2 ? [] : [`${key}=${String(flag)}${test === null ? '' : `:${test}`}`];

/** `ph:-0.60;orp:+0.40`: shares in the score with their direction; of a fault the channel. */
export const contributingText = (episode: EpisodeText): string =>
  episode.kind === 'event'
    ? episode.contributions
        .map(({ channel, weight, direction }) => `${channel}:${direction === 'rise' ? '+' : '-'}${weight.toFixed(2)}`)
        .join(';')
    : episode.channel;
