export * from './cluster/clusters.ts';
export * from './cluster/waterways.ts';
export * from './cluster/station-event.ts';
export * from './detector.ts';
export * from './engine.ts';
export { type DetectorState } from './fold.ts';
export { LimitDetector } from './limit-detector.ts';
