import { VERDICT_RULES } from '@clearwell/alerts';
import {
  calibrateLift,
  judgedStation,
  liftedThreshold,
  stationThresholdFor,
  type JudgedAlert,
} from '@clearwell/detect';
import type { Ledger } from '@clearwell/ledger';
import type { StationRegister, Tunings } from '@clearwell/stations';
import { DAY, type Alert, type EpochMs, type Station, type StationId, type Tuning } from '@clearwell/water-quality';

/** Verdicts of so long ago still count. */
const REMEMBERED = 12 * 7 * DAY;
/** Fewer say too little of a station to change it. */
const LEAST_JUDGED = 3;
/** A smaller step is not worth an act. */
const LEAST_STEP = 0.1;

/** Another sensitivity than the station has. */
export interface Proposed {
  /** Above the threshold of its budget. */
  readonly lift: number;
  readonly threshold: number;
}

/** From which score on a station's events are told, and from which they should be. */
export interface Sensitivity extends Proposed {
  readonly station: StationId;
  /** Of its budget alone. */
  readonly usual: number;
  /** When its lift came; null: it has none. */
  readonly since: EpochMs | null;
  /** Its event alerts with a verdict that says, since then. */
  readonly judged: number;
  readonly wrong: number;
  readonly proposed: Proposed | null;
}

/** What is asked for is not what verdicts propose: they may have changed since it was seen. Or its key was used before. */
export class NotProposed extends Error {}

export interface SensitivityParts {
  readonly ledger: Pick<Ledger, 'alerts' | 'detector' | 'commit'>;
  readonly register: StationRegister;
  readonly tunings: Tunings;
  /** False alerts a station and week. */
  readonly budget: number;
  readonly now: () => EpochMs;
}

/** What verdicts say of the events of each station, and how that comes to their detector: by an act of somebody. */
export class SensitivityDesk {
  readonly #parts: SensitivityParts;

  constructor(parts: SensitivityParts) {
    this.#parts = parts;
  }

  /** Of the stations that were moved, or that verdicts would move. */
  all(): readonly Sensitivity[] {
    const judged = this.#judged();
    return this.#parts.register
      .all()
      .map((station) => this.#of(station, judged.get(station.id) ?? []))
      .filter(({ lift, proposed }) => lift !== 0 || proposed !== null);
  }

  /**
   * Takes up what is proposed for a station, or takes its lift back (0), for all that is sampled from now on; durable when it
   * returns. The same by the same key is done once.
   * @throws NotProposed
   */
  tune(station: Station, { key, lift }: { readonly key: string; readonly lift: number }, by: string): Tuning | null {
    const { ledger, tunings, now } = this.#parts;
    const known = tunings.of(key);
    if (known !== undefined) {
      if (known.station === station.id && known.lift === lift && known.by === by) return known;
      throw new NotProposed('`key` was used for another act, or by somebody else: make a new one for each');
    }
    const { lift: standing, proposed } = this.#of(station, this.#judged().get(station.id) ?? []);
    if (lift === standing) return tunings.newest(station.id) ?? null;
    if (lift !== 0 && lift !== proposed?.lift) throw new NotProposed(saying(proposed));
    const judgedUntil = ledger.detector.place(station.id)?.judgedUntil ?? -Infinity;
    try {
      return ledger.commit(() =>
        tunings.record({ station: station.id, lift, key, recordedAt: now(), by }, judgedUntil),
      );
    } catch (error) {
      tunings.restore();
      throw error;
    }
  }

  #of(station: Station, verdicts: readonly JudgedAlert[]): Sensitivity {
    const { tunings, budget, now } = this.#parts;
    const usual = stationThresholdFor(budget, judgedStation(station));
    const tuning = tunings.newest(station.id);
    const lift = tuning?.lift ?? 0;
    // What an act took up has had its effect.
    const counted = verdicts.filter(({ at }) => at >= (tuning?.from ?? -Infinity));
    const at = (of: number): Proposed => ({ lift: of, threshold: liftedThreshold(usual, of) });
    const asked = calibrated(budget, counted, { lift, now: now() });
    const isNews = counted.length >= LEAST_JUDGED && Math.abs(asked - lift) >= LEAST_STEP;
    return {
      ...{ station: station.id, usual, ...at(lift), since: lift === 0 ? null : (tuning?.from ?? null) },
      ...{ judged: counted.length, wrong: counted.filter(({ isFalse }) => isFalse).length },
      proposed: isNews ? at(asked) : null,
    };
  }

  /** Of each station the events that people gave a verdict. */
  #judged(): ReadonlyMap<StationId, readonly JudgedAlert[]> {
    const now = this.#parts.now();
    const judged = new Map<StationId, JudgedAlert[]>();
    for (const alert of this.#parts.ledger.alerts.openedBetween(now - REMEMBERED, now + 1)) {
      const [station] = alert.stations;
      const isFalse = isFalseEvent(alert);
      if (station === undefined || isFalse === null) continue;
      judged.set(station, [...(judged.get(station) ?? []), { at: alert.start, isFalse }]);
    }
    return judged;
  }
}

/** Null: it is no event, or nobody has said. */
const isFalseEvent = ({ kind, verdict }: Alert): boolean | null =>
  kind !== 'event' || verdict === null || verdict.verdict === 'unknown'
    ? null
    : !VERDICT_RULES[verdict.verdict].confirms.includes(kind);

/** By whole days, and hundredths: what somebody saw is still so when they take it up. */
function calibrated(
  budget: number,
  verdicts: readonly JudgedAlert[],
  { lift, now }: { readonly lift: number; readonly now: EpochMs },
): number {
  const since = Math.min(...verdicts.map(({ at }) => at));
  const until = Math.ceil(now / DAY) * DAY;
  return verdicts.length === 0 ? lift : Math.round(calibrateLift(budget, verdicts, { since, until, lift }) * 100) / 100;
}

const saying = (proposed: Proposed | null): string =>
  proposed === null
    ? 'Verdicts propose nothing for this station: `lift` may be 0 alone'
    : `Verdicts propose a lift of ${String(proposed.lift)} for this station, or 0 takes it back: look again`;
