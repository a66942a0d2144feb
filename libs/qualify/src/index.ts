export * from './qualify-reading.ts';
export * from './set-beyond.ts';
