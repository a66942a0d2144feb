import { FAULTS, TRENDS } from './finding.ts';
import { limitById } from './limits.ts';

/** What an alert can be told by, beside limits. */
export const RULES = [...FAULTS, ...TRENDS, 'event', 'cluster', 'operation', 'silence', 'link'] as const;

/** Whether an episode can have this name for its rule: that of a limit is its id. */
export const isRule = (name: string): boolean =>
  (RULES as readonly string[]).includes(name) || limitById(name) !== undefined;
