declare const brand: unique symbol;

/** A primitive that cannot be mixed up with another of the same kind: an id is made at a door, once, and carried. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Names one station in the whole system, e.g. `zz-017`. */
export type StationId = Brand<string, 'StationId'>;

/** Names one probe within its station: a parameter code, with `.2`, `.3`… for further probes of the same parameter. */
export type ChannelKey = Brand<string, 'ChannelKey'>;

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** For ids that are known to be well formed: the register's own rows, and tests. Outside text goes through the contracts. */
export const stationId = (text: string): StationId => text as StationId;
export const channelKey = (text: string): ChannelKey => text as ChannelKey;
