import { STATUSES, type Status } from '@clearwell/water-quality';
import type { Language } from '../i18n/translate.ts';

export type View = 'map' | 'list';

/** Everything that makes two people see the same screen. */
export interface Address {
  readonly language: Language;
  readonly station: string | null;
  /** Empty: all. */
  readonly statuses: readonly Status[];
  readonly search: string;
  readonly view: View;
}

const isStatus = (text: string): text is Status => (STATUSES as readonly string[]).includes(text);

const languageOf = (text: string | null, fallback: Language): Language => {
  if (text === null) return fallback;
  return text.startsWith('en') ? 'en' : 'zh';
};

export function parseAddress(query: string, fallback: Language): Address {
  const params = new URLSearchParams(query);
  return {
    language: languageOf(params.get('lang'), fallback),
    station: params.get('station'),
    statuses: [...new Set((params.get('status') ?? '').split(',').filter(isStatus))],
    search: params.get('q') ?? '',
    view: params.get('view') === 'list' ? 'list' : 'map',
  };
}

/** The query that stands for `address`, with unknown parameters of `query` kept. */
export function formatAddress(address: Address, query: string): string {
  const params = new URLSearchParams(query);
  const put = (name: string, value: string | null): void => {
    if (value === null || value === '') params.delete(name);
    else params.set(name, value);
  };
  put('lang', address.language === 'en' ? 'en' : 'zh');
  put('station', address.station);
  put('status', address.statuses.join(','));
  put('q', address.search);
  put('view', address.view === 'list' ? 'list' : null);
  const text = params.toString().replace(/%2C/g, ',');
  return text === '' ? '' : `?${text}`;
}
