import type { BilingualName } from '@clearwell/water-quality';
import { en } from './en.ts';
import { zhCN, type Key, type Messages } from './zh-CN.ts';

export type Language = 'zh' | 'en';

export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type Parameters<Text extends string> = [Placeholders<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholders<Text>, string | number>>];

/** Says the sentence of a key, with what its placeholders stand for. */
export type Say<Sentences extends Readonly<Record<string, string>>> = <K extends keyof Sentences & string>(
  key: K,
  ...values: Parameters<Sentences[K]>
) => string;

export const sayIn =
  <Sentences extends Readonly<Record<string, string>>>(
    texts: Readonly<Record<keyof Sentences, string>>,
  ): Say<Sentences> =>
  (key, ...values) =>
    fillIn(texts[key], values[0] ?? {});

export interface Speech {
  readonly language: Language;
  readonly t: Say<Messages>;
  /** The name in this language. */
  readonly name: (name: BilingualName) => string;
}

const MESSAGES: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { zh: zhCN, en };

const PLACEHOLDER = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g;

export function fillIn(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(PLACEHOLDER, (_whole, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    return one === undefined ? String(value) : `${value} ${Number(value) === 1 ? one : (many ?? one)}`;
  });
}

const speechIn = (language: Language): Speech => ({
  language,
  t: sayIn<Messages>(MESSAGES[language]),
  name: (name) => name[language],
});

const SPEECHES = { zh: speechIn('zh'), en: speechIn('en') };

export const speech = (language: Language): Speech => SPEECHES[language];
