import { eventKey, type FaultFinding, type Incident } from '@clearwell/detect';
import type { EpochMs, StationId } from '@clearwell/water-quality';
import type { Learned } from '../../backtest/city/judging.ts';
import type { Silence } from './silences.ts';

/** What was said of one station, each with the time it was first said; a silence with the time since when. */
export class Said {
  readonly alerts = new Map<string, EpochMs>();
  readonly faults = new Map<string, { readonly from: EpochMs; readonly fault: FaultFinding }>();
  readonly silences = new Set<EpochMs>();

  static byStation(news: readonly Learned[], silences: readonly Silence[]): ReadonlyMap<StationId, Said> {
    const said = new Map<StationId, Said>();
    const of = (station: StationId): Said => {
      const known = said.get(station) ?? new Said();
      said.set(station, known);
      return known;
    };
    for (const one of news) of(one.station).#take(one);
    for (const { station, since } of silences) of(station).silences.add(since);
    return said;
  }

  #take({ alerts, faults, from }: Learned): void {
    for (const event of alerts.put) if (!this.alerts.has(eventKey(event))) this.alerts.set(eventKey(event), from);
    for (const fault of faults ?? []) {
      const key = faultKey(fault);
      if (fault.isTold && !this.faults.has(key)) this.faults.set(key, { from, fault });
    }
  }
}

const faultKey = ({ channel, kind, since }: FaultFinding): string => `${channel} ${kind} ${String(since)}`;

/** Incidents of the run without an injection. */
export class BareIncidents {
  readonly #byEvent = new Map<string, Incident[]>();

  constructor(incidents: readonly Incident[]) {
    for (const incident of incidents)
      for (const key of new Set([...incident.said.events, ...incident.current.events].map(eventKey)))
        this.#byEvent.set(key, [...(this.#byEvent.get(key) ?? []), incident]);
  }

  /** Whether it was said there as well, and as loudly: half of its events are of one incident there. */
  has({ said, notifies }: Incident): boolean {
    const shared = new Map<Incident, number>();
    for (const event of said.events)
      for (const bare of this.#byEvent.get(eventKey(event)) ?? []) shared.set(bare, (shared.get(bare) ?? 0) + 1);
    return [...shared].some(([bare, count]) => (bare.notifies || !notifies) && 2 * count >= said.events.length);
  }
}
