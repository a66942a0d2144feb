import { DateTime } from 'luxon';

/** A time as it is written: an instant, or what a clock on a wall showed (ms, as if the wall stood in UTC). */
export interface Written {
  readonly kind: 'instant' | 'wall';
  readonly ms: number;
}

export interface TimeFormat {
  /** As `--time-format` names it. */
  readonly name: string;
  /** Null for a text of another format, or a day no calendar has. */
  readonly read: (text: string) => Written | null;
}

const CLOCK = String.raw`(?:[T ]\s*(?<h>\d{1,2}):(?<mi>\d{2})(?::(?<s>\d{2})(?:[.,](?<f>\d{1,9}))?)?(?:\s*(?<half>[AaPp])\.?[Mm]\.?)?)?`;
const OFFSET = String.raw`\s*(?<o>Z|[+-]\d{2}:?\d{2})?`;
const [Y, M, D] = [String.raw`(?<y>\d{4})`, String.raw`(?<m>\d{1,2})`, String.raw`(?<d>\d{1,2})`];

/** What loggers and spreadsheets write. The two that name day and month in either order are told apart by the rows. */
export const TIME_FORMATS: readonly TimeFormat[] = [
  made('yyyy-MM-dd HH:mm:ss', `${Y}-${M}-${D}${CLOCK}${OFFSET}`),
  made('yyyy/MM/dd HH:mm:ss', `${Y}/${M}/${D}${CLOCK}`),
  made('yyyyMMddHHmmss', String.raw`${Y}(?<m>\d{2})(?<d>\d{2})(?<h>\d{2})(?<mi>\d{2})(?<s>\d{2})?`),
  made('yyyy年M月d日 HH:mm:ss', `${Y}年${M}月${D}日${CLOCK.replace('[T ]', ' ?')}`),
  made('MM/dd/yyyy HH:mm:ss', `${M}/${D}/${Y}${CLOCK}`),
  made('dd/MM/yyyy HH:mm:ss', `${D}/${M}/${Y}${CLOCK}`),
  made('MM-dd-yyyy HH:mm:ss', `${M}-${D}-${Y}${CLOCK}`),
  made('dd-MM-yyyy HH:mm:ss', `${D}-${M}-${Y}${CLOCK}`),
  made('dd.MM.yyyy HH:mm:ss', String.raw`${D}\.${M}\.${Y}${CLOCK}`),
];

function made(name: string, pattern: string): TimeFormat {
  const expression = new RegExp(`^${pattern}$`);
  return {
    name,
    read: (text) => {
      const parts = expression.exec(text)?.groups;
      return parts === undefined ? null : writtenOf(parts);
    },
  };
}

type Parts = Readonly<Partial<Record<string, string>>>;

function writtenOf(parts: Parts): Written | null {
  const number = (name: string): number => Number(parts[name] ?? 0);
  const [y, m, d, mi, s] = [number('y'), number('m'), number('d'), number('mi'), number('s')];
  const h = hourOf(number('h'), parts['half']?.toLowerCase());
  const midnight = Date.UTC(y, m - 1, d);
  // A day past the end of its month would be one of the next.
  const isDay = new Date(midnight).getUTCDate() === d && m >= 1 && m <= 12;
  if (!isDay || !(h <= 23) || mi > 59 || s > 59) return null;
  const wall = midnight + ((h * 60 + mi) * 60 + s) * 1_000 + Math.trunc(Number(`0.${parts['f'] ?? '0'}`) * 1_000);
  const { o } = parts;
  return o === undefined ? { kind: 'wall', ms: wall } : { kind: 'instant', ms: wall - offsetOf(o) };
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return NaN;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/** A format of `--time-format`, in the tokens of Luxon: yyyy MM dd HH mm ss SSS ZZ. */
export function namedFormat(name: string): TimeFormat {
  const known = TIME_FORMATS.find((format) => format.name === name);
  if (known !== undefined) return known;
  const parser = DateTime.buildFormatParser(name, { locale: 'en' });
  const kind = /[Zz]/.test(name.replaceAll(/'[^']*'/g, '')) ? 'instant' : 'wall';
  return {
    name,
    read: (text) => {
      const time = DateTime.fromFormatParser(text, parser, { zone: 'utc', locale: 'en' });
      return time.isValid ? { kind, ms: time.toMillis() } : null;
    },
  };
}

export type Recognized =
  | { readonly kind: 'one'; readonly format: TimeFormat }
  /** The rows read as well one way as another. */
  | { readonly kind: 'several'; readonly formats: readonly TimeFormat[]; readonly example: string }
  | { readonly kind: 'none'; readonly example: string };

/** Finds the format of times, reading on until only one is left. Times that fit none are passed over. */
export async function recognizeFormat(times: AsyncIterable<string> | Iterable<string>): Promise<Recognized> {
  let left = TIME_FORMATS;
  let example = '';
  for await (const time of times) {
    const fitting = left.filter((format) => format.read(time) !== null);
    if (fitting.length > 0 || example === '') example = time;
    if (fitting.length > 0) left = fitting;
    const [format, second] = left;
    if (format !== undefined && second === undefined) return { kind: 'one', format };
  }
  return left === TIME_FORMATS ? { kind: 'none', example } : { kind: 'several', formats: left, example };
}
