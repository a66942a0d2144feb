export { AccountFiles, followMosquitto, passwordOf } from './account-files.ts';
export * from './alert-builders.ts';
export * from './builders.ts';
export { makeCertificates, type Certificates } from './certificates.ts';
export { atTheEnd, endAll } from './ending.ts';
export { gather } from './gather.ts';
export { bucketName, startInflux, type InfluxOptions, type RunningInflux } from './influx.ts';
export { ledgerWith } from './ledger.ts';
export * from './mosquitto.ts';
export { describeWithData, sharedData } from './recordings.ts';
export { describeWith, realPart, type RealPart } from './parts.ts';
export { freePort } from './ports.ts';
export { Program, startNode, type Ended, type ProgramOptions } from './process.ts';
export { runServer, startServer, type RunningServer, type ServerOptions } from './server.ts';
export { startSimulatedCity, type SimulatedCity } from './simulated-city.ts';
export {
  readEpisodes,
  readIncidents,
  readStored,
  type StoredEpisode,
  type StoredEvent,
  type StoredIncident,
  type StoredReading,
} from './stored.ts';
export { describeOnSmallDisk, type SmallDisk } from './small-disk.ts';
export { IN_MEMORY, temporaryFolder } from './temp.ts';
export { until, type Patience } from './until.ts';
export { WebhookReceiver, type Posted } from './webhook-receiver.ts';
export * from './city-history.ts';
export { KeptMemory } from './kept-memory.ts';
export { SlowDetector } from './slow-detector.ts';
export { EventTimeFold } from './event-time-fold.ts';
export { quietWater, type Surge } from './quiet-water.ts';
