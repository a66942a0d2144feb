import { SOCKET_PERMISSIONS, type BrowserEvent } from '@clearwell/contracts';
import { may, type Principal, type Sessions } from '@clearwell/people';
import type { Server, Socket } from 'socket.io';
import type { Identified, Identity } from './identity.ts';
import type { Veil } from './veil.ts';

const roomOf = (session: string): string => `session ${session}`;

/** Refused sockets are told this; they go on when somebody signs in. */
const UNAUTHORIZED = 'unauthorized';

interface Watched {
  /** A session that ends takes its sockets with it. */
  readonly sessions: Sessions;
  readonly veil: Veil;
}

/** The same guard before the socket: who connects, and each event. What is not in the table is for nobody. */
export function guardSockets(io: Server, identity: Identity, { sessions, veil }: Watched): void {
  const identify = ({ handshake, conn }: Socket): Identified =>
    identity.identify({ headers: handshake.headers, remoteAddress: conn.remoteAddress, isPresence: false });
  const admit = (socket: Socket, next: (error?: Error) => void): void => {
    const who = attempt(() => identify(socket));
    const isForeign = identity.isOwnPage(socket.handshake.headers) === false;
    if (who === null || isForeign || !may(who.principal, SOCKET_PERMISSIONS.connection)) {
      next(new Error(UNAUTHORIZED));
      return;
    }
    (socket.data as { isVeiled?: boolean }).isVeiled = veil.viewOf(who.principal).isVeiled;
    const session = identity.sessionOf(who);
    if (session !== null) void socket.join(roomOf(session));
    socket.use(([event], proceed) => {
      const principal = attempt(() => identify(socket))?.principal;
      if (principal !== undefined && mayEmit(principal, event)) proceed();
      else proceed(new Error(UNAUTHORIZED));
    });
    next();
  };
  // Also of a gateway with a name of its own.
  for (const namespace of io._nsps.values()) namespace.use(admit);
  io.on('new_namespace', (namespace) => {
    namespace.use(admit);
  });
  sessions.onEnd((ids) => {
    for (const id of ids) for (const namespace of io._nsps.values()) namespace.in(roomOf(id)).disconnectSockets(true);
  });
}

function mayEmit(principal: Principal, event: string): boolean {
  const isKnown = Object.hasOwn(SOCKET_PERMISSIONS, event) && event !== 'connection';
  return isKnown && may(principal, SOCKET_PERMISSIONS[event as BrowserEvent]);
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
