import type { ChannelKey, EpochMs, Position, Station, StationId } from '@clearwell/water-quality';

/** A node of the pipe network, by its name in the file. */
export interface NetworkNode {
  readonly id: string;
  readonly position: Position;
  /** `junction`, `tank`, `reservoir`… */
  readonly type: string;
}

/** A pipe, pump or valve between two nodes. */
export interface NetworkLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly lengthM: number;
  readonly diameterMm: number;
  readonly type: string;
}

/** How long water is on its way from one station to another. */
export interface TravelTime {
  readonly from: StationId;
  readonly to: StationId;
  readonly minutes: number;
  /** How much of the lower station's water has passed the upper one, 0 to 1. */
  readonly share: number;
}

/** While it lasts, these channels of the station tell nothing of the water. */
export interface Calibration {
  readonly station: StationId;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly channels: readonly ChannelKey[];
}

/** One row of the readings: a late or a doubled one is there as it arrived. */
export interface RecordedReading {
  readonly station: StationId;
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  /** Channels that were not sent are absent; the form has no sign for "the sensor has no value". */
  readonly values: Readonly<Partial<Record<ChannelKey, number>>>;
}

/** A city as its folder has it, all but the readings, which are too many to hold. */
export interface CityRecord {
  /** As the network file names it. */
  readonly name: string;
  readonly stations: readonly Station[];
  /** At which node of the network a station stands, where that is known. */
  readonly nodeOf: ReadonlyMap<StationId, string>;
  readonly nodes: readonly NetworkNode[];
  readonly links: readonly NetworkLink[];
  readonly travelTimes: readonly TravelTime[];
  /** In the order of the file. */
  readonly calibrations: readonly Calibration[];
}

/** A folder writes `A15` for the station `a15`: ids are lower-case words in every other place. */
export const idInFolder = (station: StationId): string => station.toUpperCase();
export const idFromFolder = (text: string): string => text.toLowerCase();

/** The files of a folder. Readings may also be there without compression, as `readings.csv`. */
export const FILES = {
  stations: 'stations.csv',
  network: 'network.json',
  calibrations: 'calibrations.csv',
  readings: 'readings.csv.gz',
  plainReadings: 'readings.csv',
  truth: 'truth.csv',
} as const;

/** Between the parameters of a station, in one cell. */
export const LIST_SEPARATOR = ';';
