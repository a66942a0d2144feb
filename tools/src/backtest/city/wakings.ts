import { AlertBook, sourceKey, takeEntry, type Outcome } from '@clearwell/alerts';
import { incidentEntry, IncidentDesk, type Incident } from '@clearwell/detect';
import type { RecordedCity } from '@clearwell/recorded-city';
import {
  isLasting,
  MINUTE,
  neighboursOf,
  type Alert,
  type AlertKind,
  type EpochMs,
  type FactEntry,
  type Happening,
  type Link,
  type Neighbour,
  type StationId,
} from '@clearwell/water-quality';
import type { Learned } from './judging.ts';
import { linksOf, waterwaysOf } from './waterways-of.ts';

/** Inspectors were woken: an alert began for them, came back, or grew worse. */
export interface Waking {
  readonly at: EpochMs;
  readonly alert: Alert['id'];
  readonly kind: AlertKind;
  readonly stations: Alert['stations'];
  readonly channel: Alert['channel'];
  readonly level: Alert['level'];
  readonly what: Happening;
  /** When what it is about began. */
  readonly since: EpochMs;
  /** What it was about: episodes, as `sourceKey` names them. */
  readonly of: ReadonlySet<string>;
}

type Where = Pick<RecordedCity, 'stations' | 'travelTimes'>;

/** What time alone brings is looked at so often, ms. */
const TICK = 10 * MINUTE;
const WAKES: ReadonlySet<Happening> = new Set([
  'raised',
  'found_over',
  'reactivated',
  'reopened',
  'worsened',
  'released',
]);

/**
 * Puts together what was learned of the stations of a city, as its server does: incidents of several, and the alerts that
 * inspectors are woken for. Nobody handles any; silence, which only holds back, is left out.
 */
export class Wakings {
  readonly #where: Where;
  readonly #links: readonly Link[];
  readonly #outlets: ReadonlySet<StationId>;
  readonly desk: IncidentDesk;
  readonly #book: AlertBook;
  readonly all: Waking[] = [];
  #tickedAt: EpochMs;

  constructor(where: Where, { desk, book, tickedAt }: Partial<Going> = {}) {
    this.#where = where;
    this.#links = linksOf(where);
    this.#outlets = new Set(where.stations.flatMap(({ id, siteType }) => (siteType === 'plant_outlet' ? [id] : [])));
    this.desk = desk ?? new IncidentDesk(waterwaysOf(where));
    this.#book = book ?? AlertBook.open();
    this.#tickedAt = tickedAt ?? -Infinity;
  }

  /** Another that knows what this one does, and goes its own way from now on; its wakings are those to come. */
  fork(): Wakings {
    const book = AlertBook.open(this.#book.records(), this.#book.policy);
    return new Wakings(this.#where, { desk: this.desk.fork(), book, tickedAt: this.#tickedAt });
  }

  /** @returns incidents that are said for the first time */
  take({ station, sampledAt, from: at, put, withdrawn }: Learned): readonly Incident[] {
    if (at - this.#tickedAt >= TICK) this.#enter({ kind: 'tick', at });
    const facts = put.map((episode) => ({ episode }));
    this.#enter({ kind: 'episodes', at, station, judgedUntil: sampledAt, put: facts, withdrawn });
    const said = this.desk.take({ put, withdrawn }, at);
    for (const incident of this.desk.touched()) this.#enter(incidentEntry(incident, at, this.#below(incident)));
    return said;
  }

  #enter(entry: FactEntry): void {
    if (entry.kind === 'tick') this.#tickedAt = entry.at;
    for (const notice of takeEntry(this.#book, entry).notices) this.#note(notice);
  }

  #note({ alert: id, at, what, audience, notifies, level }: Outcome['notices'][number]): void {
    const alert = this.#book.get(id);
    if (alert === undefined || audience !== 'inspectors' || !notifies || !WAKES.has(what)) return;
    const { kind, stations, channel, start: since } = alert;
    this.all.push({ ...{ at, alert: id, kind, stations, channel, level, what, since }, of: aboutWhat(alert) });
  }

  #below({ kind, current: { stations } }: Incident): readonly Neighbour[] {
    const [id] = stations;
    return kind === 'event' && id !== undefined && this.#outlets.has(id)
      ? neighboursOf(this.#links, id, 'downstream')
      : [];
  }
}

interface Going {
  readonly desk: IncidentDesk;
  readonly book: AlertBook;
  readonly tickedAt: EpochMs;
}

/** Of an incident the events of its stations, of another alert what of it lasts, or all there was. */
function aboutWhat({ kind, parts, sources }: Alert): ReadonlySet<string> {
  if (kind === 'cluster' || kind === 'operation')
    return new Set(
      parts.map(({ station, from }) => sourceKey(station, { kind: 'event', channel: null, rule: '', start: from })),
    );
  const lasting = sources.filter(isLasting);
  return new Set((lasting.length === 0 ? sources : lasting).map(({ key }) => key));
}

export const WAKING_COLUMNS = ['at', 'alert', 'stations', 'kind', 'level', 'parameter', 'what', 'since'] as const;

export const wakingCells = ({ at, alert, stations, kind, level, channel, what, since }: Waking): readonly string[] => [
  ...[new Date(at).toISOString(), alert, stations.map((id) => id.toUpperCase()).join(';')],
  ...[kind, level, channel ?? '', what, new Date(since).toISOString()],
];
