export * from './register.ts';
export * from './station-faults.ts';
export * from './stations-file.ts';
