import type { WireReading } from '@clearwell/contracts';
import type { DeviceState, EpochMs, Values } from '@clearwell/water-quality';

/** A reading in the logger's memory, as it was sampled. */
export interface KeptReading {
  readonly boot: number;
  readonly seq: number;
  readonly sampledAt: EpochMs;
  readonly values: Values;
  readonly device: DeviceState;
}

export function toWire({ sampledAt, boot, seq, values, device }: KeptReading, historical: boolean): WireReading {
  return { sampledAt, boot, seq, ...(historical && { historical }), values: values as WireReading['values'], device };
}
