export * from './engine.ts';
export { AT_REST, foldReading, openFindings, type DetectorState } from './fold.ts';
