import type {
  Episode,
  EpochMs,
  QualifiedReading,
  QualityChange,
  ReadingFinding,
  Station,
} from '@clearwell/water-quality';
import type { Detector, Qualifier, QualityWatch, Saved, Watch } from './detector.ts';

/** What is remembered of one station after its newest judged reading. */
export interface DetectorState {
  readonly judgedUntil: EpochMs | null;
  /** The newest judged reading, from the first on that was sent as it was sampled: the horizon is measured from it. */
  readonly liveUntil: EpochMs | null;
  /** Name of a detector → what its watch saved; one that remembers nothing is absent. */
  readonly memories: Readonly<Record<string, Saved>>;
}

export const AT_REST: DetectorState = { judgedUntil: null, liveUntil: null, memories: {} };

/** How a station's readings are flagged, and what judges them. */
export interface Panel {
  /** Null: they are judged as they were flagged at the door. */
  readonly qualifier: Qualifier | null;
  readonly detectors: readonly Detector[];
}

/** What one reading came to. */
export interface Judged {
  /** As it is flagged now. */
  readonly reading: QualifiedReading;
  /** Episodes it raised, changed or ended. */
  readonly episodes: readonly Episode[];
  /** What is to be said anew of the flags of readings before it. */
  readonly earlier: readonly QualityChange[];
}

/** Everything that judges one station, at one place in its history. */
export class StationFold {
  readonly #panel: Panel;
  #quality: QualityWatch | null;
  #watches: readonly Watch[];
  #judgedUntil: EpochMs | null;
  #liveUntil: EpochMs | null;

  constructor(panel: Panel, { judgedUntil, liveUntil, memories }: DetectorState) {
    const { qualifier, detectors } = panel;
    this.#panel = panel;
    this.#quality = qualifier?.watch(memories[qualifier.name] ?? null) ?? null;
    this.#judgedUntil = judgedUntil;
    this.#liveUntil = liveUntil;
    this.#watches = detectors.map((detector) => detector.watch(memories[detector.name] ?? null));
  }

  /** Sampling time of the newest reading it has judged; -Infinity before the first. */
  get place(): EpochMs {
    return this.#judgedUntil ?? -Infinity;
  }

  get isAtRest(): boolean {
    return this.#judgedUntil === null;
  }

  get liveUntil(): EpochMs | null {
    return this.#liveUntil;
  }

  /** Judges one reading on top of what came before it in sampling time. */
  fold(stored: QualifiedReading, station: Station): Judged {
    const { reading, earlier } = this.#quality?.fold(stored, station) ?? { reading: stored, earlier: NONE };
    this.#judgedUntil = reading.sampledAt;
    if (this.#liveUntil !== null || !reading.historical) this.#liveUntil = reading.sampledAt;
    let episodes: readonly Episode[] = [];
    for (const watch of this.#watches) {
      const changed = watch.fold(reading, station);
      if (changed.length > 0) episodes = episodes.length === 0 ? changed : [...episodes, ...changed];
    }
    return { reading, episodes, earlier };
  }

  /** The station went out of service: what was open ends there, and nothing is remembered. */
  layDown(at: EpochMs): readonly Episode[] {
    const episodes = this.open().map((episode) => ({ ...episode, end: at, clearedAt: at }));
    this.#quality = this.#panel.qualifier?.watch(null) ?? null;
    this.#watches = this.#panel.detectors.map((detector) => detector.watch(null));
    this.#judgedUntil = at;
    return episodes;
  }

  open(): readonly Episode[] {
    return this.#watches.flatMap((watch) => watch.open());
  }

  /** What is open now: worst first, then oldest, then by name. */
  findings(station: Station): readonly ReadingFinding[] {
    const findings = this.#watches.flatMap((watch) => watch.findings(station));
    return findings.sort(
      (a, b) => RANK[a.level] - RANK[b.level] || a.since - b.since || (nameOf(a) < nameOf(b) ? -1 : 1),
    );
  }

  save(): DetectorState {
    const memories: Record<string, Saved> = {};
    const { qualifier, detectors } = this.#panel;
    const flags = this.#quality?.save() ?? null;
    if (qualifier !== null && flags !== null) memories[qualifier.name] = flags;
    this.#watches.forEach((watch, i) => {
      const [saved, name] = [watch.save(), detectors[i]?.name];
      if (saved !== null && name !== undefined) memories[name] = saved;
    });
    return { judgedUntil: this.#judgedUntil, liveUntil: this.#liveUntil, memories };
  }
}

const NONE: readonly QualityChange[] = [];

const RANK = { red: 0, amber: 1, notice: 2 } as const;

function nameOf(finding: ReadingFinding): string {
  const { kind, channel } = finding;
  const rule =
    kind === 'limit' ? finding.limit : kind === 'fault' ? finding.fault : kind === 'trend' ? finding.window : '';
  return `${kind} ${channel ?? ''} ${rule}`;
}

/** Whether two stand at the same place and remember the same. */
export function isSameState(a: DetectorState, b: DetectorState): boolean {
  const names = Object.keys(a.memories);
  return (
    a.judgedUntil === b.judgedUntil &&
    a.liveUntil === b.liveUntil &&
    names.length === Object.keys(b.memories).length &&
    names.every((name) => isSame(a.memories[name], b.memories[name]))
  );
}

function isSame(a: Saved | undefined, b: Saved | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
