import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { StationState } from '@clearwell/contracts';
import type { Standard, Station, StationId } from '@clearwell/water-quality';
import { speech, type Language, type Speech } from '../i18n/translate.ts';
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

/** Renders again only when this part of the address becomes another: in a replay the moment in it changes all the time. */
export const useAddressPart = <P>(pick: (address: Address) => P): P => usePicked(useSession().address, pick);

export const useSpeech = (): Speech => speech(usePicked(useSession().address, (address) => address.language));

/** The sentences that come with a page of its own. */
export function useSay<Sentences>(words: (language: Language) => Sentences): Sentences {
  const language = useAddressPart((part) => part.language);
  return useMemo(() => words(language), [words, language]);
}

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

/** Renders again only when what is picked of this one station becomes another value: a primitive or a stable object. */
export function useStationPart<P>(id: StationId, pick: (state: StationState | undefined) => P): P {
  const { board } = useScene();
  return useSyncExternalStore(
    (listener) => board.subscribeStation(id, listener),
    () => pick(board.stateOf(id)),
  );
}

/** Renders again only when this one station changes. */
export const useStationState = (id: StationId): StationState | undefined => useStationPart(id, (state) => state);
