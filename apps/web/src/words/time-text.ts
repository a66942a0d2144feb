import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@clearwell/water-quality';
import type { Speech } from '../i18n/translate.ts';

const ZONE = 'Asia/Shanghai';

const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hourCycle: 'h23', ...options });

const two = '2-digit' as const;
const minuteFormat = formatter({ hour: two, minute: two });
const secondFormat = formatter({ hour: two, minute: two, second: two });
const dayFormat = formatter({ year: 'numeric', month: two, day: two });

/** 14:03 */
export const minuteText = (at: EpochMs): string => minuteFormat.format(at);

/** 14:03:20 */
export const secondText = (at: EpochMs): string => secondFormat.format(at);

/** 2026-11-21 */
export const dayText = (at: EpochMs): string => dayFormat.format(at).split('/').reverse().join('-');

/** 14:03, with its day unless that is the day of `now`. */
export function shortText(at: EpochMs, now: EpochMs): string {
  const day = dayText(at);
  return day === dayText(now) ? minuteText(at) : `${day.slice(5)} ${minuteText(at)}`;
}

const ZONE_OFFSET = 8 * HOUR;

/** 2026-11-21T14:03, as a field of the kind `datetime-local` wants it. */
export const fieldText = (at: EpochMs): string => new Date(at + ZONE_OFFSET).toISOString().slice(0, 16);

/** The instant such a field shows; null where it shows none. */
export function fieldMoment(text: string): EpochMs | null {
  const at = Date.parse(`${text}Z`) - ZONE_OFFSET;
  return Number.isNaN(at) ? null : at;
}

type Unit = 'seconds' | 'minutes' | 'hours' | 'days';

interface Span {
  readonly unit: Unit;
  readonly n: number;
}

/** The largest whole unit in a span of `ms`; two hours are still told in minutes, two days in hours. */
export function spanOf(ms: number): Span {
  const span = Math.max(0, ms);
  if (span < MINUTE) return { unit: 'seconds', n: Math.floor(span / SECOND) };
  if (span < 2 * HOUR) return { unit: 'minutes', n: Math.floor(span / MINUTE) };
  if (span < 2 * DAY) return { unit: 'hours', n: Math.floor(span / HOUR) };
  return { unit: 'days', n: Math.floor(span / DAY) };
}

/** 25 分钟前 */
export function ageText({ t }: Speech, ms: number): string {
  const { unit, n } = spanOf(ms);
  return n === 0 ? t('age.now') : t(`age.${unit}`, { n });
}

/** 25 分钟 */
export function spanText({ t }: Speech, ms: number): string {
  const { unit, n } = spanOf(ms);
  return t(`span.${unit}`, { n });
}
