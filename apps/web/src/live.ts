import {
  SERVER_EVENTS,
  SOCKET_PATH,
  type BrowserToServer,
  type ServerEvent,
  type ServerPayload,
  type ServerToBrowser,
} from '@clearwell/contracts';
import { io, type Socket } from 'socket.io-client';
import type * as z from 'zod';

export type LiveHandlers = { [E in ServerEvent]: (payload: ServerPayload<E>) => void } & {
  readonly connected: () => void;
  readonly lost: () => void;
  /** The server shows nothing to whoever this is: nobody signed in, or not any more. */
  readonly shutOut: () => void;
  /** What arrived does not fit the contract. */
  readonly unreadable: (event: ServerEvent) => void;
};

export interface Live {
  /** Asks for a snapshot. */
  readonly resync: () => void;
  readonly stop: () => void;
}

const TRIED_AGAIN_MS = 10_000;

type LiveSocket = Socket<ServerToBrowser, BrowserToServer>;

/** The socket of the live map. Connects at once and for ever again. */
export function startLive(handlers: LiveHandlers): Live {
  const socket: LiveSocket = io({
    path: SOCKET_PATH,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 1_000,
    reconnectionDelayMax: 5_000,
    autoConnect: false,
  });
  let retry: ReturnType<typeof setTimeout> | undefined;
  // The contract is a promise of the server, checked here.
  const untyped = socket as unknown as Socket;
  const on = <E extends ServerEvent>(
    event: E,
    schema: { safeParse: (payload: unknown) => z.ZodSafeParseResult<ServerPayload<E>> },
    take: (payload: ServerPayload<E>) => void,
  ): void => {
    const name: string = event;
    untyped.on(name, (payload: unknown) => {
      const parsed = schema.safeParse(payload);
      if (parsed.success) take(parsed.data);
      else handlers.unreadable(event);
    });
  };
  on('snapshot', SERVER_EVENTS.snapshot, handlers.snapshot);
  on('delta', SERVER_EVENTS.delta, handlers.delta);
  on('heartbeat', SERVER_EVENTS.heartbeat, handlers.heartbeat);
  socket.on('connect', handlers.connected);
  socket.on('connect_error', ({ message }) => {
    handlers.lost();
    if (message !== 'unauthorized') return;
    handlers.shutOut();
    // After such a refusal the client does not try again by itself; somebody may sign in, also in another window.
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), TRIED_AGAIN_MS);
  });
  socket.on('disconnect', (reason) => {
    handlers.lost();
    // The only reason after which the client does not reconnect by itself.
    if (reason === 'io server disconnect') socket.connect();
  });
  socket.connect();
  const stop = (): void => {
    clearTimeout(retry);
    socket.disconnect();
  };
  return { resync: () => socket.emit('resync'), stop };
}
