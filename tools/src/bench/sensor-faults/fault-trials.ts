import type { FaultKind } from '@clearwell/detect';
import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';
import type { InjectedRow, Injection } from './injections.ts';
import { JudgedRun, type Alert, type Memory, type RowOutcome } from './judged-run.ts';
import type { RecordedChannel, RecordedStation } from './recorded-station.ts';

/** What became of one injected fault. */
export interface TrialOutcome {
  readonly raisedEvent: boolean;
  /** The same if faulty channels voted. */
  readonly raisedUnheeded: boolean;
  /** What was said of the channel: the right kind if it was said, else the last one; null: none. */
  readonly typedAs: FaultKind | null;
}

const WARM_UP = 14 * DAY;
const SNAPSHOT_EVERY = 12 * HOUR;
/** How long after a fault it may still be typed, or raise an event by its return. */
const AFTER = 2 * HOUR;
/** Kept free of events and faults of the recording around a fault. */
const MARGIN = 6 * HOUR;
const TRIES = 500;

type Size = Injection['sizes'][number];

/** Where a recording is broken: from which row on, and which channels. */
interface Place {
  readonly first: number;
  readonly channel: number;
  readonly other: number;
}

interface Snapshot {
  readonly row: number;
  readonly memory: Memory;
}

/** Breaks the channels of one recorded station, one at a time, at places where the recording itself is quiet. */
export class FaultTrials {
  readonly #station: RecordedStation;
  readonly #budget: number;
  readonly #snapshots: Snapshot[] = [];
  readonly #isLoud: boolean[] = [];
  /** Per row and channel: some fault is said of the recording itself. */
  readonly #isFaulty: Uint8Array[] = [];

  constructor(station: RecordedStation, budget: number) {
    this.#station = station;
    this.#budget = budget;
    this.#judgeRecording();
  }

  /** @returns null where no quiet place is found */
  run(injection: Injection, size: Size, random: () => number): TrialOutcome | null {
    const place = this.#findPlace(injection, size.lasts, random);
    return place === null ? null : this.#break(injection, size, place, random);
  }

  #judgeRecording(): void {
    const { channels, rows } = this.#station;
    const run = new JudgedRun(channels, this.#budget);
    let snapshotAt = -Infinity;
    for (const [row, { at, values, isLabelled }] of rows.entries()) {
      if (at - snapshotAt >= SNAPSHOT_EVERY) {
        this.#snapshots.push({ row, memory: run.save() });
        snapshotAt = at;
      }
      const { event, unheeded, findings } = run.judge(at, values, false);
      this.#isLoud.push(event.isAlert || unheeded.isAlert || isLabelled);
      const isFaulty = new Uint8Array(channels.length);
      for (const { channel, kind } of findings)
        if (kind !== 'spike') isFaulty[channels.findIndex(({ key }) => key === channel)] = 1;
      this.#isFaulty.push(isFaulty);
    }
  }

  #findPlace(injection: Injection, lasts: number, random: () => number): Place | null {
    const { channels, rows } = this.#station;
    const earliest = (rows[0]?.at ?? 0) + WARM_UP;
    const possible = channels.flatMap((channel, i) => (injection.isPossible(channel) ? [i] : []));
    for (let left = TRIES; left > 0 && possible.length > 0; left--) {
      const first = Math.floor(random() * rows.length);
      const at = rows[first]?.at ?? NaN;
      const channel = possible[Math.floor(random() * possible.length)] ?? 0;
      const other = injection.kind === 'swapped' ? this.#otherThan(channel, possible, random) : channel;
      const isFree = at >= earliest && this.#isQuiet(first, at + lasts + AFTER, channel);
      if (isFree && other !== null) return { first, channel, other };
    }
    return null;
  }

  /** A channel whose level is far from this one's: exchanged alike ones would show nothing. */
  #otherThan(channel: number, possible: readonly number[], random: () => number): number | null {
    const { channels } = this.#station;
    const far = possible.filter((i) => {
      const [a, b] = [channels[channel], channels[i]];
      return a !== undefined && b !== undefined && Math.abs(a.median - b.median) > 20 * Math.max(a.noise, b.noise);
    });
    return far[Math.floor(random() * far.length)] ?? null;
  }

  #isQuiet(first: number, until: EpochMs, channel: number): boolean {
    const { rows, interval } = this.#station;
    const timeOf = (row: number): EpochMs => rows[row]?.at ?? Infinity;
    const from = timeOf(first) - MARGIN;
    let row = first;
    while (row > 0 && timeOf(row) > from) row--;
    for (; timeOf(row) <= until + MARGIN; row++) {
      const isHole = timeOf(row + 1) - timeOf(row) > 3 * interval;
      const isBroken = this.#isFaulty[row]?.[channel] === 1 || Number.isNaN(rows[row]?.values[channel] ?? NaN);
      if (isHole || isBroken || this.#isLoud[row] === true) return false;
    }
    // The value it is held at is one of its own, and not of a sensor that rests at 0.
    return rows[first - 1]?.values[channel] !== 0;
  }

  #break(injection: Injection, { size, lasts }: Size, place: Place, random: () => number): TrialOutcome {
    const { channels, rows } = this.#station;
    const { first } = place;
    const snapshot = this.#snapshots.findLast(({ row }) => row <= first);
    const run = new JudgedRun(channels, this.#budget, snapshot?.memory);
    for (const { at, values } of rows.slice(snapshot?.row ?? 0, first)) run.judge(at, values, false);
    const start = rows[first]?.at ?? 0;
    const before = rows[first - 1]?.values ?? new Float64Array(channels.length);
    const outcome: Open<TrialOutcome> = { raisedEvent: false, raisedUnheeded: false, typedAs: null };
    for (const { at, values: recorded } of rows.slice(first)) {
      if (at > start + lasts + AFTER) break;
      const values = recorded.slice();
      const injected: InjectedRow = { ...place, lasts, size, channels, before, random, elapsed: at - start };
      if (!injection.change(values, injected)) continue;
      note(run.judge(at, values, injection.isMarked?.(injected) === true), outcome, injection, place, channels);
    }
    return outcome;
  }
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

function note(
  { event, unheeded, findings }: RowOutcome,
  outcome: Open<TrialOutcome>,
  injection: Injection,
  place: Place,
  channels: readonly RecordedChannel[],
): void {
  outcome.raisedEvent ||= isRaisedBy(event, injection, place);
  outcome.raisedUnheeded ||= isRaisedBy(unheeded, injection, place);
  for (const { kind, channel } of findings)
    if (channel === channels[place.channel]?.key && outcome.typedAs !== injection.kind) outcome.typedAs = kind;
}

/** A broken channel has its part in the alert: others go on living, and raise one of their own now and then. */
const isRaisedBy = ({ isAlert, weights }: Alert, { isOfAll }: Injection, { channel, other }: Place): boolean =>
  isAlert && (isOfAll === true || (weights[channel] ?? 0) > 0 || (weights[other] ?? 0) > 0);
