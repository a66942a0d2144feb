import type { EpochMs } from './brand.ts';
import type { Limit, Standard } from './limit.ts';
import { LIMITS } from './limits.data.ts';
import type { ParameterCode } from './parameters.ts';
import type { SiteType } from './site-types.ts';

const startOfDay = (isoDate: string): EpochMs => Date.parse(`${isoDate}T00:00:00+08:00`);

interface Dated extends Limit {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

const dated = new Map<ParameterCode, Dated[]>();
for (const limit of LIMITS) {
  const rows = dated.get(limit.parameter) ?? [];
  const until = limit.validUntil === undefined ? Infinity : startOfDay(limit.validUntil);
  rows.push({ ...limit, from: startOfDay(limit.validFrom), until });
  dated.set(limit.parameter, rows);
}

/** The limits that hold for a parameter at a kind of site at a time, legal ones first. */
export type LimitBook = (parameter: ParameterCode, siteType: SiteType, at: EpochMs) => readonly Limit[];

interface Page {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly limits: readonly Limit[];
}

/** Limits of some standards. Asked for every value: what it found is kept for as long as no limit begins or ends. */
export function limitBook(standards: readonly Standard[]): LimitBook {
  const pagesOf = new Map<SiteType, Map<ParameterCode, Page>>();
  return (parameter, siteType, at) => {
    const pages = pagesOf.get(siteType) ?? new Map<ParameterCode, Page>();
    const known = pages.get(parameter);
    if (known !== undefined && known.from <= at && at < known.until) return known.limits;
    const page = pageAt(standards, parameter, siteType, at);
    pagesOf.set(siteType, pages.set(parameter, page));
    return page.limits;
  };
}

function pageAt(standards: readonly Standard[], parameter: ParameterCode, siteType: SiteType, at: EpochMs): Page {
  const rows = (dated.get(parameter) ?? []).filter(
    (limit) => standards.includes(limit.standard) && (limit.sites === 'all' || limit.sites.includes(siteType)),
  );
  const turns = rows.flatMap((limit) => [limit.from, limit.until]);
  return {
    from: Math.max(-Infinity, ...turns.filter((turn) => turn <= at)),
    until: Math.min(Infinity, ...turns.filter((turn) => turn > at)),
    limits: rows.filter((limit) => limit.from <= at && at < limit.until),
  };
}

const byId = new Map(LIMITS.map((limit) => [limit.id, limit]));

export const limitById = (id: string): Limit | undefined => byId.get(id);
