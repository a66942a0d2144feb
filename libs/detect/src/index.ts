export * from './detector.ts';
export * from './engine.ts';
export * from './judge.ts';
export { EventJudge, type EventRow, type EventSettings, type EventVerdict } from './event/event-judge.ts';
export { LimitDetector } from './limit-detector.ts';
export { PlainDetector, type Step } from './plain-detector.ts';
export { calibrateThreshold, thresholdFor, type JudgedAlert } from './event/threshold.ts';
export { type DetectorState } from './station-judge.ts';
export { TrendDetector } from './trend/trend-detector.ts';
