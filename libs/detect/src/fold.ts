import {
  isJudgeable,
  limitById,
  limitsInForce,
  type Channel,
  type Episode,
  type EpochMs,
  type Finding,
  type Limit,
  type QualifiedReading,
  type Standard,
  type Station,
} from '@clearwell/water-quality';
import { limitFinding, stepLimit, type LimitMemory } from './limit-rule.ts';

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

/** Judges one reading of a station on top of what came before it in sampling time. */
export function foldReading(
  state: DetectorState,
  reading: QualifiedReading,
  station: Station,
  standards: readonly Standard[],
): Step {
  const limits: Record<string, LimitMemory> = { ...state.limits };
  const episodes: Episode[] = [];
  for (const channel of station.channels) {
    const value = reading.values[channel.key];
    const quality = reading.quality[channel.key];
    if (value === undefined || value === null || quality === undefined || !isJudgeable(quality.flag)) continue;
    const sample = {
      station: station.id,
      channel,
      intervalMs: station.intervalMs,
      sampledAt: reading.sampledAt,
      receivedAt: reading.receivedAt,
      value,
    };
    const inForce = limitsInForce({
      standards,
      parameter: channel.parameter,
      siteType: station.siteType,
      at: reading.sampledAt,
    });
    for (const limit of inForce) {
      const key = keyOf(channel, limit);
      const step = stepLimit(limit, limits[key] ?? null, sample);
      if (step.memory === null) Reflect.deleteProperty(limits, key);
      else limits[key] = step.memory;
      if (step.episode !== null) episodes.push(step.episode);
    }
    endOutdated(limits, channel, inForce, reading.sampledAt, episodes);
  }
  return { state: { judgedUntil: reading.sampledAt, limits }, episodes };
}

/** A limit that is no longer in force ends what it had open. */
function endOutdated(
  limits: Record<string, LimitMemory>,
  channel: Channel,
  inForce: readonly Limit[],
  at: EpochMs,
  episodes: Episode[],
): void {
  for (const [key, memory] of Object.entries(limits)) {
    if (!key.startsWith(`${channel.key}|`) || inForce.some((limit) => keyOf(channel, limit) === key)) continue;
    Reflect.deleteProperty(limits, key);
    if (memory.episode !== null) episodes.push({ ...memory.episode, end: at });
  }
}

/** What is open for a station now, worst first. */
export function openFindings(state: DetectorState, station: Station): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [key, memory] of Object.entries(state.limits)) {
    const limit = limitById(key.slice(key.indexOf('|') + 1));
    const channel = station.channels.find((candidate) => key.startsWith(`${candidate.key}|`));
    const finding = limit && channel ? limitFinding(limit, channel, memory) : null;
    if (finding !== null) findings.push(finding);
  }
  return findings.sort((a, b) => Number(b.level === 'red') - Number(a.level === 'red') || a.since - b.since);
}
