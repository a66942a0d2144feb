export { CityFaultError } from './city-fault.ts';
export type { OnFault } from './csv-table.ts';
export { Fingerprint, type Said } from './fingerprint.ts';
export { readCity, type ReadCityOptions, type RecordedCity } from './read-city.ts';
export type {
  Calibration,
  CityRecord,
  NetworkLink,
  NetworkNode,
  RecordedReading,
  TravelTime,
} from './recorded-city.ts';
export { workedAt, type WorkedAt } from './worked-at.ts';
export { writeCity, type CityToWrite } from './write-city.ts';
