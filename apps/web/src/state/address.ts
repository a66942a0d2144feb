import {
  HOUR,
  MINUTE,
  PARAMETER_CODES,
  STATUSES,
  type EpochMs,
  type ParameterCode,
  type Status,
} from '@clearwell/water-quality';
import type { Language } from '../i18n/translate.ts';

export type View = 'map' | 'list';

/** Simulated seconds in a second. */
export const SPEEDS = [1, 10, 60, 600] as const;
export type Speed = (typeof SPEEDS)[number];

/** The map wound back. */
export interface ReplayChoice {
  readonly at: EpochMs;
  readonly speed: Speed;
  /** `known`: as known then; `sampled`: as sampled. */
  readonly view: 'sampled' | 'known';
  readonly parameter: ParameterCode;
}

export const FIRST_CHOICE: Omit<ReplayChoice, 'at'> = { speed: 60, view: 'sampled', parameter: 'free_chlorine' };

/** Everything that makes two people see the same screen. */
export interface Address {
  readonly language: Language;
  readonly station: string | null;
  /** Empty: all. */
  readonly statuses: readonly Status[];
  readonly search: string;
  readonly view: View;
  /** Null: live. */
  readonly replay: ReplayChoice | null;
}

const isStatus = (text: string): text is Status => (STATUSES as readonly string[]).includes(text);

const languageOf = (text: string | null, fallback: Language): Language => {
  if (text === null) return fallback;
  return text.startsWith('en') ? 'en' : 'zh';
};

const wordsOf = (params: URLSearchParams, name: string): string[] => (params.get(name) ?? '').split(',');

/** Times in the address are the city's. */
const CITY_OFFSET = 8 * HOUR;
const cityText = (at: EpochMs): string => `${new Date(at + CITY_OFFSET).toISOString().slice(0, 16)}+08:00`;

function replayOf(params: URLSearchParams): ReplayChoice | null {
  // A plus sign that was not escaped is read as a space.
  const at = Date.parse((params.get('t') ?? '').replace(' ', '+'));
  if (Number.isNaN(at)) return null;
  const parameter = params.get('parameter');
  return {
    at: Math.floor(at / MINUTE) * MINUTE,
    speed: SPEEDS.find((speed) => String(speed) === params.get('speed')) ?? FIRST_CHOICE.speed,
    view: wordsOf(params, 'view').includes('known') ? 'known' : 'sampled',
    parameter: PARAMETER_CODES.find((code) => code === parameter) ?? FIRST_CHOICE.parameter,
  };
}

export function parseAddress(query: string, fallback: Language): Address {
  const params = new URLSearchParams(query);
  return {
    language: languageOf(params.get('lang'), fallback),
    station: params.get('station'),
    statuses: [...new Set(wordsOf(params, 'status').filter(isStatus))],
    search: params.get('q') ?? '',
    view: wordsOf(params, 'view').includes('list') ? 'list' : 'map',
    replay: replayOf(params),
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
  const { replay } = address;
  put('view', [address.view === 'list' && 'list', replay?.view === 'known' && 'known'].filter(Boolean).join(','));
  put('t', replay === null ? null : cityText(replay.at));
  put('speed', replay === null || replay.speed === FIRST_CHOICE.speed ? null : String(replay.speed));
  put('parameter', replay === null || replay.parameter === FIRST_CHOICE.parameter ? null : replay.parameter);
  const text = params.toString().replace(/%2C/g, ',').replace(/%3A/g, ':');
  return text === '' ? '' : `?${text}`;
}
