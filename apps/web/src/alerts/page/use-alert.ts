import type { AlertDetail } from '@clearwell/contracts/alerts';
import type { AlertId } from '@clearwell/water-quality';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../door.ts';
import { useSession } from '../../state/session-context.ts';
import { usePicked, useSignal } from '../../state/use-signal.ts';
import { actQueue } from '../acts/queue.ts';
import { getAlert } from '../alerts-door.ts';

interface Held {
  readonly alert: AlertDetail | null;
  readonly failure: Failure | null;
}

/** One alert in full: asked for again when the socket tells another state of it, and after whatever was done here. */
export function useAlert(id: AlertId): Held & { readonly load: () => void } {
  const [held, setHeld] = useState<Held>({ alert: null, failure: null });
  const turn = useRef(0);
  const load = useCallback(() => {
    const own = (turn.current += 1);
    void getAlert(id).then((answer) => {
      if (own !== turn.current) return;
      setHeld((before) =>
        answer.ok ? { alert: answer.value, failure: null } : { alert: before.alert, failure: answer.failure },
      );
    });
  }, [id]);
  const { board } = useSession();
  const told = usePicked(board.alerts, (alerts) => alerts.get(id));
  const snapshots = useSignal(board.snapshots);
  const outcome = useSignal(actQueue.outcome);
  useEffect(load, [load, told, snapshots, outcome]);
  return { ...held, load };
}
