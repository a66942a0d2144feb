import * as z from 'zod';
import { alertSummarySchema } from './alert-summary.ts';
import { fillingSchema, stateSchema, stationStateSchema, storageFaultSchema } from './http.ts';
import type { Permission } from './people.ts';
import { quietSchema } from './quiet.ts';

/** Where the socket lives on the server. */
export const SOCKET_PATH = '/socket';

export const HEARTBEAT_MS = 5_000;

/**
 * Server → browser, event name → payload. A `snapshot` comes first; each `delta` carries the next number, except that a
 * slow browser is given the newest of what it missed in one delta that says from which number on it counts (`since`).
 * Whoever holds a number other than `since` asks for a snapshot.
 */
export const SERVER_EVENTS = {
  snapshot: stateSchema,
  delta: z.object({
    since: z.number().int(),
    n: z.number().int(),
    at: z.number().int(),
    stations: z.array(stationStateSchema),
    /** As they stand now, those that were closed just now too. Left out: none has changed. */
    alerts: z.array(alertSummarySchema).optional(),
    /** All of them, once one was opened, began or ended. Left out: none has. */
    quiet: quietSchema.optional(),
  }),
  /** Every few seconds, and at once when readings can no longer be kept or can be again, or a past begins or ends to come in. */
  heartbeat: z.object({
    n: z.number().int(),
    at: z.number().int(),
    lastReceivedAt: z.number().int().nullable(),
    fault: storageFaultSchema.nullable(),
    filling: fillingSchema.optional(),
  }),
} as const;

export type ServerEvent = keyof typeof SERVER_EVENTS;
export type ServerPayload<E extends ServerEvent> = z.infer<(typeof SERVER_EVENTS)[E]>;

/** Handlers as socket.io wants them typed, on both ends. */
export type ServerToBrowser = { [E in ServerEvent]: (payload: ServerPayload<E>) => void };

/** Browser → server. */
export interface BrowserToServer {
  resync: () => void;
}

export type BrowserEvent = keyof BrowserToServer;

/** What connecting and each event takes; an event that is not here is for nobody. */
export const SOCKET_PERMISSIONS: Readonly<Record<BrowserEvent | 'connection', Permission>> = {
  connection: 'map.see',
  resync: 'map.see',
};
