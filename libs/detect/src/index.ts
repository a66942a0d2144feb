export * from './detector.ts';
export * from './engine.ts';
export { type DetectorState } from './fold.ts';
export { LimitDetector } from './limit-detector.ts';
export * from './judge.ts';
export { EventJudge, type EventRow, type EventSettings, type EventVerdict } from './event/event-judge.ts';
export { calibrateThreshold, thresholdFor, type JudgedAlert } from './event/threshold.ts';
export { FaultJudge, type FaultFinding, type FaultRow, type FaultVerdict } from './fault/fault-judge.ts';
export { FAULT_KINDS, faultCode, faultKind, type FaultKind } from './fault/fault-kind.ts';
