import type { Episode, ReadingFinding, QualifiedReading, Station } from '@clearwell/water-quality';
import type { Detector, Saved, Watch } from './detector.ts';

export interface Step<Memory> {
  /** Null: nothing to remember. */
  readonly memory: Memory | null;
  /** Episodes this reading raised, changed or ended, as they now are. */
  readonly episodes: readonly Episode[];
}

/** A detector that is a pure function of a small memory, which is plain JSON. */
export abstract class PlainDetector<Memory> implements Detector {
  abstract readonly name: string;
  abstract readonly version: number;

  abstract fold(memory: Memory | null, reading: QualifiedReading, station: Station): Step<Memory>;
  abstract open(memory: Memory): readonly Episode[];
  abstract findings(memory: Memory, station: Station): readonly ReadingFinding[];

  watch(saved: Saved | null): Watch {
    return new PlainWatch(this, saved);
  }
}

class PlainWatch<Memory> implements Watch {
  readonly #detector: PlainDetector<Memory>;
  #memory: Memory | null;

  constructor(detector: PlainDetector<Memory>, saved: Saved | null) {
    this.#detector = detector;
    this.#memory = typeof saved === 'string' ? (JSON.parse(saved) as Memory) : null;
  }

  fold(reading: QualifiedReading, station: Station): readonly Episode[] {
    const { memory, episodes } = this.#detector.fold(this.#memory, reading, station);
    this.#memory = memory;
    return episodes;
  }

  open(): readonly Episode[] {
    return this.#memory === null ? [] : this.#detector.open(this.#memory);
  }

  findings(station: Station): readonly ReadingFinding[] {
    return this.#memory === null ? [] : this.#detector.findings(this.#memory, station);
  }

  save(): string | null {
    return this.#memory === null ? null : JSON.stringify(this.#memory);
  }
}
