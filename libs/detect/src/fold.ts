import type { Episode, EpochMs, Finding, QualifiedReading, Station } from '@clearwell/water-quality';
import type { Detector } from './detector.ts';

/** What the detectors remember of one station after its newest judged reading. Plain data: kept in the ledger as JSON. */
export interface DetectorState {
  readonly judgedUntil: EpochMs | null;
  /** The newest judged reading, from the first on that was sent as it was sampled: the horizon is measured from it. */
  readonly liveUntil: EpochMs | null;
  /** Name of a detector → its memory; one that remembers nothing is absent. */
  readonly memories: Readonly<Record<string, unknown>>;
}

export const AT_REST: DetectorState = { judgedUntil: null, liveUntil: null, memories: {} };

export interface Fold {
  readonly state: DetectorState;
  /** Episodes raised, changed or ended, as they now are. */
  readonly episodes: readonly Episode[];
}

/** Judges one reading of a station on top of what came before it in sampling time. */
export function foldReading(
  detectors: readonly Detector[],
  state: DetectorState,
  reading: QualifiedReading,
  station: Station,
): Fold {
  const memories: Record<string, unknown> = {};
  const episodes: Episode[] = [];
  for (const detector of detectors) {
    const step = detector.fold(state.memories[detector.name] ?? null, reading, station);
    if (step.memory !== null) memories[detector.name] = step.memory;
    episodes.push(...step.episodes);
  }
  const isLive = state.liveUntil !== null || !reading.historical;
  const { sampledAt } = reading;
  return { state: { judgedUntil: sampledAt, liveUntil: isLive ? sampledAt : null, memories }, episodes };
}

/** The station went out of service: what was open ends there. */
export function layDown(detectors: readonly Detector[], state: DetectorState, at: EpochMs): Fold {
  const episodes = openEpisodes(detectors, state).map((episode) => ({ ...episode, end: at, clearedAt: at }));
  return { state: { judgedUntil: at, liveUntil: state.liveUntil, memories: {} }, episodes };
}

export const openEpisodes = (detectors: readonly Detector[], { memories }: DetectorState): readonly Episode[] =>
  detectors.flatMap((detector) => {
    const memory = memories[detector.name] ?? null;
    return memory === null ? [] : detector.open(memory);
  });

/** What is open for a station now, worst first. */
export function openFindings(
  detectors: readonly Detector[],
  { memories }: DetectorState,
  station: Station,
): readonly Finding[] {
  const findings = detectors.flatMap((detector) => {
    const memory = memories[detector.name] ?? null;
    return memory === null ? [] : detector.findings(memory, station);
  });
  return findings.sort((a, b) => Number(b.level === 'red') - Number(a.level === 'red') || a.since - b.since);
}
