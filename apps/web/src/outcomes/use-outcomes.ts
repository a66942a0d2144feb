// Schemas are made by what is imported here.
import '../no-eval.ts';
import { outcomesSchema, type Outcomes } from '@clearwell/contracts';
import { useCallback, useEffect, useState } from 'react';
import { get, type Failure } from '../door.ts';

const ASK_EVERY_MS = 3_000;

interface Asked {
  /** The newest that was answered, also after a later question failed. */
  readonly outcomes: Outcomes | null;
  readonly failure: Failure | null;
}

/** The counters of the server, asked for every few seconds while the page is looked at. */
export function useOutcomes(): Asked & { readonly load: () => void } {
  const [asked, setAsked] = useState<Asked>({ outcomes: null, failure: null });
  const load = useCallback(
    () =>
      void get('/api/outcomes', outcomesSchema).then((answer) => {
        setAsked((before) =>
          answer.ok ? { outcomes: answer.value, failure: null } : { ...before, failure: answer.failure },
        );
      }),
    [],
  );
  useEffect(load, [load]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) load();
    }, ASK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [load]);
  return { ...asked, load };
}
