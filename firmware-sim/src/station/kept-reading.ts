import type { WireReading } from '@clearwell/contracts';
import type { DeviceState, EpochMs, Marks, Values } from '@clearwell/water-quality';

/** What the probes show, and the time the logger's clock gives it. */
export interface Sample {
  readonly sampledAt: EpochMs;
  readonly values: Values;
  /** What the logger says of single channels; left out where there is nothing to say. */
  readonly marks?: Marks;
  readonly device: DeviceState;
}

/** A reading in the logger's memory, as it was sampled. */
export interface KeptReading extends Sample {
  readonly boot: number;
  readonly seq: number;
}

/** A reading as the contract has it. */
export function toWire({ sampledAt, boot, seq, values, marks, device }: KeptReading, historical: boolean): WireReading {
  return {
    sampledAt,
    boot,
    seq,
    ...(historical && { historical }),
    values: values as WireReading['values'],
    ...(marks !== undefined && { marks: marks as WireReading['marks'] }),
    device,
  };
}
