import {
  HOUR,
  type Episode,
  type EpisodeChange,
  type EpochMs,
  type Shift,
  type StationId,
} from '@clearwell/water-quality';
import {
  CLUSTER_DEFAULTS,
  clusterAround,
  clusterOf,
  likenessOf,
  type Cluster,
  type ClusterSettings,
} from './clusters.ts';
import { EVENT_JOINED_WITHIN } from '../event-run.ts';
import { BrokenLimits } from './broken-limits.ts';
import { EventBook } from './event-book.ts';
import { OPERATION_DEFAULTS, recogniseOperation, type OperationSettings, type Precedent } from './operations.ts';
import { decidePaging, isConfirmed, PAGING, scoreOfSeveral, type PagingCode, type PagingRow } from './paging.ts';
import { eventKey, eventOf, type StationEvent } from './station-event.ts';
import type { Waterways } from './waterways.ts';

export const DESK_DEFAULTS = {
  /** What is like it and comes within this time of its newest event, at its stations or below them, belongs to it. */
  staysOpen: 6 * HOUR,
  /** How like it: cosine of what moves. */
  likeness: 0.7,
  /** A chance agreement of older events is none: they are forgotten. */
  kept: 7 * 24 * HOUR,
};

export interface DeskSettings {
  readonly desk?: Partial<typeof DESK_DEFAULTS>;
  readonly cluster?: Partial<ClusterSettings>;
  readonly operation?: Partial<OperationSettings>;
  readonly paging?: readonly PagingRow[];
}

/** What people have to do with once, however many stations it reaches. */
export interface Incident {
  /** Names it for ever: what brought it up, and when. */
  readonly id: string;
  readonly kind: 'event' | 'cluster' | 'operation';
  /** When it was first said: arrival of the reading that brought it up. */
  readonly saidAt: EpochMs;
  /** As it was when it was said; `current` is what has become of it. */
  readonly said: Cluster;
  current: Cluster;
  readonly code: PagingCode;
  readonly notifies: boolean;
  readonly precedent: Precedent | null;
  /** People found it real: it is no precedent. */
  isReal: boolean;
  /** Late readings took all its events back. */
  isWithdrawn: boolean;
  /** Hints that belong to it, and alerts of stations that need no incident of their own. */
  readonly hints: Set<string>;
  readonly alerts: Set<string>;
}

/**
 * Takes in what changes of stations' events, and says what people have to be told, once. Which clusters there are depends on
 * the set of events alone; when something is said depends on when it was known, as it has to.
 */
export class IncidentDesk {
  readonly #waterways: Waterways;
  readonly #desk: typeof DESK_DEFAULTS;
  readonly #cluster: ClusterSettings;
  readonly #operation: OperationSettings;
  readonly #paging: readonly PagingRow[];
  readonly #hints = new EventBook();
  readonly #incidents: Incident[] = [];
  readonly #incidentOf = new Map<string, Incident>();
  #limits = new BrokenLimits();
  /** Of each station the newest event that raises an alert. */
  readonly #alerts = new Map<StationId, StationEvent>();
  readonly #touched = new Set<Incident>();
  /** Alerts already told as part of something else, or alone. */
  readonly #told = new Map<string, Incident>();

  constructor(waterways: Waterways, { desk, cluster, operation, paging = PAGING }: DeskSettings = {}) {
    this.#waterways = waterways;
    this.#desk = { ...DESK_DEFAULTS, ...desk };
    this.#cluster = { ...CLUSTER_DEFAULTS, ...cluster };
    this.#operation = { ...OPERATION_DEFAULTS, ...operation };
    this.#paging = paging;
  }

  get incidents(): readonly Incident[] {
    return this.#incidents;
  }

