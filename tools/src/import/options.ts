import { stationIdSchema } from '@clearwell/contracts';
import { IANAZone } from 'luxon';
import { parseArgs } from 'node:util';
import { parseMap, type MappedColumn } from './column-map.ts';
import { suggestion } from './nearest-name.ts';
import type { ValueStyle } from './read-value.ts';
import { DETAIL_NAMES, type Details } from './station-details.ts';

/** Where history is brought to, and how. */
export interface Way {
  readonly server: string;
  readonly apiKey: string | null;
  /** ms */
  readonly patience: number;
  readonly dryRun: boolean;
  readonly restart: boolean;
  readonly report: string | null;
}

/** A CSV file of one station, and how it is written. */
export interface RowSource {
  readonly file: string;
  readonly station: string;
  readonly columns: readonly MappedColumn[];
  readonly timeColumn: string;
  readonly zone: IANAZone | null;
  readonly timeFormat: string | null;
  readonly delimiter: string | null;
  readonly encoding: string | null;
  readonly style: ValueStyle;
}

export interface FileOptions extends RowSource {
  /** A file that describes the station, should it have to be made. */
  readonly stationFile: string | null;
  readonly details: Details;
}

export type Parsed =
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly problems: readonly string[] }
  | { readonly kind: 'file'; readonly way: Way; readonly options: FileOptions }
  | { readonly kind: 'folder'; readonly way: Way; readonly folder: string };

const TEXTS = [
  'station',
  'map',
  'time-column',
  'time-zone',
  'time-format',
  'server',
  'create-station',
  'delimiter',
  'encoding',
  'missing',
  'report',
  'patience',
  'folder',
  ...DETAIL_NAMES,
] as const;
const SWITCHES = ['decimal-comma', 'dry-run', 'restart', 'help'] as const;

type Texts = Readonly<Partial<Record<(typeof TEXTS)[number], string>>>;
interface Given {
  readonly files: readonly string[];
  readonly texts: Texts;
  readonly switches: ReadonlySet<string>;
  readonly problems: string[];
}

/** Reads the options; whatever is wrong is told together. */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): Parsed {
  const given = collect(args);
  const { texts, files, problems, switches } = given;
  if (switches.has('help')) return { kind: 'help' };
  const way: Way = {
    server: serverOf(texts.server ?? 'http://127.0.0.1:3000', problems),
    apiKey: env['CLEARWELL_API_KEY'] === '' ? null : (env['CLEARWELL_API_KEY'] ?? null),
    patience: secondsOf(texts.patience ?? '120', problems),
    dryRun: switches.has('dry-run'),
    restart: switches.has('restart'),
    report: texts.report ?? null,
  };
  if (texts.folder !== undefined) {
    if (files.length > 0) problems.push('Give either a CSV file or --folder');
    return problems.length > 0 ? { kind: 'bad', problems } : { kind: 'folder', way, folder: texts.folder };
  }
  const options = fileOptions(given);
  return problems.length > 0 ? { kind: 'bad', problems } : { kind: 'file', way, options };
}

function fileOptions({ files, texts, switches, problems }: Given): FileOptions {
  const [file = '', ...others] = files;
  if (file === '') problems.push('Give the CSV file that is to be imported, or --folder');
  if (others.length > 0) problems.push(`One file at a time: there are also ${others.join(', ')}`);
  for (const name of ['station', 'map', 'time-column'] as const) {
    if (texts[name] === undefined) problems.push(`--${name} is missing`);
  }
  return {
    file,
    station: stationOf(texts.station, problems),
    columns: texts.map === undefined ? [] : parseMap(texts.map, problems),
    timeColumn: texts['time-column'] ?? '',
    zone: zoneOf(texts['time-zone'], problems),
    timeFormat: texts['time-format'] ?? null,
    delimiter: delimiterOf(texts.delimiter, problems),
    encoding: encodingOf(texts.encoding, problems),
    style: {
      decimalComma: switches.has('decimal-comma'),
      missing: texts.missing?.split(',').map((word) => word.trim()) ?? [],
    },
    stationFile: texts['create-station'] ?? null,
    details: Object.fromEntries(
      DETAIL_NAMES.flatMap((name) => (texts[name] === undefined ? [] : [[name, texts[name]]])),
    ),
  };
}

function stationOf(text: string | undefined, problems: string[]): string {
  if (text !== undefined && !stationIdSchema.safeParse(text).success)
    problems.push(`--station must be lower-case letters, digits, - and _, like zz-001, and is ${text}`);
  return text ?? '';
}

function zoneOf(text: string | undefined, problems: string[]): IANAZone | null {
  if (text === undefined) return null;
  if (IANAZone.isValidZone(text)) return IANAZone.create(text);
  const near = suggestion(text, Intl.supportedValuesOf('timeZone'));
  problems.push(`--time-zone ${text} is no time zone${near}; one is like Asia/Shanghai, America/New_York or UTC`);
  return null;
}

function delimiterOf(text: string | undefined, problems: string[]): string | null {
  if (text === undefined) return null;
  const delimiter = /^(\\t|tab)$/i.test(text) ? '\t' : text;
  if (delimiter.length !== 1) problems.push('--delimiter must be one character, or tab');
  return delimiter;
}

function encodingOf(text: string | undefined, problems: string[]): string | null {
  try {
    return text === undefined ? null : new TextDecoder(text).encoding;
  } catch {
    problems.push(`--encoding ${text ?? ''} is not known; one is like utf-8, utf-16le, gb18030 or windows-1252`);
    return null;
  }
}

function serverOf(text: string, problems: string[]): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    problems.push(`--server must be like http://127.0.0.1:3000, and is ${text}`);
  return text;
}

function secondsOf(text: string, problems: string[]): number {
  const seconds = text.trim() === '' ? NaN : Number(text);
  if (!(seconds >= 0)) problems.push(`--patience must be a number of seconds, and is ${text}`);
  return seconds * 1_000;
}

/** Not strict, because `parseArgs` stops at the first mistake and we tell all of them. */
function collect(args: readonly string[]): Given {
  const withText = Object.fromEntries(TEXTS.map((name) => [name, { type: 'string' }] as const));
  const without = Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' }] as const));
  const options = { ...withText, ...without, help: { type: 'boolean', short: 'h' } } as const;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const [files, problems, switches] = [[] as string[], [] as string[], new Set<string>()];
  const texts = new Map<string, string>();
  let stranger = -Infinity;
  for (const token of tokens) {
    // What follows an option that is not there was meant for it.
    if (token.kind === 'positional' && token.index !== stranger + 1) files.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (SWITCHES.some((known) => known === name)) switches.add(name);
    else if (!TEXTS.some((known) => known === name)) {
      problems.push(`There is no option ${rawName}${suggestion(name, [...TEXTS, ...SWITCHES])}; see --help`);
      stranger = token.index;
    } else if (value === undefined) problems.push(`${rawName} needs a value`);
    else texts.set(name, name === 'map' && texts.has(name) ? `${texts.get(name) ?? ''},${value}` : value);
  }
  return { files, problems, switches, texts: Object.fromEntries(texts) };
}
