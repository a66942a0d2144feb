import { parseArgs } from 'node:util';
import { suggestion } from '../import/nearest-name.ts';
import type { CityOptions } from './city/city.ts';

export interface StationOptions {
  readonly file: string;
  readonly config: string;
  readonly out: string;
  /** False alerts a week. */
  readonly budget: number;
  readonly isRounded: boolean;
}

/** With all that is wrong with the options; what is missing among them is empty. */
export type Parsed =
  | { readonly kind: 'help' }
  | { readonly kind: 'station'; readonly options: StationOptions; readonly problems: readonly string[] }
  | { readonly kind: 'city'; readonly options: CityOptions; readonly problems: readonly string[] };

const OPTIONS = {
  city: { type: 'string' },
  config: { type: 'string' },
  out: { type: 'string' },
  against: { type: 'string' },
  budget: { type: 'string' },
  round: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const [LEAST, MOST] = [0.05, 7];

/** Reads the options; whatever is wrong is told together. */
export function parseOptions(args: readonly string[]): Parsed {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (values.help === true) return { kind: 'help' };
  const strangers = tokens.filter((token) => token.kind === 'option' && !(token.name in OPTIONS));
  const problems = strangers.flatMap((token) =>
    token.kind === 'option'
      ? [`There is no option ${token.rawName}${suggestion(token.name, Object.keys(OPTIONS))}; see --help`]
      : [],
  );
  // What follows an option that is not there was meant for it.
  const isMeant = (index: number): boolean => strangers.some((token) => token.index === index - 1);
  const positionals = tokens.flatMap((token) =>
    token.kind === 'positional' && !isMeant(token.index) ? [token.value] : [],
  );
  const textOf = (name: 'city' | 'config' | 'out' | 'against'): string => {
    const text = values[name];
    if (typeof text === 'string' && text !== '') return text;
    problems.push(`--${name} is missing; see --help`);
    return '';
  };
  const budget = Number(values.budget ?? 0.5);
  if (!(budget >= LEAST && budget <= MOST))
    problems.push(
      `--budget is false alerts a week, from ${String(LEAST)} to ${String(MOST)}, and is ${String(values.budget)}`,
    );
  if (values.city !== undefined) {
    for (const name of ['config', 'round'] as const)
      if (values[name] !== undefined) problems.push(`--${name} is for the file of a station, and goes not with --city`);
    if (positionals.length > 0) problems.push(`--city takes the whole folder: leave ${positionals.join(', ')} away`);
    const against = values.against === undefined ? null : textOf('against');
    const options = { folder: textOf('city'), out: textOf('out'), budget, against };
    return { kind: 'city', options, problems };
  }
  if (values.against !== undefined) problems.push('--against is for a city, and goes with --city only');
  const file = fileOf(positionals, problems);
  const options = { file, config: textOf('config'), out: textOf('out'), budget, isRounded: values.round === true };
  return { kind: 'station', options, problems };
}

function fileOf([file = '', ...others]: readonly string[], problems: string[]): string {
  if (file === '') problems.push('Give the CSV file of a station, or the folder of a city with --city');
  if (others.length > 0) problems.push(`One file at a time: there are also ${others.join(', ')}`);
  return file;
}
