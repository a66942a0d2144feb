import type { WireReading } from '@clearwell/contracts';
import type { DeviceState, EpochMs, Values } from '@clearwell/water-quality';

/** What the probes show, and the time the logger's clock gives it. */
export interface Sample {
  readonly sampledAt: EpochMs;
  readonly values: Values;
  readonly device: DeviceState;
}

/** A reading in the logger's memory, as it was sampled. */
export interface KeptReading extends Sample {
  readonly boot: number;
  readonly seq: number;
}

export function toWire({ sampledAt, boot, seq, values, device }: KeptReading, historical: boolean): WireReading {
  return { sampledAt, boot, seq, ...(historical && { historical }), values: values as WireReading['values'], device };
}
