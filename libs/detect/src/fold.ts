import {
  isJudgeable,
  limitById,
  type Channel,
  type Episode,
  type EpochMs,
  type Finding,
  type Limit,
  type LimitBook,
  type QualifiedReading,
  type Station,
} from '@clearwell/water-quality';
import { limitFinding, stepLimit, type LimitMemory, type Sample } from './limit-rule.ts';

/** What the detectors remember of one station after its newest judged reading. Plain data: kept in the ledger as JSON. */
export interface DetectorState {
  readonly judgedUntil: EpochMs | null;
  /** Channel and limit → memory; a pair at rest is absent. */
  readonly limits: Readonly<Record<string, LimitMemory>>;
}

export const AT_REST: DetectorState = { judgedUntil: null, limits: {} };

export interface Step {
  readonly state: DetectorState;
  /** Episodes this reading raised, changed or ended, as they now are. */
  readonly episodes: readonly Episode[];
}

const keyOf = (channel: Channel, limit: Limit): string => `${channel.key}|${limit.id}`;
const limitIdOf = (key: string): string => key.slice(key.indexOf('|') + 1);
const channelOf = (station: Station, key: string): Channel | undefined =>
  station.channels.find((channel) => key.startsWith(`${channel.key}|`));

/** Judges one reading of a station on top of what came before it in sampling time. */
export function foldReading(state: DetectorState, reading: QualifiedReading, station: Station, book: LimitBook): Step {
  const limits: Record<string, LimitMemory> = { ...state.limits };
  const episodes: Episode[] = [];
  for (const channel of station.channels) {
    const sample = sampleOf(reading, channel, station);
    if (sample === null) continue;
    for (const limit of book(channel.parameter, station.siteType, reading.sampledAt)) {
      const key = keyOf(channel, limit);
      const step = stepLimit(limit, limits[key] ?? null, sample);
      if (step.memory !== null) limits[key] = step.memory;
      else if (limits[key] !== undefined) Reflect.deleteProperty(limits, key);
      if (step.episode !== null) episodes.push(step.episode);
    }
  }
  endOutdated(limits, station, book, reading.sampledAt, episodes);
  return { state: { judgedUntil: reading.sampledAt, limits }, episodes };
}

/** The station went out of service: what was open ends there. */
export function layDown(state: DetectorState, at: EpochMs): Step {
  const episodes = Object.values(state.limits).flatMap(({ episode }) =>
    episode === null ? [] : [{ ...episode, end: at, clearedAt: at }],
  );
  return { state: { judgedUntil: at, limits: {} }, episodes };
}

/** Null where there is nothing to judge: not sent, no value, or a value that failed. */
function sampleOf(reading: QualifiedReading, channel: Channel, station: Station): Sample | null {
  const value = reading.values[channel.key];
  const quality = reading.quality[channel.key];
  if (value === undefined || value === null || quality === undefined || !isJudgeable(quality.flag)) return null;
  const { sampledAt, receivedAt } = reading;
  return { station: station.id, channel, intervalMs: station.intervalMs, sampledAt, receivedAt, value };
}

/** A limit that is no longer in force ends what it had open. */
function endOutdated(
  limits: Record<string, LimitMemory>,
  station: Station,
  book: LimitBook,
  at: EpochMs,
  episodes: Episode[],
): void {
  for (const [key, memory] of Object.entries(limits)) {
    const channel = channelOf(station, key);
    const inForce = channel === undefined ? [] : book(channel.parameter, station.siteType, at);
    if (inForce.some((limit) => limit.id === limitIdOf(key))) continue;
    Reflect.deleteProperty(limits, key);
    if (memory.episode !== null) episodes.push({ ...memory.episode, end: at, clearedAt: at });
  }
}

/** What is open for a station now, worst first. */
export function openFindings(state: DetectorState, station: Station): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [key, memory] of Object.entries(state.limits)) {
    const limit = limitById(limitIdOf(key));
    const channel = channelOf(station, key);
    const finding = limit && channel ? limitFinding(limit, channel, memory) : null;
    if (finding !== null) findings.push(finding);
  }
  return findings.sort((a, b) => Number(b.level === 'red') - Number(a.level === 'red') || a.since - b.since);
}
