export * from './http.ts';
export * from './ids.ts';
export * from './mqtt.ts';
export * from './simulator.ts';
export * from './socket.ts';
export * from './topics.ts';
