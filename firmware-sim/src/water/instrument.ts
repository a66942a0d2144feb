import {
  HOUR,
  PARAMETERS,
  type Channel,
  type ChannelKey,
  type DeviceState,
  type EpochMs,
  type Station,
  type Values,
} from '@clearwell/water-quality';
import { fraction, keyOf } from '../random.ts';
import { drift, jitter } from './noise.ts';
import type { Water } from './water.ts';

/** Noise of a single value: in steps of the probe, and as a share of the value. */
const STEPS = 2;
const SHARE = 0.008;
/** Further probes of one parameter never quite agree with the first. */
const PROBE_BIAS = 0.02;

/** What the probes of a station make of the water. */
export type Instrument = (water: Water, at: EpochMs) => { readonly values: Values; readonly device: DeviceState };

export function makeInstrument(seed: number, station: Station): Instrument {
  const probes = station.channels.map((channel) => makeProbe(seed, station, channel));
  const keys = { flow: keyOf(seed, station.id, 'cell'), signal: keyOf(seed, station.id, 'signal') };
  const strength = -65 - 20 * fraction(keys.signal);
  return (water, at) => {
    const values: Partial<Record<ChannelKey, number | null>> = {};
    for (const probe of probes) values[probe.key] = probe.read(water, at);
    const sampleFlow = round(0.5 + 0.04 * drift(keys.flow, at, 9 * HOUR, HOUR), 0.01);
    const signal = round(strength + 5 * drift(keys.signal, at, 5 * HOUR, HOUR / 2), 1);
    return { values, device: { sampleFlow, signal, power: 'mains' } };
  };
}

interface Probe {
  readonly key: ChannelKey;
  /** Null: the simulator has no such water. */
  readonly read: (water: Water, at: EpochMs) => number | null;
}

function makeProbe(seed: number, { id }: Station, channel: Channel): Probe {
  const { key, parameter, resolution } = channel;
  const noise = keyOf(seed, id, key, 'probe');
  const bias = key === parameter ? 1 : 1 + PROBE_BIAS * (2 * fraction(noise) - 1);
  const read = (water: Water, at: EpochMs): number | null => {
    if (!(parameter in water)) return null;
    const truth = water[parameter as keyof Water] * bias;
    const measured = truth + jitter(noise, at) * Math.max(STEPS * resolution, widthOf(parameter, truth));
    return shownBy(channel, measured);
  };
  return { key, read };
}

/** A number as a probe shows it: within its span and in its steps. */
export function shownBy({ parameter, resolution }: Channel, measured: number): number {
  const [low, high] = PARAMETERS[parameter].sensorSpan;
  return round(Math.min(high, Math.max(low, measured)), resolution);
}

/** Turbidity and flow scatter with their size; the others by steps of the probe only. */
const widthOf = (parameter: string, truth: number): number =>
  parameter === 'turbidity' || parameter === 'flow' ? SHARE * truth : 0;

/** To the step of a probe. Divided by whole numbers where possible: 31 / 100 is 0.31, and 31 × 0.01 is not. */
function round(value: number, step: number): number {
  const perUnit = Math.round(1 / step);
  return perUnit > 1 ? Math.round(value * perUnit) / perUnit : Math.round(value / step) * step;
}
