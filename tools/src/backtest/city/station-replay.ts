import {
  foldEvents,
  foldFaults,
  listEvents,
  NOTHING_KNOWN,
  judgedStation,
  StationJudge,
  type EventChange,
  type FaultFinding,
  type StationChange,
  type StationEvents,
  type StationKnown,
  type StationRow,
} from '@clearwell/detect';
import { HOUR, type EpochMs, type Station } from '@clearwell/water-quality';

const CHECKPOINT_EACH = 6 * HOUR;

interface Checkpoint {
  /** Sampling time of the newest row it has taken in. */
  readonly at: EpochMs;
  readonly bytes: Uint8Array;
  readonly known: StationKnown;
}

/** What one arrival changed of what is known of a station. */
export interface Knowledge extends StationChange {
  /** When it arrived. */
  readonly from: EpochMs;
  /** Faults as they now are; null: as they were. */
  readonly faults: readonly FaultFinding[] | null;
}

/**
 * One station's readings as they arrive, judged in the order they were sampled: a late one rewinds to the checkpoint before
 * it. What the server's engine does, without its ledger.
 */
export class StationReplay {
  readonly #station: Station;
  readonly #threshold: number;
  readonly #rows: StationRow[] = [];
  readonly #checkpoints: Checkpoint[] = [];
  #judge: StationJudge;
  #known: StationKnown = NOTHING_KNOWN;

  /** @param threshold score from which the station alerts */
  constructor(station: Station, threshold: number) {
    this.#station = station;
    this.#threshold = threshold;
    this.#judge = new StationJudge(judgedStation(station));
  }

  /** Another that knows what this one does, and goes its own way from now on. */
  fork(): StationReplay {
    const other = new StationReplay(this.#station, this.#threshold);
    for (const row of this.#rows) other.#rows.push(row);
    for (const checkpoint of this.#checkpoints) other.#checkpoints.push(checkpoint);
    other.#judge = new StationJudge(judgedStation(this.#station), this.#judge.save());
    other.#known = this.#known;
    return other;
  }

  /** Null: nothing is known that was not before. */
  receive(row: StationRow, receivedAt: EpochMs): Knowledge | null {
    const newest = this.#rows.at(-1)?.sampledAt ?? -Infinity;
    const before = this.#known;
    if (row.sampledAt > newest) {
      this.#rows.push(row);
      this.#fold(row);
    } else if (!this.#rewind(row)) return null;
    return differenceOf(before, this.#known, receivedAt);
  }

  /** False: the reading was there before. */
  #rewind(row: StationRow): boolean {
    const place = this.#rows.findLastIndex(({ sampledAt }) => sampledAt <= row.sampledAt);
    if (this.#rows[place]?.sampledAt === row.sampledAt) return false;
    this.#rows.splice(place + 1, 0, row);
    while ((this.#checkpoints.at(-1)?.at ?? -Infinity) >= row.sampledAt) this.#checkpoints.pop();
    const start = this.#checkpoints.at(-1);
    this.#judge = new StationJudge(judgedStation(this.#station), start?.bytes);
    this.#known = start?.known ?? NOTHING_KNOWN;
    const first = this.#rows.findLastIndex(({ sampledAt }) => sampledAt <= (start?.at ?? -Infinity)) + 1;
    for (const later of this.#rows.slice(first)) this.#fold(later);
    return true;
  }

  #fold(row: StationRow): void {
    const { score, hasFaultNews } = this.#judge.fold(row);
    const { sampledAt } = row;
    const shifts = () => this.#judge.shifts();
    this.#known = foldEvents(this.#known, {
      ...{ station: this.#station.id, sampledAt, score, shifts },
      threshold: this.#threshold,
    });
    if (hasFaultNews) this.#known = foldFaults(this.#known, this.#judge.faults());
    if (sampledAt - (this.#checkpoints.at(-1)?.at ?? -Infinity) < CHECKPOINT_EACH) return;
    this.#checkpoints.push({ at: sampledAt, bytes: this.#judge.save(), known: this.#known });
  }
}

const NO_CHANGE: EventChange = { put: [], withdrawn: [] };

function differenceOf(before: StationKnown, after: StationKnown, from: EpochMs): Knowledge | null {
  const alerts = changeOf(before.alerts, after.alerts);
  const hints = changeOf(before.hints, after.hints);
  const faults = before.faults === after.faults ? null : after.faults;
  return alerts === NO_CHANGE && hints === NO_CHANGE && faults === null ? null : { from, alerts, hints, faults };
}

function changeOf(before: StationEvents, after: StationEvents): EventChange {
  if (before.finished === after.finished && before.open === after.open) return NO_CHANGE;
  const were = new Map(listEvents(before).map((event) => [event.start, event]));
  const are = new Map(listEvents(after).map((event) => [event.start, event]));
  const put = [...are.values()].filter((event) => were.get(event.start) !== event);
  const withdrawn = [...were.values()].filter(({ start }) => !are.has(start));
  return put.length + withdrawn.length === 0 ? NO_CHANGE : { put, withdrawn };
}
