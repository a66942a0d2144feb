export * from './qualify-reading.ts';
