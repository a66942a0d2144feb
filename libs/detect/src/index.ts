export * from './detector.ts';
export * from './engine.ts';
export { LimitDetector } from './limit-detector.ts';
export { PlainDetector, type Step } from './plain-detector.ts';
export { type DetectorState } from './station-judge.ts';
