export * from './builders.ts';
export { atTheEnd } from './ending.ts';
export * from './mosquitto.ts';
export { describeWith, realPart, type RealPart } from './parts.ts';
export { freePort } from './ports.ts';
export { Program, startNode, type Ended, type ProgramOptions } from './process.ts';
export { temporaryFolder } from './temp.ts';
export { until, type Patience } from './until.ts';
