import {
  EventJudge,
  FaultJudge,
  thresholdFor,
  type EventVerdict,
  type FaultFinding,
  type JudgedChannel,
} from '@clearwell/detect';
import type { EpochMs } from '@clearwell/water-quality';

/** What the judges of a station remember. */
export interface Memory {
  readonly faults: Uint8Array;
  readonly events: Uint8Array;
  readonly unheeded: Uint8Array;
}

export interface RowOutcome {
  readonly event: Alert;
  /** Of a judge that lets all vote, whatever is said of faults: what the fault judge is worth. */
  readonly unheeded: Alert;
  readonly findings: readonly FaultFinding[];
}

/** What is said of water events; the weights of the channels change with the next row. */
export type Alert = Pick<EventVerdict, 'isAlert' | 'weights'>;

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
    const event = this.#events.fold({ sampledAt, values, votes, isMarked });
    const unheeded = this.#unheeded.fold({ sampledAt, values, votes: null, isMarked });
    return { event, unheeded, findings };
  }

  save(): Memory {
    return { faults: this.#faults.save(), events: this.#events.save(), unheeded: this.#unheeded.save() };
  }
}
