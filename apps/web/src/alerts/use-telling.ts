import type { StationId } from '@clearwell/water-quality';
import { useMemo } from 'react';
import { useSay, useSession, useSpeech } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import type { Telling } from './alert-title.ts';
import { say as words } from './words.ts';

/** What it takes to say an alert in words. */
export function useTelling(): Telling {
  const speech = useSpeech();
  const say = useSay(words);
  const phase = useSignal(useSession().stations);
  return useMemo(
    () => ({
      speech,
      say,
      stationOf: (id: StationId) => (phase.kind === 'ready' ? phase.byId.get(id) : undefined),
    }),
    [speech, say, phase],
  );
}
