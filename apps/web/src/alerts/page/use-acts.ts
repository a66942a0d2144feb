import type { AlertDetail } from '@clearwell/contracts/alerts';
import { useCallback } from 'react';
import { useWho } from '../../people/who.ts';
import { createSignal } from '../../state/signal.ts';
import { UNDO_MS } from '../acts/act-queue.ts';
import { actQueue } from '../acts/queue.ts';
import { alertPath } from '../alerts-door.ts';

/** What people do on the page of an alert; also the key of its word. */
export type ActName = 'acknowledge' | 'investigate' | 'assign' | 'comment' | 'close' | 'reopen' | 'measure' | QuietName;

/** What keeps alerts quiet, and what ends that before its time. */
export type QuietName = 'mute' | 'window' | 'unmute' | 'endWindow';

const QUIET_PATHS = { mute: '/api/mutes', window: '/api/windows', unmute: '/api/mutes', endWindow: '/api/windows' };

/** Key of the act whose form stands open: what becomes of it is told there. */
export const formAct = createSignal<string | null>(null);

/** Puts an act on this alert, as it is seen now, into the queue, and returns its key; null where nobody is signed in. */
export function useAct(alert: AlertDetail): (what: ActName, more?: Readonly<Record<string, unknown>>) => string | null {
  const person = useWho()?.person ?? null;
  const { id, revision } = alert;
  return useCallback(
    (what, more = {}) => {
      if (person === null) return null;
      const path = `${alertPath(id)}/acts`;
      const act = { by: person.name, path, alert: id, what, body: { do: what, revision, ...more } };
      return actQueue.add(act, what === 'acknowledge' ? UNDO_MS : 0);
    },
    [person, id, revision],
  );
}

/** Puts a window or a mute, or the end of the one that has this id, into the queue; returns as `useAct` does. */
export function useQuiet(
  alert: AlertDetail,
): (what: QuietName, body: Readonly<Record<string, unknown>>, ended?: string) => string | null {
  const person = useWho()?.person ?? null;
  const { id } = alert;
  return useCallback(
    (what, body, ended) => {
      if (person === null) return null;
      const end = ended === undefined ? '' : `/${encodeURIComponent(ended)}/end`;
      return actQueue.add({ by: person.name, path: `${QUIET_PATHS[what]}${end}`, alert: id, what, body });
    },
    [person, id],
  );
}
