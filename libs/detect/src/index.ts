export * from './detector.ts';
export * from './engine.ts';
export { type DetectorState } from './fold.ts';
export { LimitDetector } from './limit-detector.ts';
