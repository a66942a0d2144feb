import type { AccessRule } from './rules.ts';

/** Where the page finds its way by its own address. */
export const PAGE_PATHS = [
  '/map',
  '/alerts',
  '/alerts/:id',
  '/reports',
  '/login',
  '/counters',
  '/admin/stations',
  '/admin/people',
  '/admin/audit',
] as const;

/** Routes without a handler of ours: the files of the page, which hold no data, and the description of the API. */
const FILES: readonly string[] = [...PAGE_PATHS, '/', '/*', '/api/openapi.json'];
const DOCS = /^\/api\/docs(-yaml)?(\/|$)/;

/** The rule of a route that no controller declares; undefined: there is none, and it must not be. */
export const ruleOfPage = (url: string): AccessRule | undefined =>
  FILES.includes(url) || DOCS.test(url) ? { kind: 'public' } : undefined;
