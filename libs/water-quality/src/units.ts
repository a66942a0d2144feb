import { PARAMETERS, type ParameterCode } from './parameters.ts';
import { UNITS, type Unit } from './units.data.ts';

export type { Unit } from './units.data.ts';

/** What a text given as the unit of a parameter's values comes to. */
export type UnitFound =
  | { readonly ok: true; readonly unit: Unit }
  /** `unlike`: a unit of another quantity. */
  | { readonly ok: false; readonly fault: 'unknown' | 'unlike'; readonly known: readonly Unit[] };

/** Finds the unit in which values of a parameter are given; without a text it is the parameter's own. */
export function findUnit(parameter: ParameterCode, text?: string): UnitFound {
  const own = PARAMETERS[parameter].unit;
  const known = UNITS[own] ?? [];
  const sought = plain(text ?? own);
  const unit = known.find((candidate) => isNamed(candidate, sought));
  if (unit !== undefined) return { ok: true, unit };
  const isElsewhere = Object.values(UNITS).some((units) => units.some((candidate) => isNamed(candidate, sought)));
  return { ok: false, fault: isElsewhere ? 'unlike' : 'unknown', known };
}

/**
 * A value in the unit of its parameter. It keeps as many decimals as the conversion needs to be no coarser than the
 * value was written, and no more.
 * @param decimals digits after the point with which the value was written
 */
export function convertValue(value: number, { factor, offset = 0 }: Unit, decimals: number): number {
  if (factor === 1 && offset === 0) return value;
  // 293.1 K is 19.95 °C: rounded to one decimal it could become what 293.2 K is.
  const ofOffset = factor === 1 ? (String(offset).split('.')[1]?.length ?? 0) : 0;
  const needed = Math.max(decimals - Math.floor(Math.log10(factor)), ofOffset);
  return Number((value * factor + offset).toFixed(Math.min(Math.max(needed, 0), MOST_DECIMALS)));
}

const MOST_DECIMALS = 15;

const isNamed = ({ code, spellings }: Unit, sought: string): boolean =>
  [code, ...spellings].some((name) => plain(name) === sought);

/** Without what people write differently: the case, spaces, and signs that a keyboard lacks. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[µμ]/g, 'u')
    .replaceAll(/[\s°^]/g, '')
    .replaceAll('⁻', '-')
    .replaceAll('−', '-')
    .replaceAll('·', '.')
    .toLowerCase();
