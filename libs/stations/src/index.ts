export * from './changes.ts';
export * from './networks.ts';
export * from './register.ts';
export * from './station-faults.ts';
export * from './stations-csv.ts';
export * from './stations-file.ts';
export * from './tunings.ts';
