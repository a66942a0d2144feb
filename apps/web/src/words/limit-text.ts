import { STANDARDS, type Limit } from '@clearwell/water-quality';
import type { Speech } from '../i18n/translate.ts';

/** Clauses are kept as the Chinese standard names them. */
const clauseText = ({ language }: Speech, clause: string): string =>
  language === 'zh' ? clause : clause.replace(/表(\d+)/, 'Table $1').replace('注', 'note');

/** GB 5749-2022 表2; an operational level has no clause. */
export function sourceText(speech: Speech, limit: Limit): string {
  const standard = speech.name(STANDARDS[limit.standard]);
  if (limit.standard !== 'operational') return `${standard} ${clauseText(speech, limit.clause)}`;
  return speech.language === 'en' ? standard.toLowerCase() : standard;
}

/** ≥ 0.3, ≤ 1 */
export const boundText = (limit: Limit): string => `${limit.side === 'min' ? '≥' : '≤'} ${limit.value}`;

/** 0.05–2, ≥ 0.3 or ≤ 1: the tightest of each side. */
export function rangeText(limits: readonly Limit[]): string | null {
  const values = (side: Limit['side']) => limits.filter((limit) => limit.side === side).map((limit) => limit.value);
  const [mins, maxes] = [values('min'), values('max')];
  const min = mins.length > 0 ? Math.max(...mins) : null;
  const max = maxes.length > 0 ? Math.min(...maxes) : null;
  if (min !== null && max !== null) return `${min}–${max}`;
  if (min !== null) return `≥ ${min}`;
  return max === null ? null : `≤ ${max}`;
}

/** 限值 0.05–2, and 控制值 ≥ 0.1 after it. */
export function limitTexts({ t }: Speech, limits: readonly Limit[]): string[] {
  const parts = (['red', 'amber'] as const).flatMap((level) => {
    const range = rangeText(limits.filter((limit) => limit.level === level));
    return range === null ? [] : [t(`limit.${level}`, { range })];
  });
  return parts.length > 0 ? parts : [t('limit.none')];
}
