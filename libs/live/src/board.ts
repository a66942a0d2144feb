import type { StationState } from '@clearwell/contracts';

import {
  condition,
  freshness,
  type ChannelKey,
  type EpochMs,
  type Finding,
  type Freshness,
  type QualifiedReading,
  type QualityFlag,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import { LinkRecord } from './link-record.ts';

/** What the river made of some readings of one station. */
export interface StationNews {
  readonly station: StationId;
  /** The newest of the readings that are not ahead of the clock; null if there is none. */
  readonly newest: QualifiedReading | null;
  /** Open after the station's newest reading. */
  readonly findings: readonly Finding[];
}

interface Place {
  readonly record: LinkRecord;
  readonly station: Station;
  latest: StationState['latest'];
  findings: readonly Finding[];
  link: boolean | null;
  /** Null while it is not connected, as far as is known. */
  onlineSince: EpochMs | null;
  state: StationState;
}

/** What is known of every station now, by the clock it is given. Says which stations changed. */
export class Board {
  readonly #places = new Map<StationId, Place>();

  /** Puts a station on the board, silent until news comes of it; one that is there already keeps what is known. */
  add(station: Station, now: EpochMs): void {
    const nothing = { latest: null, findings: [], link: null, onlineSince: null, record: new LinkRecord() };
    const known = this.#places.get(station.id) ?? nothing;
    const place = { ...known, station };
    this.#places.set(station.id, { ...place, state: stateOf(place, now) });
  }

  /** Takes a station off the board. */
  remove(id: StationId): void {
    this.#places.delete(id);
  }

  state(id: StationId): StationState | undefined {
    return this.#places.get(id)?.state;
  }

  states(): readonly StationState[] {
    return [...this.#places.values()].map((place) => place.state);
  }

  /** An older reading than the one shown changes the findings at most. */
  report(news: StationNews, now: EpochMs): StationState | null {
    const place = this.#places.get(news.station);
    if (place === undefined) return null;
    if (news.newest !== null && news.newest.sampledAt >= (place.latest?.sampledAt ?? -Infinity)) {
      place.latest = latestOf(news.newest);
    }
    place.findings = news.findings;
    return refresh(place, now);
  }

  reportLink(id: StationId, online: boolean, now: EpochMs): StationState | null {
    const place = this.#places.get(id);
    if (place === undefined) return null;
    place.onlineSince = online ? (place.onlineSince ?? now) : null;
    place.link = online;
    place.record.note(online, now);
    return refresh(place, now);
  }

  /** What a station said of its connection before this server ran: it has to say anew whether it is connected. */
  recallLink(id: StationId, online: boolean, at: EpochMs): void {
    this.#places.get(id)?.record.note(online, at);
  }

  /** Since when a station has said that it is connected; null while it does not. */
  onlineSince(id: StationId): EpochMs | null {
    return this.#places.get(id)?.onlineSince ?? null;
  }

  /** Stations whose state changed by the passing of time alone. */
  tick(now: EpochMs): readonly StationState[] {
    const changed: StationState[] = [];
    for (const place of this.#places.values()) {
      const isUnstable = place.state.findings.some(({ kind }) => kind === 'link');
      const isNews =
        freshnessOf(place, now) !== place.state.freshness || (place.record.finding(now) !== null) !== isUnstable;
      if (isNews) changed.push(refresh(place, now));
    }
    return changed;
  }
}

function refresh(place: Place, now: EpochMs): StationState {
  place.state = stateOf(place, now);
  return place.state;
}

const freshnessOf = (place: Pick<Place, 'station' | 'latest'>, now: EpochMs) =>
  freshness(place.latest?.sampledAt ?? null, now, place.station.intervalMs);

function stateOf(place: Omit<Place, 'state'>, now: EpochMs): StationState {
  const fresh = freshnessOf(place, now);
  const link = place.record.finding(now);
  return {
    station: place.station.id,
    ...condition(place.findings, fresh),
    latest: place.latest,
    findings: [...place.findings, ...silenceOf(place, fresh), ...(link === null ? [] : [link])],
    link: place.link,
  };
}

function silenceOf({ latest }: Pick<Place, 'latest'>, fresh: Freshness): Finding[] {
  if (fresh === 'fresh' || latest === null) return [];
  return [{ kind: 'silence', level: 'notice', channel: null, since: latest.sampledAt, lateMs: 0 }];
}

function latestOf(reading: QualifiedReading): StationState['latest'] {
  const flags: Record<ChannelKey, QualityFlag> = {};
  for (const [key, quality] of Object.entries(reading.quality)) if (quality) flags[key as ChannelKey] = quality.flag;
  return {
    sampledAt: reading.sampledAt,
    receivedAt: reading.receivedAt,
    values: reading.values as Record<ChannelKey, number | null>,
    flags,
  };
}
