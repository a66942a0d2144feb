export { BlendJudge, type BlendVerdict } from './blend/blend-judge.ts';
export * from './cluster/clusters.ts';
export * from './cluster/event-book.ts';
export * from './cluster/incident-desk.ts';
export { incidentEntry } from './cluster/incident-entry.ts';
export * from './cluster/operations.ts';
export * from './cluster/paging.ts';
export * from './cluster/station-event.ts';
export * from './cluster/waterways.ts';
export * from './detector.ts';
export * from './engine.ts';
export { EVENT_GOES_ON, EVENT_JOINED_WITHIN } from './event-run.ts';
export { EVENT_CONSTANTS, type EventConstants } from './event/constants.ts';
export {
  EventJudge,
  type EventEpisode,
  type EventRow,
  type EventSettings,
  type EventVerdict,
} from './event/event-judge.ts';
export { calibrateLift, liftedThreshold, thresholdFor, type JudgedAlert } from './event/threshold.ts';
export { FaultJudge, type FaultFinding, type FaultRow, type FaultVerdict } from './fault/fault-judge.ts';
export { FAULT_KINDS, faultCode, faultKind, type FaultKind } from './fault/fault-kind.ts';
export * from './judge.ts';
export { LimitDetector } from './limit-detector.ts';
export { PlainDetector, type Step } from './plain-detector.ts';
export { AT_REST, StationFold, type DetectorState, type Panel } from './station-fold.ts';
export * from './station-judge.ts';
export { DEFAULT_BUDGET, WaterDetector, type LiftsInTime } from './water-detector.ts';
export { TrendDetector } from './trend/trend-detector.ts';
export { tellEvent, type ToldEvent, type ToldMove } from './words/event-words.ts';
export { tellFault, toldEpisode, toldFault, type ToldFault } from './words/fault-words.ts';
export { tellFinding } from './words/finding-words.ts';
export { tellIncident, type ToldIncident } from './words/incident-words.ts';
export type { Scene } from './words/scene.ts';
