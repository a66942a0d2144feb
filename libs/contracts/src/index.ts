export * from './alert-summary.ts';
export * from './http.ts';
export * from './ids.ts';
export { instantSchema } from './instants.ts';
export * from './mqtt.ts';
export * from './simulator.ts';
export * from './socket.ts';
export * from './stations.ts';
export * from './topics.ts';
