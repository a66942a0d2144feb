import { useSyncExternalStore } from 'react';
import type { Signal } from './signal.ts';

export const useSignal = <T>(signal: Pick<Signal<T>, 'get' | 'subscribe'>): T =>
  useSyncExternalStore(signal.subscribe, signal.get);

/** Renders again only when what is picked becomes another value; `pick` must return a primitive or a stable object. */
export const usePicked = <T, P>(signal: Pick<Signal<T>, 'get' | 'subscribe'>, pick: (value: T) => P): P =>
  useSyncExternalStore(signal.subscribe, () => pick(signal.get()));
