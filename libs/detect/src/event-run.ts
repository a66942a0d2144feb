import {
  MINUTE,
  type Contribution,
  type Episode,
  type EpochMs,
  type EventDetails,
  type ParameterCode,
  type Shift,
  type StationId,
} from '@clearwell/water-quality';

/** Readings that stand out this little apart belong to one event. */
export const EVENT_JOINED_WITHIN = 30 * MINUTE;

/** An event goes on down to this share of the score that raised it. */
export const EVENT_GOES_ON = 0.8;
/** From this score on a station gives a hint: some a day, in a city of 48. */
export const HINT_SCORE = 1.2;

/** One reading's score, and what it says of the channels; asked only if the reading stands out. */
export interface ScoredReading {
  readonly station: StationId;
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly score: number;
  readonly tell: () => { readonly contributions: readonly Contribution[]; readonly shifts: readonly Shift[] };
}

const LEVELS = { event: 'amber', hint: 'notice' } as const;
const NONE: readonly Episode[] = [];

/** Joins the readings of a station that stand out into episodes. */
export class EventRun {
  readonly #kind: 'event' | 'hint';
  #open: Episode | null;

  /** @param open the episode that lasts, as another run had it */
  constructor(kind: 'event' | 'hint', open: Episode | null = null) {
    this.#kind = kind;
    this.#open = open;
  }

  get open(): Episode | null {
    return this.#open;
  }

  /**
   * @param raise score that raises an episode
   * @param goOn score on which it goes on
   * @returns what the reading raised, changed or ended
   */
  fold(reading: ScoredReading, raise: number, goOn: number): readonly Episode[] {
    const { sampledAt: at, score } = reading;
    const before = this.#open;
    const isOver = before === null || at - untilOf(before) > EVENT_JOINED_WITHIN;
    if (before === null && score < raise) return NONE;
    const over = before !== null && isOver ? [{ ...before, clearedAt: at }] : NONE;
    if (score < (isOver ? raise : goOn)) {
      // It ended here, unless another reading stands out soon.
      this.#open = isOver ? null : { ...before, end: before.end ?? at };
      return this.#open === null || before?.end !== null ? over : [this.#open];
    }
    this.#open = isOver ? this.#begin(reading) : extend(before, reading);
    return [...over, this.#open];
  }

  #begin({ station, sampledAt: at, receivedAt, score, tell }: ScoredReading): Episode {
    const kind = this.#kind;
    return {
      ...{ station, kind, rule: kind, channel: null, level: LEVELS[kind], details: { ...tell(), until: at } },
      ...{ start: at, raisedAt: at, detectedAt: receivedAt, end: null, worst: score, count: 1 },
    };
  }
}

function extend(event: Episode, { sampledAt: until, score, tell }: ScoredReading): Episode {
  const { contributions, shifts } = tell();
  const before = event.details as EventDetails;
  const details: EventDetails = {
    contributions: score > event.worst ? contributions : before.contributions,
    shifts: merge(before.shifts, shifts),
    until,
  };
  return { ...event, end: null, worst: Math.max(score, event.worst), count: event.count + 1, details };
}

const untilOf = ({ details }: Episode): EpochMs => (details as EventDetails).until;

/** Of each parameter what stood out most, and how far it went. */
function merge(before: readonly Shift[], now: readonly Shift[]): readonly Shift[] {
  const merged = new Map<ParameterCode, Shift>(before.map((shift) => [shift.parameter, shift]));
  for (const shift of now) {
    const other = merged.get(shift.parameter);
    const larger = other !== undefined && other.size >= shift.size ? other : shift;
    const farther = Math.abs(other?.deviation ?? 0) > Math.abs(shift.deviation) ? (other ?? shift) : shift;
    merged.set(shift.parameter, { ...larger, deviation: farther.deviation });
  }
  return [...merged.values()];
}
