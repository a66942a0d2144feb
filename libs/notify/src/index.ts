export type { Outbox, Pending, Route } from './outbox.ts';
