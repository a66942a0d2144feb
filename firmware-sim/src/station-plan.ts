import type { EpochMs, Station } from '@clearwell/water-quality';
import type { Place, ScheduledScenario, StationEvent } from './scenarios/scenario.ts';

/** What happens at a station at any instant of a span, `from` ≤ t < `to`. */
export type Happenings = (from: EpochMs, to: EpochMs) => readonly ScheduledScenario[];

/** All that happens at one station, whether somebody chose it or it is an ordinary day. Pure. */
export class StationPlan {
  readonly #seed: number;
  readonly #station: Station;
  readonly #happenings: Happenings;
  constructor(seed: number, station: Station, happenings: Happenings) {
    this.#seed = seed;
    this.#station = station;
    this.#happenings = happenings;
  }

  /** In the order of their beginning. */
  during(from: EpochMs, to: EpochMs): readonly ScheduledScenario[] {
    return this.#happenings(from, to).toSorted(byBegin);
  }

  underWay(at: EpochMs): readonly ScheduledScenario[] {
    return this.during(at, at + 1);
  }

  isCut(at: EpochMs): boolean {
    return this.underWay(at).some(({ scenario }) => scenario.cutsLink === true);
  }

  /** How often a reading sampled at this time is sent. */
  copies(at: EpochMs): number {
    return Math.max(1, ...this.underWay(at).map(({ scenario }) => scenario.copies ?? 1));
  }

  /** When the logger starts again after `after` and up to `until`. */
  reboots(after: EpochMs, until: EpochMs): EpochMs[] {
    return this.during(after, until + 1).flatMap(({ scenario, begin }) =>
      scenario.reboots === true && begin > after ? [begin] : [],
    );
  }

  /** What the station says of itself after `after` and up to `until`, oldest first. */
  events(after: EpochMs, until: EpochMs): StationEvent[] {
    const reported = this.during(after, until + 1).flatMap((one) => this.#eventsOf(one));
    return reported.filter(({ at }) => at > after && at <= until).toSorted((a, b) => a.at - b.at);
  }

  #eventsOf({ scenario, begin }: ScheduledScenario): StationEvent[] {
    const where: Place = { seed: this.#seed, station: this.#station, begin };
    return (scenario.events?.(where) ?? []).map(({ after, ...event }) => ({ at: begin + after, ...event }));
  }
}

/** By name where two begin together, so that the order never hangs on where they came from. */
const byBegin = (a: ScheduledScenario, b: ScheduledScenario): number =>
  a.begin - b.begin || a.scenario.name.localeCompare(b.scenario.name);
