import { EventJudge, FaultJudge, thresholdFor, type FaultFinding, type JudgedChannel } from '@clearwell/detect';
import type { EpochMs } from '@clearwell/water-quality';

/** What the judges of a station remember. */
export interface Memory {
  readonly faults: Uint8Array;
  readonly events: Uint8Array;
  readonly unheeded: Uint8Array;
}

export interface RowOutcome {
  readonly isAlert: boolean;
  /** Alert of a judge that lets all vote, whatever is said of faults: what the fault judge is worth. */
  readonly isUnheededAlert: boolean;
  readonly findings: readonly FaultFinding[];
}

const NOTHING: readonly FaultFinding[] = [];

/** The judges of one station in the order they stand in the river: what is at fault does not vote. */
export class JudgedRun {
  readonly #faults: FaultJudge;
  readonly #events: EventJudge;
  readonly #unheeded: EventJudge;

  constructor(channels: readonly JudgedChannel[], budget: number, memory?: Memory) {
    const settings = { threshold: thresholdFor(budget) };
    this.#faults = new FaultJudge(channels, memory?.faults);
    this.#events = new EventJudge(settings, channels, memory?.events);
    this.#unheeded = new EventJudge(settings, channels, memory?.unheeded);
  }

  judge(sampledAt: EpochMs, values: Float64Array, isMarked: boolean): RowOutcome {
    const { votes, hasNews } = this.#faults.fold({ sampledAt, values, flags: null, isMarked });
    const findings = hasNews ? this.#faults.findings().filter(({ saidAt }) => saidAt === sampledAt) : NOTHING;
    const { isAlert } = this.#events.fold({ sampledAt, values, votes, isMarked });
    const { isAlert: isUnheededAlert } = this.#unheeded.fold({ sampledAt, values, votes: null, isMarked });
    return { isAlert, isUnheededAlert, findings };
  }

  save(): Memory {
    return { faults: this.#faults.save(), events: this.#events.save(), unheeded: this.#unheeded.save() };
  }
}
