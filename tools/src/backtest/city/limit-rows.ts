import { tellFinding } from '@clearwell/detect';
import type { RecordedCity } from '@clearwell/recorded-city';
import {
  excessOver,
  guardBandOf,
  limitById,
  type ChannelKey,
  type Episode,
  type LimitFinding,
  type ReadingFinding,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import { cityTime, nameOf, type SaidRow } from './alert-rows.ts';
import type { Knowledge } from './station-replay.ts';

/** A limit that was broken, as a row of limits.csv. */
export interface LimitRow extends SaidRow<'limit'> {
  readonly level: Episode['level'];
}

/**
 * Limits that were broken, in the order it was said. They are law: no budget holds them back and no paging weighs them, so none is
 * notified here; whom a red one wakes by itself stands in the rules of notices.
 */
export class LimitRows {
  readonly #stations: ReadonlyMap<StationId, Station>;
  readonly #known = new Map<string, LimitRow>();
  readonly rows: LimitRow[] = [];

  constructor({ stations }: Pick<RecordedCity, 'stations'>) {
    this.#stations = new Map(stations.map((station) => [station.id, station]));
  }

  /** Limits that are newly broken, are kept again, or never were broken. */
  addEpisodes(knowledge: Knowledge): void {
    for (const episode of knowledge.put) if (episode.kind === 'limit') this.#put(episode, knowledge);
    for (const episode of knowledge.withdrawn) {
      const known = this.#known.get(nameOf(episode));
      if (known !== undefined) known.end ??= knowledge.from;
    }
  }

  #put(episode: Episode, { from, findings }: Knowledge): void {
    const known = this.#known.get(nameOf(episode));
    if (known !== undefined) {
      known.end = episode.end;
      return;
    }
    const { station: id, channel, level, start, end } = episode;
    const station = this.#stations.get(id);
    if (station === undefined || channel === null) return;
    const row: LimitRow = {
      ...{ stations: [id], kind: 'limit', level, start, detectedAt: from, end, isNotified: false },
      ...{ parameters: [channel], reason: reasonOf(episode, channel, station, findings) },
    };
    this.#known.set(nameOf(episode), row);
    this.rows.push(row);
  }
}

function reasonOf(
  episode: Episode,
  channel: ChannelKey,
  station: Station,
  findings: readonly ReadingFinding[],
): LimitRow['reason'] {
  const isOf = (finding: ReadingFinding): finding is LimitFinding =>
    finding.kind === 'limit' && finding.channel === channel && finding.limit === episode.rule;
  return tellFinding(findings.find(isOf) ?? findingAt(episode, channel), {
    ...{ station: station.name, intervalMs: station.intervalMs, at: episode.raisedAt, timeText: cityTime },
    resolutionOf: (key) => station.channels.find((one) => one.key === key)?.resolution,
    beside: findings,
  });
}

/** What was said when it was raised, where the newest reading says nothing of it: it came late, and was over by then. */
function findingAt(
  { rule, level, start, raisedAt, detectedAt, worst, count }: Episode,
  channel: ChannelKey,
): LimitFinding {
  const limit = limitById(rule);
  return {
    ...{ kind: 'limit', channel, limit: rule, level: level === 'red' ? 'red' : 'amber', value: worst, count },
    ...{ since: start, lateMs: detectedAt - raisedAt },
    withinTolerance: limit !== undefined && Math.abs(excessOver(limit, worst)) <= guardBandOf(limit),
  };
}
