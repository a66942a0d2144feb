import type { AlertSummary } from '@clearwell/contracts';
import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../door.ts';
import { getAlerts } from '../alerts-door.ts';

interface Closed {
  /** What was asked for. */
  readonly query: string;
  readonly alerts: readonly AlertSummary[];
  readonly next: string | null;
  readonly failure: Failure | null;
}

/** Pages of what the server holds; null while the first is on its way. `query` null: nothing is wanted of it. */
export function useClosed(query: string | null) {
  const [closed, setClosed] = useState<Closed | null>(null);
  const load = useCallback(
    (after: string | null) => {
      if (query === null) return;
      const params = new URLSearchParams(query);
      if (after !== null) params.set('after', after);
      void getAlerts(params).then((answer) => {
        setClosed((before) => {
          const held = after !== null && before?.query === query ? before.alerts : [];
          return answer.ok
            ? { query, alerts: [...held, ...answer.value.alerts], next: answer.value.next, failure: null }
            : { query, alerts: held, next: after, failure: answer.failure };
        });
      });
    },
    [query],
  );
  useEffect(() => {
    load(null);
  }, [load]);
  return { closed: closed?.query === query ? closed : null, load };
}
