import type { BilingualName } from './parameters.ts';

/** Where in the supply a station stands; limits differ by it. */
export const SITE_TYPES = {
  plant_outlet: { zh: '出厂水', en: 'Plant outlet' },
  pipe_network: { zh: '管网水', en: 'Pipe network' },
  pipe_end: { zh: '管网末梢', en: 'Pipe end' },
  secondary_supply: { zh: '二次供水', en: 'Secondary supply' },
  small_supply: { zh: '小型集中式供水', en: 'Small supply' },
} as const satisfies Record<string, BilingualName>;

export type SiteType = keyof typeof SITE_TYPES;

export const SITE_TYPE_CODES = Object.keys(SITE_TYPES) as [SiteType, ...SiteType[]];
