import { formatAddress, parseAddress, type Address } from './address.ts';
import { createSignal, type Signal } from './signal.ts';
import type { Language } from '../i18n/translate.ts';

const STORED_LANGUAGE = 'clearwell.lang';

/** Storage may be forbidden; then the language lives in the URL alone. */
function storedLanguage(): Language {
  try {
    return localStorage.getItem(STORED_LANGUAGE) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED_LANGUAGE, language);
  } catch {
    return;
  }
}

export interface AddressStore extends Pick<Signal<Address>, 'get' | 'subscribe'> {
  /** A station opened or a replay begun is a step one can go back from; a filter typed or another moment is not. */
  readonly change: (part: Partial<Address>) => void;
}

export function createAddressStore(): AddressStore {
  const signal = createSignal(parseAddress(location.search, storedLanguage()));
  window.addEventListener('popstate', () => {
    signal.set(parseAddress(location.search, storedLanguage()));
  });
  const change = (part: Partial<Address>): void => {
    const before = signal.get();
    const next = { ...before, ...part };
    const url = `${location.pathname}${formatAddress(next, location.search)}${location.hash}`;
    const isStep =
      next.station !== before.station ||
      next.view !== before.view ||
      (next.replay === null) !== (before.replay === null);
    history[isStep ? 'pushState' : 'replaceState'](null, '', url);
    if (part.language !== undefined) storeLanguage(part.language);
    signal.set(next);
  };
  return { get: signal.get, subscribe: signal.subscribe, change };
}
