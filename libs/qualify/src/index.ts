export { flagCase, ioosRule, judgeOf } from './ioos/ioos-case.ts';
export type { IoosCase, IoosConfigs, IoosMember, IoosTest } from './ioos/ioos-case.ts';
export * from './qualify-reading.ts';
export * from './quality-judge.ts';
export * from './quality-settings.ts';
export * from './roll-up.ts';
export * from './set-beyond.ts';
export { CALENDAR_PARTS, type Climatology, type Season } from './tests/climatology.ts';
export type { QualityRule } from './tests/quality-rule.ts';
