import type { FaultKind } from '@clearwell/detect';
import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';
import type { InjectedRow, Injection } from './injections.ts';
import { JudgedRun, type Alert, type Memory } from './judged-run.ts';
import type { RecordedStation } from './recorded-station.ts';

/** What became of one injected fault. */
export interface TrialOutcome {
  readonly raisedEvent: boolean;
  /** The same if faulty channels voted. */
  readonly raisedUnheeded: boolean;
  /** The first kind that was said of the channel, the right one before others; null: none. */
  readonly typedAs: FaultKind | null;
}

const WARM_UP = 14 * DAY;
const SNAPSHOT_EVERY = 12 * HOUR;
/** How long after a fault it may still be typed, or raise an event by its return. */
const AFTER = 2 * HOUR;
/** Kept free of events and faults of the recording around a fault. */
const MARGIN = 6 * HOUR;
const TRIES = 500;

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
  run(injection: Injection, size: Injection['sizes'][number], random: () => number): TrialOutcome | null {
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

  #findPlace(
    injection: Injection,
    lasts: number,
    random: () => number,
  ): { readonly first: number; readonly channel: number; readonly other: number } | null {
    const { channels, rows } = this.#station;
    const start = rows[0]?.at ?? 0;
    const possible = channels.flatMap((channel, i) => (injection.isPossible(channel) ? [i] : []));
    if (possible.length < 2 && injection.kind === 'swapped') return null;
    for (let left = TRIES; left > 0 && possible.length > 0; left--) {
      const first = Math.floor(random() * rows.length);
      const at = rows[first]?.at ?? NaN;
      const channel = possible[Math.floor(random() * possible.length)] ?? 0;
      // Drawn whether it is needed or not.
      const other = this.#otherThan(channel, possible, random);
      if (
        at - start >= WARM_UP &&
        this.#isQuiet(first, at + lasts + AFTER, channel) &&
        (other !== null || injection.kind !== 'swapped')
      )
        return { first, channel, other: injection.kind === 'swapped' ? (other ?? channel) : channel };
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

  #break(
    injection: Injection,
    { size, lasts }: Injection['sizes'][number],
    { first, channel, other }: { readonly first: number; readonly channel: number; readonly other: number },
    random: () => number,
  ): TrialOutcome {
    const { channels, rows } = this.#station;
    const snapshot = this.#snapshots.findLast(({ row }) => row <= first);
    const run = new JudgedRun(channels, this.#budget, snapshot?.memory);
    const start = rows[first]?.at ?? 0;
    const before = rows[first - 1]?.values ?? new Float64Array(channels.length);
    const sameForAll = { lasts, size, channel, other, channels, before, random };
    const values = new Float64Array(channels.length);
    let [raisedEvent, raisedUnheeded] = [false, false];
    let typedAs: FaultKind | null = null;
    for (const { at, values: recorded } of rows.slice(snapshot?.row ?? 0)) {
      if (at > start + lasts + AFTER) break;
      values.set(recorded);
      const injected: InjectedRow = { ...sameForAll, elapsed: at - start };
      const isBefore = at < start;
      if (!isBefore && !injection.change(values, injected)) continue;
      const { event, unheeded, findings } = run.judge(at, values, !isBefore && injection.isMarked?.(injected) === true);
      if (isBefore) continue;
      raisedEvent ||= isRaisedBy(event, injection, injected);
      raisedUnheeded ||= isRaisedBy(unheeded, injection, injected);
      for (const { kind, channel: key } of findings)
        if (key === channels[channel]?.key && (typedAs === null || kind === injection.kind)) typedAs = kind;
    }
    return { raisedEvent, raisedUnheeded, typedAs };
  }
}

/** A broken channel has its part in the alert: others go on living, and raise one of their own now and then. */
const isRaisedBy = ({ isAlert, weights }: Alert, { isOfAll }: Injection, { channel, other }: InjectedRow): boolean =>
  isAlert && (isOfAll === true || (weights[channel] ?? 0) > 0 || (weights[other] ?? 0) > 0);
