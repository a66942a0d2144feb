import type { EventChange, FaultFinding, StationChange } from '@clearwell/detect';
import { HOUR, type EpochMs } from '@clearwell/water-quality';
import { listEvents, NOTHING_KNOWN, type StationEvents, type StationKnown } from './station-episodes.ts';
import { StationJudges, type JudgedRow } from './station-judges.ts';

const CHECKPOINT_EACH = 6 * HOUR;

interface Checkpoint {
  /** Sampling time of the newest row it has taken in. */
  readonly at: EpochMs;
  readonly bytes: readonly Uint8Array[];
  readonly known: StationKnown;
}

/** What one arrival changed of what is known of a station. */
export interface Knowledge extends StationChange {
  /** When it arrived. */
  readonly from: EpochMs;
  /** Faults as they now are; null: as they were. */
  readonly faults: readonly FaultFinding[] | null;
}

/** One station's readings as they arrive, judged in the order they were sampled: a late one rewinds to the checkpoint before it. */
export class StationReplay {
  readonly #make: (saved?: readonly Uint8Array[]) => StationJudges;
  readonly #rows: JudgedRow[] = [];
  readonly #checkpoints: Checkpoint[] = [];
  #judges: StationJudges;
  #known: StationKnown = NOTHING_KNOWN;

  constructor(make: (saved?: readonly Uint8Array[]) => StationJudges) {
    this.#make = make;
    this.#judges = make();
  }

  /** Null: nothing is known that was not before. */
  receive(row: JudgedRow, receivedAt: EpochMs): Knowledge | null {
    const newest = this.#rows.at(-1)?.sampledAt ?? -Infinity;
    const before = this.#known;
    if (row.sampledAt > newest) {
      this.#rows.push(row);
      this.#fold(row);
    } else if (!this.#rewind(row)) return null;
    return differenceOf(before, this.#known, receivedAt);
  }

  #rewind(row: JudgedRow): boolean {
    const place = this.#rows.findLastIndex(({ sampledAt }) => sampledAt <= row.sampledAt);
    if (this.#rows[place]?.sampledAt === row.sampledAt) return false;
    this.#rows.splice(place + 1, 0, row);
    while ((this.#checkpoints.at(-1)?.at ?? -Infinity) >= row.sampledAt) this.#checkpoints.pop();
    const start = this.#checkpoints.at(-1);
    this.#judges = this.#make(start?.bytes);
    this.#known = start?.known ?? NOTHING_KNOWN;
    const from = start?.at ?? -Infinity;
    for (const later of this.#rows) if (later.sampledAt > from) this.#fold(later);
    return true;
  }

  #fold(row: JudgedRow): void {
    this.#known = this.#judges.fold(this.#known, row);
    const last = this.#checkpoints.at(-1)?.at ?? -Infinity;
    if (row.sampledAt - last < CHECKPOINT_EACH) return;
    this.#checkpoints.push({ at: row.sampledAt, bytes: this.#judges.save(), known: this.#known });
  }
}

function differenceOf(before: StationKnown, after: StationKnown, from: EpochMs): Knowledge | null {
  const alerts = changeOf(before.alerts, after.alerts);
  const hints = changeOf(before.hints, after.hints);
  const faults = before.faults === after.faults ? null : after.faults;
  return alerts === NO_CHANGE && hints === NO_CHANGE && faults === null ? null : { from, alerts, hints, faults };
}

const NO_CHANGE: EventChange = { put: [], withdrawn: [] };

function changeOf(before: StationEvents, after: StationEvents): EventChange {
  if (before.finished === after.finished && before.open === after.open) return NO_CHANGE;
  const were = new Map(listEvents(before).map((event) => [event.start, event]));
  const are = new Map(listEvents(after).map((event) => [event.start, event]));
  const put = [...are.values()].filter((event) => were.get(event.start) !== event);
  const withdrawn = [...were.values()].filter(({ start }) => !are.has(start));
  return put.length + withdrawn.length === 0 ? NO_CHANGE : { put, withdrawn };
}
