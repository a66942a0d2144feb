import { eventKey, type Incident } from '@clearwell/detect';
import type { ChannelKey, EpochMs, FaultCode, StationId } from '@clearwell/water-quality';
import type { Learned } from '../../backtest/city/judging.ts';
import type { Waking } from '../../backtest/city/wakings.ts';
import type { Silence } from './silences.ts';

/** A fault of a probe, and when it was first said. */
export interface SaidFault {
  readonly from: EpochMs;
  readonly kind: FaultCode;
  readonly channel: ChannelKey | null;
  readonly partner: ChannelKey | null;
}

/** What was said of one station, each with the time it was first said; a silence with the time since when. */
export class Said {
  readonly alerts = new Map<string, EpochMs>();
  readonly faults = new Map<string, SaidFault>();
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

  #take({ put, from }: Learned): void {
    for (const episode of put) {
      if (episode.kind === 'event' && !this.alerts.has(eventKey(episode))) this.alerts.set(eventKey(episode), from);
      if (episode.kind !== 'fault') continue;
      const { channel, rule, start, details } = episode;
      const key = `${channel ?? ''} ${rule} ${String(start)}`;
      const partner = details !== undefined && 'partner' in details ? details.partner : null;
      if (!this.faults.has(key)) this.faults.set(key, { from, kind: rule as FaultCode, channel, partner });
    }
  }
}

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

/** Wakings of the run without an injection. */
export class BareWakings {
  readonly #of: readonly Waking[];

  constructor(wakings: readonly Waking[]) {
    this.#of = wakings;
  }

  /** Whether somebody was woken there as well for half of it. */
  has({ kind, of }: Waking): boolean {
    return this.#of.some(
      (bare) => bare.kind === kind && 2 * [...of].filter((key) => bare.of.has(key)).length >= of.size,
    );
  }
}
