import type { AlertDetail } from '@clearwell/contracts/alerts';
import { useCallback } from 'react';
import { useWho } from '../../people/who.ts';
import { UNDO_MS } from '../acts/act-queue.ts';
import { actQueue } from '../acts/queue.ts';
import { alertPath } from '../alerts-door.ts';

/** What people do on the page of an alert; also the key of its word. */
export type ActName =
  'acknowledge' | 'investigate' | 'assign' | 'comment' | 'close' | 'reopen' | 'mute' | 'window' | 'measure';

/** Puts an act on this alert, as it is seen now, into the queue. */
export function useAct(alert: AlertDetail): (what: ActName, more?: Readonly<Record<string, unknown>>) => void {
  const person = useWho()?.person ?? null;
  const { id, revision } = alert;
  return useCallback(
    (what, more = {}) => {
      if (person === null) return;
      const path = `${alertPath(id)}/acts`;
      const act = { by: person.name, path, alert: id, what, body: { do: what, revision, ...more } };
      actQueue.add(act, what === 'acknowledge' ? UNDO_MS : 0);
    },
    [person, id, revision],
  );
}

/** Puts a window or a mute into the queue. */
export function useQuiet(
  alert: AlertDetail,
): (what: 'mute' | 'window', body: Readonly<Record<string, unknown>>) => void {
  const person = useWho()?.person ?? null;
  const { id } = alert;
  return useCallback(
    (what, body) => {
      if (person === null) return;
      actQueue.add({ by: person.name, path: `/api/${what}s`, alert: id, what, body });
    },
    [person, id],
  );
}
