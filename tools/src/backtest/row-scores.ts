import { DAY, MINUTE, type EpochMs } from '@clearwell/water-quality';

const JOINED = 30 * MINUTE;
const NEAR = 15 * MINUTE;
const WEEK = 7 * DAY;

interface Span {
  readonly start: EpochMs;
  end: EpochMs;
}

interface LabelledEvent extends Span {
  foundAt: EpochMs | null;
}

export interface Scores {
  readonly rows: number;
  /** Of observed time: a gap counts as one interval. */
  readonly weeks: number;
  readonly events: number;
  readonly found: number;
  readonly falseAlerts: number;
  readonly falseAlertsAWeek: number;
  /** Of alerted rows against labelled rows; null when there are neither. */
  readonly rowF1: number | null;
  /** From the first labelled row to the first alerted one, of the events found; minutes. */
  readonly medianDelay: number | null;
  /** When the events that were not found began. */
  readonly missed: readonly EpochMs[];
}

/**
 * Holds alerts against labels: an event is a run of labelled rows, found when one of them alerts; a false alert is alerted
 * rows joined over 30 minutes or less that touch no event ±15 minutes.
 */
export class RowScores {
  readonly #interval: number;
  readonly #events: LabelledEvent[] = [];
  readonly #alerts: Span[] = [];
  #rows = 0;
  #observed = 0;
  #before: EpochMs | null = null;
  #wasLabelled = false;
  #right = 0;
  #wrong = 0;

  /** @param interval of the readings, ms */
  constructor(interval: number) {
    this.#interval = interval;
  }

  add(at: EpochMs, isAlert: boolean, isLabelled: boolean): void {
    if (this.#before !== null) this.#observed += Math.min(at - this.#before, this.#interval);
    this.#before = at;
    this.#rows++;
    if (isAlert && isLabelled) this.#right++;
    else if (isAlert !== isLabelled) this.#wrong++;
    if (isAlert) this.#join(at);
    if (isLabelled) this.#label(at, isAlert);
    this.#wasLabelled = isLabelled;
  }

  #join(at: EpochMs): void {
    const newest = this.#alerts.at(-1);
    if (newest !== undefined && at - newest.end <= JOINED) newest.end = at;
    else this.#alerts.push({ start: at, end: at });
  }

  #label(at: EpochMs, isAlert: boolean): void {
    let event = this.#events.at(-1);
    if (event === undefined || !this.#wasLabelled) {
      event = { start: at, end: at, foundAt: null };
      this.#events.push(event);
    }
    event.end = at;
    if (isAlert) event.foundAt ??= at;
  }

  result(): Scores {
    const delays = this.#events.flatMap(({ start, foundAt }) => (foundAt === null ? [] : [foundAt - start]));
    delays.sort((a, b) => a - b);
    const isTrue = (alert: Span): boolean =>
      this.#events.some(({ start, end }) => end >= alert.start - NEAR && start <= alert.end + NEAR);
    const falseAlerts = this.#alerts.filter((alert) => !isTrue(alert)).length;
    const weeks = this.#observed / WEEK;
    const doubted = 2 * this.#right + this.#wrong;
    const delay = delays[delays.length >> 1];
    return {
      rows: this.#rows,
      weeks,
      events: this.#events.length,
      found: delays.length,
      falseAlerts,
      falseAlertsAWeek: weeks > 0 ? falseAlerts / weeks : 0,
      rowF1: doubted > 0 ? (2 * this.#right) / doubted : null,
      medianDelay: delay === undefined ? null : delay / MINUTE,
      missed: this.#events.flatMap(({ start, foundAt }) => (foundAt === null ? [start] : [])),
    };
  }
}
