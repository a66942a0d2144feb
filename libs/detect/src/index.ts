export * from './detector.ts';
export * from './engine.ts';
export { type DetectorState } from './fold.ts';
export { LimitDetector } from './limit-detector.ts';
export * from './judge.ts';
export { EVENT_CONSTANTS, type EventConstants } from './event/constants.ts';
export {
  EventJudge,
  type EventEpisode,
  type EventRow,
  type EventSettings,
  type EventVerdict,
} from './event/event-judge.ts';
export { calibrateThreshold, thresholdFor, type JudgedAlert } from './event/threshold.ts';
export { FaultJudge, type FaultFinding, type FaultRow, type FaultVerdict } from './fault/fault-judge.ts';
export { FAULT_KINDS, faultCode, faultKind, type FaultKind } from './fault/fault-kind.ts';
export { tellEvent, type ToldEvent } from './words/event-words.ts';
export { tellFault } from './words/fault-words.ts';
