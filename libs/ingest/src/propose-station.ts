import { readingSchema } from '@clearwell/contracts';
import {
  PARAMETERS,
  SECOND,
  parameterOfChannel,
  type Channel,
  type ChannelKey,
  type EpochMs,
} from '@clearwell/water-quality';
import { decodeJson } from './strict-json.ts';

/** What messages tell of the station they come from. */
export interface Proposal {
  /** The usual time between two readings, ms, to the second; null where too few came. */
  readonly intervalMs: number | null;
  readonly channels: readonly Channel[];
  /** Channels seen that are no parameter Clearwell knows. */
  readonly unknown: readonly ChannelKey[];
}

/** Reads out of messages of an unknown station how it could be registered. What is no reading is passed over. */
export function proposeStation(payloads: readonly Uint8Array[]): Proposal {
  const readings = payloads.flatMap(readingsIn);
  const keys = [...new Set(readings.flatMap(({ values }) => Object.keys(values) as ChannelKey[]))].sort();
  const isKnown = (key: ChannelKey): boolean => Object.hasOwn(PARAMETERS, parameterOfChannel(key));
  return {
    intervalMs: usualInterval(readings.map(({ sampledAt }) => sampledAt)),
    channels: keys.filter(isKnown).map(ordinaryChannel),
    unknown: keys.filter((key) => !isKnown(key)),
  };
}

function readingsIn(payload: Uint8Array) {
  const decoded = decodeJson(payload);
  if (!decoded.ok || typeof decoded.value !== 'object' || decoded.value === null) return [];
  const batch = (decoded.value as { readings?: unknown }).readings;
  const items: readonly unknown[] = Array.isArray(batch) ? batch : [decoded.value];
  return items.flatMap((item) => readingSchema.safeParse(item).data ?? []);
}

/** The median of the times between neighbours: holes and doubles do not move it. */
function usualInterval(sampled: readonly EpochMs[]): number | null {
  const times = [...new Set(sampled)].sort((a, b) => a - b);
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at));
  const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return median === undefined ? null : Math.max(SECOND, Math.round(median / SECOND) * SECOND);
}

function ordinaryChannel(key: ChannelKey): Channel {
  const parameter = parameterOfChannel(key);
  const { unit, resolution } = PARAMETERS[parameter];
  return { key, parameter, unit, resolution };
}
