import { parameterOf, type ParameterCode } from './parameters.ts';
import type { SiteType } from './site-types.ts';

/** Whose figure it is. `operational` is Clearwell's own early level, standing inside the legal one. */
export const STANDARDS = {
  'GB 5749-2006': { zh: 'GB 5749-2006', en: 'GB 5749-2006' },
  'GB 5749-2022': { zh: 'GB 5749-2022', en: 'GB 5749-2022' },
  WHO: { zh: '世卫组织准则', en: 'WHO Guidelines' },
  'EU 2020/2184': { zh: '欧盟 2020/2184', en: 'EU 2020/2184' },
  'US EPA': { zh: '美国 EPA', en: 'US EPA' },
  operational: { zh: '运行控制值', en: 'Operational level' },
} as const;

export type Standard = keyof typeof STANDARDS;

export const STANDARD_CODES = Object.keys(STANDARDS) as [Standard, ...Standard[]];

/** Red: a legal limit. Amber: an operational level or a guideline, before the limit. */
export type Level = 'red' | 'amber';

export interface Limit {
  /** Stable name, kept with every finding. */
  readonly id: string;
  readonly standard: Standard;
  readonly parameter: ParameterCode;
  readonly side: 'min' | 'max';
  /** In the parameter's unit. */
  readonly value: number;
  readonly level: Level;
  readonly sites: readonly SiteType[] | 'all';
  /** Where the standard says so. */
  readonly clause: string;
  /** H: seen in independent sources. M: consistent with sources, to be confirmed against the standard's own text. */
  readonly confidence: 'H' | 'M';
  /** First day in force, ISO date; the day begins at 00:00 UTC+8. */
  readonly validFrom: string;
  /** First day no longer in force. */
  readonly validUntil?: string;
  /** Beyond this one reading is enough. */
  readonly extreme?: number;
}

export const isBeyond = (limit: Limit, value: number): boolean =>
  limit.side === 'max' ? value > limit.value : value < limit.value;

/** How far `value` stands beyond the limit, in the parameter's unit; negative inside it. */
export const excessOver = (limit: Limit, value: number): number =>
  limit.side === 'max' ? value - limit.value : limit.value - value;

export const isExtreme = (limit: Limit, value: number): boolean =>
  limit.extreme !== undefined && (limit.side === 'max' ? value > limit.extreme : value < limit.extreme);

/** Half the width within which an instrument cannot tell a value from the limit, in the parameter's unit. */
export function guardBandOf({ parameter, value }: Limit): number {
  const { absolute, relative } = parameterOf(parameter).tolerance;
  return Math.max(absolute, relative * Math.abs(value));
}
