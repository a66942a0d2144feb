import type { Incident } from '@clearwell/detect';
import { readEpisodes, readIncidents, type StoredEpisode, type StoredIncident } from '@clearwell/testkit';
import type { Episode } from '@clearwell/water-quality';
import { nameOf } from './alert-rows.ts';
import type { Learned } from './judging.ts';

/** What is known of a city in the end, a line each: the same for the same, and another for anything else. */
export interface Told {
  readonly incidents: readonly string[];
  readonly faults: readonly string[];
  /** Limits, trends, events and hints. */
  readonly others: readonly string[];
}

/** What a backtest came to. */
export function toldBy(incidents: readonly Incident[], learned: readonly Learned[]): Told {
  const episodes = new Map<string, Episode>();
  for (const { put, withdrawn } of learned) {
    for (const episode of withdrawn) episodes.delete(nameOf(episode));
    for (const episode of put) episodes.set(nameOf(episode), episode);
  }
  return inLines(
    incidents,
    [...episodes.values()].map(({ channel, ...episode }) => ({ ...episode, channel: channel ?? '' })),
  );
}

/** What a server came to, out of the ledger in its data folder. */
export const toldInLedger = (data: string): Told => inLines(readIncidents(data), readEpisodes(data));

function inLines(incidents: readonly StoredIncident[], episodes: readonly StoredEpisode[]): Told {
  const isFault = ({ kind }: StoredEpisode): boolean => kind === 'fault';
  return {
    incidents: incidents.map(incidentLine),
    faults: episodes.filter(isFault).map(episodeLine),
    others: episodes.filter((episode) => !isFault(episode)).map(episodeLine),
  };
}

const timeText = (at: number | null): string => (at === null ? 'now' : new Date(at).toISOString());

function incidentLine({ kind, notifies, isWithdrawn, said, current }: StoredIncident): string {
  const clusters = [said, current].map(
    ({ stations, start, until }) => `${stations.join(';')} ${timeText(start)}/${timeText(until)}`,
  );
  return [kind, notifies ? 'notified' : 'shown', ...(isWithdrawn ? ['withdrawn'] : []), ...clusters].join(' ');
}

const episodeLine = ({ station, channel, rule, level, start, raisedAt, end, worst, count }: StoredEpisode): string =>
  [station, rule, channel, level, ...[start, raisedAt, end].map(timeText), String(worst), String(count)].join(' ');

export interface Agreement {
  readonly same: number;
  readonly onlyHere: readonly string[];
  readonly onlyThere: readonly string[];
}

export function compareLines(here: readonly string[], there: readonly string[]): Agreement {
  const left = new Map<string, number>();
  for (const line of there) left.set(line, (left.get(line) ?? 0) + 1);
  const onlyHere = here.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
  const onlyThere = [...left].flatMap(([line, count]) => Array<string>(count).fill(line));
  return { same: here.length - onlyHere.length, onlyHere, onlyThere };
}
