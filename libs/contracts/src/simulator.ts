import * as z from 'zod';

const count = z.number().int().min(0);

/** What a simulator tells the program that started it, over their IPC channel. */
export const simulatorMessageSchema = z.discriminatedUnion('kind', [
  /** How many readings of the history it began with are acknowledged. */
  z.object({ kind: z.literal('fill'), done: count, total: count }),
  z.object({ kind: z.literal('filled'), readings: count }),
  z.object({ kind: z.literal('stopped'), unacknowledged: count }),
]);
export type SimulatorMessage = z.infer<typeof simulatorMessageSchema>;
