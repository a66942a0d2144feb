import { convertValue, type Unit } from '@clearwell/water-quality';

export interface ValueStyle {
  readonly decimalComma: boolean;
  /** Texts that stand for no value, beside the empty one. */
  readonly missing: readonly string[];
}

const NUMBER = /^[+-]?(?:\d+\.?(\d*)|\.(\d+))(?:e([+-]?\d+))?$/i;

/** A cell in our unit; null for no value; undefined for what is no number. */
export function readValue(cell: string, unit: Unit, { decimalComma, missing }: ValueStyle): number | null | undefined {
  const text = cell.trim();
  if (text === '' || missing.includes(text)) return null;
  const plain = decimalComma ? text.replace(',', '.') : text;
  const parts = decimalComma && text.includes('.') ? null : NUMBER.exec(plain);
  const value = Number(plain);
  if (parts === null || !Number.isFinite(value)) return undefined;
  // -999 is meant by -999.0 too.
  if (missing.some((word) => word !== '' && Number(word) === value)) return null;
  const decimals = (parts[1] ?? parts[2] ?? '').length - Number(parts[3] ?? 0);
  return convertValue(value, unit, Math.max(0, decimals));
}
