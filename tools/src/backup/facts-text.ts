import type { LedgerFacts } from '@clearwell/ledger';

const count = (n: number): string => n.toLocaleString('en');

export const sizeText = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** 2,520,000 readings of 48 stations, the newest sampled at 2026-11-24T22:20:00.000Z */
export function factsText({ readings, stations, newestSampledAt }: LedgerFacts): string {
  const newest = newestSampledAt === null ? '' : `, the newest sampled at ${new Date(newestSampledAt).toISOString()}`;
  return `${count(readings)} readings of ${count(stations)} stations${newest}`;
}