  /** Another desk that knows what this one does: what either hears from now on, the other does not. */
  fork(): IncidentDesk {
    const [desk, cluster, operation, paging] = [this.#desk, this.#cluster, this.#operation, this.#paging];
    const other = new IncidentDesk(this.#waterways, { desk, cluster, operation, paging });
    for (const event of this.#hints.all()) other.#hints.put(event);
    for (const { hints, alerts, ...incident } of this.#incidents)
      other.#know({ ...incident, hints: new Set(hints), alerts: new Set(alerts) });
    for (const [station, event] of this.#alerts) other.#alerts.set(station, event);
    other.#limits = this.#limits.fork();
    return other;
  }

  /**
   * Goes on where another desk stopped, though water may run otherwise by now.
   * @param incidents as they were kept
   * @param episodes events, hints and limits that are not too old to matter
   */
  resume(incidents: Iterable<Incident>, episodes: Iterable<Episode>): void {
    for (const incident of incidents) this.#know(incident);
    for (const episode of episodes) {
      const event = eventOf(episode);
      if (episode.kind === 'hint' && event !== null) {
        this.#hints.put(event);
        for (const incident of this.#incidents) this.#refresh(incident, event);
      }
      if (episode.kind === 'event' && event !== null) this.#noteAlert(event);
      this.#limits.take({ put: [episode], withdrawn: [] });
    }
  }

  /** Incidents that were said, changed or withdrawn since this was asked last. */
  touched(): readonly Incident[] {
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }

  /**
   * @param change what became of one station's episodes with one arrival
   * @param at when it arrived
   * @returns what is said for the first time
   */
  take(change: EpisodeChange, at: EpochMs): readonly Incident[] {
    const before = this.#incidents.length;
    for (const event of eventsAmong(change.withdrawn, 'hint')) this.#dropHint(event);
    for (const event of eventsAmong(change.put, 'hint')) this.#takeHint(event, at);
    const confirmed = this.#limits.take(change);
    for (const event of eventsAmong(change.withdrawn, 'event')) this.#dropAlert(event);
    const alerts = eventsAmong(change.put, 'event');
    for (const event of alerts) {
      this.#noteAlert(event);
      this.#takeAlert(event, at);
    }
    // A limit that breaks a little later confirms what goes on.
    for (const { station, raisedAt } of confirmed) {
      const event = this.#alerts.get(station);
      if (event !== undefined && !alerts.includes(event) && raisedAt - event.until <= EVENT_JOINED_WITHIN)
        this.#takeAlert(event, at);
    }
    return this.#incidents.slice(before);
  }

  /**
   * People judged incidents, or took their judgement back: what was real is no precedent of an operation.
   * @returns those that were judged otherwise before
   */
  judge(isMeant: (incident: Incident) => boolean, isReal: boolean): readonly Incident[] {
    const changed = this.#incidents.filter((incident) => incident.isReal !== isReal && isMeant(incident));
    for (const incident of changed) incident.isReal = isReal;
    return changed;
  }

  /** @param newest event time of the newest reading: what is too old to matter is let go, so that memory stays small */
  forget(newest: EpochMs): void {
    this.#hints.forget(newest - this.#desk.kept);
    const isOld = ({ current }: Incident): boolean => current.until < newest - this.#operation.remembered;
    for (const incident of this.#incidents.filter(isOld)) {
      for (const key of incident.hints) this.#incidentOf.delete(key);
      for (const key of incident.alerts) this.#told.delete(key);
      this.#incidents.splice(this.#incidents.indexOf(incident), 1);
    }
  }

  #know(incident: Incident): void {
    this.#incidents.push(incident);
    for (const key of incident.hints) this.#incidentOf.set(key, incident);
    for (const key of incident.alerts) if (isLastWord(incident) || !this.#told.has(key)) this.#told.set(key, incident);
  }

  #takeHint(event: StationEvent, at: EpochMs): void {
    this.#hints.put(event);
    for (const incident of this.#incidents) this.#refresh(incident, event);
    const cluster = clusterAround(event, this.#hints, this.#waterways, this.#cluster);
    if (cluster === null) return;
    const keys = cluster.events.map(eventKey);
    const incident = this.#memberOf(keys) ?? this.#open(cluster, event.station, at);
    if (incident === null) return;
    incident.current = cluster;
    incident.isWithdrawn = false;
    this.#touched.add(incident);
    for (const key of keys) {
      if (this.#incidentOf.has(key)) continue;
      this.#incidentOf.set(key, incident);
      incident.hints.add(key);
    }
  }

  /** What has become of one of its events, also where that agrees with the others no longer: an incident is over when all are. */
  #refresh(incident: Incident, event: StationEvent): void {
    if (incident.kind === 'event' || incident.current.until < event.start) return;
    const { events } = incident.current;
    const place = events.findIndex(({ station, start }) => start === event.start && station === event.station);
    if (place < 0 || events[place]?.clearedAt === event.clearedAt) return;
    incident.current = clusterOf(events.with(place, event), this.#cluster);
    this.#touched.add(incident);
  }

  #dropHint(event: StationEvent): void {
    this.#hints.remove(event);
    const incident = this.#incidentOf.get(eventKey(event));
    if (incident !== undefined) this.#take(incident, event);
  }

  /** What is left of an incident without one of its events. */
  #take(incident: Incident, event: StationEvent): void {
    const left = incident.current.events.filter((one) => eventKey(one) !== eventKey(event));
    incident.isWithdrawn = left.length === 0;
    if (left.length > 0) incident.current = clusterOf(left, this.#cluster);
    this.#touched.add(incident);
  }

  #noteAlert(event: StationEvent): void {
    if ((this.#alerts.get(event.station)?.start ?? -Infinity) <= event.start) this.#alerts.set(event.station, event);
  }

  #memberOf(keys: readonly string[]): Incident | null {
    for (const key of keys) {
      const incident = this.#incidentOf.get(key);
      if (incident !== undefined) return incident;
    }
    return null;
  }

  #open(cluster: Cluster, station: StationId, at: EpochMs): Incident | null {
    const weighed = { isOperation: false, strength: cluster.strength, score: 0, isBeyondRedLimit: false };
    if (decidePaging(weighed, this.#paging) === null) return null;
    // That somebody was told of one of its stations alone is no reason: a second one is news.
    const known = this.#nearby(station, cluster.start, cluster.shifts, 'several');
    if (known !== null) return known;
    const harmless = this.#incidents.filter(({ kind, isReal }) => kind !== 'event' && !isReal);
    const precedent = recogniseOperation(
      cluster,
      harmless.map(({ current }) => current),
      this.#operation,
    );
    const row = decidePaging({ ...weighed, isOperation: precedent !== null }, this.#paging);
    return row === null
      ? null
      : this.#say(precedent === null ? 'cluster' : 'operation', cluster, { at, row, precedent });
  }

  #dropAlert(event: StationEvent): void {
    const { station, start } = event;
    if (this.#alerts.get(station)?.start === start) this.#alerts.delete(station);
    for (const incident of this.#incidents)
      if (incident.kind === 'event' && incident.alerts.has(eventKey(event))) this.#take(incident, event);
  }

  #takeAlert(event: StationEvent, at: EpochMs): void {
    const key = eventKey(event);
    const told = this.#told.get(key);
    for (const incident of this.#incidents)
      if (incident.kind === 'event' && incident.alerts.has(key)) this.#follow(incident, event);
    if (told !== undefined && isLastWord(told)) return;
    const around = this.#ofHints(event) ?? this.#nearby(event.station, event.start, event.shifts, 'any');
    if (around !== null) {
      this.#tell(event, around);
      return;
    }
    const isBeyondRedLimit = isConfirmed(event, this.#limits.of(event.station));
    const found = { isOperation: false, strength: null, score: scoreOfSeveral(event), isBeyondRedLimit };
    const row = decidePaging(found, this.#paging);
    // An event that was shown is said again only once it has to wake somebody.
    if (row === null || (told !== undefined && !row.notifies)) return;
    this.#tell(event, this.#say('event', aloneOf(event), { at, row, precedent: null }));
  }

  #tell(event: StationEvent, incident: Incident): void {
    this.#told.set(eventKey(event), incident);
    incident.alerts.add(eventKey(event));
    this.#touched.add(incident);
  }

  /** What has become of the event it was said of. */
  #follow(incident: Incident, event: StationEvent): void {
    const [own] = incident.said.events;
    if (own === undefined || eventKey(own) !== eventKey(event)) return;
    incident.current = aloneOf(event);
    incident.isWithdrawn = false;
    this.#touched.add(incident);
  }

  /** The incident that hints under this alert belong to, if the alert is like it. */
  #ofHints({ station, start, until, shifts }: StationEvent): Incident | null {
    for (const hint of this.#hints.between(station, start - 2 * HOUR, until)) {
      const incident = hint.until >= start ? this.#incidentOf.get(eventKey(hint)) : undefined;
      if (incident !== undefined && this.#isLike(incident, shifts)) return incident;
    }
    return null;
  }

  #nearby(station: StationId, start: EpochMs, shifts: readonly Shift[], of: 'any' | 'several'): Incident | null {
    for (let i = this.#incidents.length - 1; i >= 0; i--) {
      const incident = this.#incidents[i];
      if (incident === undefined) continue;
      if (incident.kind === 'event' && (of === 'several' || !incident.notifies)) continue;
      const { current } = incident;
      if (start - current.until > this.#desk.staysOpen || start < current.start - HOUR) continue;
      const isBelow = current.stations.some((id) => id === station || this.#waterways.reaches(id, station));
      if (isBelow && this.#isLike(incident, shifts)) return incident;
    }
    return null;
  }

  #isLike(incident: Incident, shifts: readonly Shift[]): boolean {
    return likenessOf(shifts, incident.current.shifts) >= this.#desk.likeness;
  }

  #say(
    kind: Incident['kind'],
    cluster: Cluster,
    { at, row, precedent }: { at: EpochMs; row: PagingRow; precedent: Precedent | null },
  ): Incident {
    const { code, notifies } = row;
    const [first] = cluster.events;
    const id = `${kind} ${first === undefined ? '' : eventKey(first)} ${String(at)}`;
    const incident: Incident = {
      ...{ id, kind, saidAt: at, said: cluster, current: cluster, code, notifies, precedent },
      ...{ isReal: false, isWithdrawn: false, hints: new Set(), alerts: new Set() },
    };
    this.#incidents.push(incident);
    this.#touched.add(incident);
    return incident;
  }
}

/** What was shown alone is said again once it wakes somebody, or belongs to something larger; that is not. */
const isLastWord = ({ kind, notifies }: Incident): boolean => kind !== 'event' || notifies;

const eventsAmong = (episodes: readonly Episode[], of: 'event' | 'hint'): readonly StationEvent[] =>
  episodes.flatMap((episode) => (episode.kind === of ? (eventOf(episode) ?? []) : []));

const aloneOf = (event: StationEvent): Cluster => ({
  events: [event],
  stations: [event.station],
  start: event.start,
  until: event.until,
  strength: event.score,
  shifts: event.shifts,
});
