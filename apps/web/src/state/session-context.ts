import { createContext, useContext, useSyncExternalStore } from 'react';
import type { StationState } from '@clearwell/contracts';
import type { Standard, Station, StationId } from '@clearwell/water-quality';
import { speech, type Speech } from '../i18n/translate.ts';
import type { Address } from './address.ts';
import type { Scene } from './scene.ts';
import type { Session } from './session.ts';
import { usePicked, useSignal } from './use-signal.ts';

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('Wrap the screen in SessionProvider');
  return session;
}

export const useAddress = (): Address => useSignal(useSession().address);

export const useSpeech = (): Speech => speech(usePicked(useSession().address, (address) => address.language));

export const useScene = (): Scene => useSignal(useSession().scene);

const NO_STATIONS: readonly Station[] = [];

export function useStations(): readonly Station[] {
  const phase = useSignal(useSession().stations);
  return phase.kind === 'ready' ? phase.stations : NO_STATIONS;
}

const NO_STANDARDS: readonly Standard[] = [];

/** Whose limits the server judges by. */
export function useStandards(): readonly Standard[] {
  const phase = useSignal(useSession().stations);
  return phase.kind === 'ready' ? phase.standards : NO_STANDARDS;
}

/** Renders again only when this one station changes. */
export function useStationState(id: StationId): StationState | undefined {
  const { board } = useScene();
  return useSyncExternalStore(
    (listener) => board.subscribeStation(id, listener),
    () => board.stateOf(id),
  );
}
