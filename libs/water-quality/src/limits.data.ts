import type { Limit } from './limit.ts';

const GB_2022 = { standard: 'GB 5749-2022', validFrom: '2023-04-01', level: 'red' } as const;
const GB_2006 = { standard: 'GB 5749-2006', validFrom: '2007-07-01', validUntil: '2023-04-01', level: 'red' } as const;
const WHO = { standard: 'WHO', validFrom: '2011-07-04', level: 'amber' } as const;
const EU = { standard: 'EU 2020/2184', validFrom: '2023-01-12', level: 'red' } as const;
const EPA = { standard: 'US EPA', validFrom: '2002-01-01', level: 'red' } as const;
const OPERATIONAL = { standard: 'operational', validFrom: '2000-01-01', level: 'amber', confidence: 'M' } as const;
const LARGE = ['plant_outlet', 'pipe_network', 'pipe_end', 'secondary_supply'] as const;
const DELIVERY = ['pipe_network', 'pipe_end', 'secondary_supply'] as const;

/**
 * Limits and levels as data: one row a figure, with its clause, the sites it binds and the days it holds.
 * Rows of confidence M are to be confirmed against the standard's own text. A parameter without a row has a trend only.
 */
// prettier-ignore
export const LIMITS: readonly Limit[] = [
  // GB 5749-2022, Table 1 (routine indicators) and Table 2 (disinfectants). In force since 2023-04-01.
  { ...GB_2022, id: 'gb2022.ph.min', parameter: 'ph', side: 'min', value: 6.5, sites: 'all', clause: '表1', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.ph.max', parameter: 'ph', side: 'max', value: 8.5, sites: 'all', clause: '表1', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.turbidity', parameter: 'turbidity', side: 'max', value: 1, sites: LARGE, clause: '表1', confidence: 'H', extreme: 5 },
  { ...GB_2022, id: 'gb2022.turbidity.small', parameter: 'turbidity', side: 'max', value: 3, sites: ['small_supply'], clause: '表1 注', confidence: 'H', extreme: 5 },
  { ...GB_2022, id: 'gb2022.free_chlorine.outlet.min', parameter: 'free_chlorine', side: 'min', value: 0.3, sites: ['plant_outlet'], clause: '表2', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.free_chlorine.end.min', parameter: 'free_chlorine', side: 'min', value: 0.05, sites: [...DELIVERY, 'small_supply'], clause: '表2', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.free_chlorine.max', parameter: 'free_chlorine', side: 'max', value: 2, sites: 'all', clause: '表2', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.total_chlorine.outlet.min', parameter: 'total_chlorine', side: 'min', value: 0.5, sites: ['plant_outlet'], clause: '表2', confidence: 'M' },
  { ...GB_2022, id: 'gb2022.total_chlorine.end.min', parameter: 'total_chlorine', side: 'min', value: 0.05, sites: [...DELIVERY, 'small_supply'], clause: '表2', confidence: 'M' },
  { ...GB_2022, id: 'gb2022.total_chlorine.max', parameter: 'total_chlorine', side: 'max', value: 3, sites: 'all', clause: '表2', confidence: 'M' },
  { ...GB_2022, id: 'gb2022.chlorine_dioxide.outlet.min', parameter: 'chlorine_dioxide', side: 'min', value: 0.1, sites: ['plant_outlet'], clause: '表2', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.chlorine_dioxide.end.min', parameter: 'chlorine_dioxide', side: 'min', value: 0.02, sites: [...DELIVERY, 'small_supply'], clause: '表2', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.chlorine_dioxide.max', parameter: 'chlorine_dioxide', side: 'max', value: 0.8, sites: 'all', clause: '表2', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.ozone.end.min', parameter: 'ozone', side: 'min', value: 0.02, sites: ['pipe_end'], clause: '表2', confidence: 'M' },
  { ...GB_2022, id: 'gb2022.ozone.max', parameter: 'ozone', side: 'max', value: 0.3, sites: 'all', clause: '表2', confidence: 'M' },
  { ...GB_2022, id: 'gb2022.codmn', parameter: 'codmn', side: 'max', value: 3, sites: 'all', clause: '表1', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.ammonia_n', parameter: 'ammonia_n', side: 'max', value: 0.5, sites: 'all', clause: '表1', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.nitrate_n', parameter: 'nitrate_n', side: 'max', value: 10, sites: LARGE, clause: '表1', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.nitrate_n.small', parameter: 'nitrate_n', side: 'max', value: 20, sites: ['small_supply'], clause: '表1 注', confidence: 'H' },
  { ...GB_2022, id: 'gb2022.tds', parameter: 'tds', side: 'max', value: 1000, sites: 'all', clause: '表1', confidence: 'H' },

  // GB 5749-2006: what held before, for readings of those days. It allowed chlorine up to 4, turbidity 3 and permanganate 5 by relaxation.
  { ...GB_2006, id: 'gb2006.ph.min', parameter: 'ph', side: 'min', value: 6.5, sites: 'all', clause: '表1', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.ph.max', parameter: 'ph', side: 'max', value: 8.5, sites: 'all', clause: '表1', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.turbidity', parameter: 'turbidity', side: 'max', value: 1, sites: LARGE, clause: '表1', confidence: 'M', extreme: 5 },
  { ...GB_2006, id: 'gb2006.turbidity.small', parameter: 'turbidity', side: 'max', value: 3, sites: ['small_supply'], clause: '表4', confidence: 'M', extreme: 5 },
  { ...GB_2006, id: 'gb2006.free_chlorine.outlet.min', parameter: 'free_chlorine', side: 'min', value: 0.3, sites: ['plant_outlet'], clause: '表2', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.free_chlorine.end.min', parameter: 'free_chlorine', side: 'min', value: 0.05, sites: [...DELIVERY, 'small_supply'], clause: '表2', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.free_chlorine.max', parameter: 'free_chlorine', side: 'max', value: 4, sites: 'all', clause: '表2', confidence: 'H' },
  { ...GB_2006, id: 'gb2006.codmn', parameter: 'codmn', side: 'max', value: 3, sites: LARGE, clause: '表1', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.codmn.small', parameter: 'codmn', side: 'max', value: 5, sites: ['small_supply'], clause: '表4', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.ammonia_n', parameter: 'ammonia_n', side: 'max', value: 0.5, sites: 'all', clause: '表3', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.nitrate_n', parameter: 'nitrate_n', side: 'max', value: 10, sites: LARGE, clause: '表1', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.nitrate_n.small', parameter: 'nitrate_n', side: 'max', value: 20, sites: ['small_supply'], clause: '表4', confidence: 'M' },
  { ...GB_2006, id: 'gb2006.tds', parameter: 'tds', side: 'max', value: 1000, sites: 'all', clause: '表1', confidence: 'M' },

  // WHO Guidelines for drinking-water quality, 4th edition and addenda: guideline figures, none of them law.
  { ...WHO, id: 'who.ph.min', parameter: 'ph', side: 'min', value: 6.5, sites: 'all', clause: 'GDWQ 4, pH', confidence: 'H' },
  { ...WHO, id: 'who.ph.max', parameter: 'ph', side: 'max', value: 8.5, sites: 'all', clause: 'GDWQ 4, pH', confidence: 'H' },
  { ...WHO, id: 'who.turbidity.outlet', parameter: 'turbidity', side: 'max', value: 1, sites: ['plant_outlet'], clause: 'GDWQ 4, turbidity', confidence: 'H', extreme: 5 },
  { ...WHO, id: 'who.free_chlorine.outlet.min', parameter: 'free_chlorine', side: 'min', value: 0.5, sites: ['plant_outlet'], clause: 'GDWQ 4, chlorine', confidence: 'H' },
  { ...WHO, id: 'who.free_chlorine.delivery.min', parameter: 'free_chlorine', side: 'min', value: 0.2, sites: DELIVERY, clause: 'GDWQ 4, chlorine', confidence: 'H' },
  { ...WHO, id: 'who.free_chlorine.max', parameter: 'free_chlorine', side: 'max', value: 5, sites: 'all', clause: 'GDWQ 4, chlorine', confidence: 'H' },
  { ...WHO, id: 'who.total_chlorine.max', parameter: 'total_chlorine', side: 'max', value: 3, sites: 'all', clause: 'GDWQ 4, monochloramine', confidence: 'M' },
  { ...WHO, id: 'who.ammonia_n', parameter: 'ammonia_n', side: 'max', value: 1.5, sites: 'all', clause: 'GDWQ 4, ammonia (odour)', confidence: 'H' },
  { ...WHO, id: 'who.nitrate_n', parameter: 'nitrate_n', side: 'max', value: 11, sites: 'all', clause: 'GDWQ 4, nitrate', confidence: 'H' },
  { ...WHO, id: 'who.tds', parameter: 'tds', side: 'max', value: 600, sites: 'all', clause: 'GDWQ 4, TDS (palatability)', confidence: 'H' },

  // Directive (EU) 2020/2184, Annex I. Ammonium 0.50 mg/L as NH4 is 0.39 mg/L as N; nitrate 50 mg/L is 11 as N.
  { ...EU, id: 'eu.ph.min', parameter: 'ph', side: 'min', value: 6.5, sites: 'all', clause: 'Annex I C', confidence: 'H' },
  { ...EU, id: 'eu.ph.max', parameter: 'ph', side: 'max', value: 9.5, sites: 'all', clause: 'Annex I C', confidence: 'H' },
  { ...EU, id: 'eu.turbidity', parameter: 'turbidity', side: 'max', value: 1, sites: ['plant_outlet'], clause: 'Annex II A', confidence: 'H', extreme: 5 },
  { ...EU, id: 'eu.codmn', parameter: 'codmn', side: 'max', value: 5, sites: 'all', clause: 'Annex I C', confidence: 'H' },
  { ...EU, id: 'eu.ammonia_n', parameter: 'ammonia_n', side: 'max', value: 0.39, sites: 'all', clause: 'Annex I C', confidence: 'H' },
  { ...EU, id: 'eu.nitrate_n', parameter: 'nitrate_n', side: 'max', value: 11, sites: 'all', clause: 'Annex I B', confidence: 'H' },
  { ...EU, id: 'eu.conductivity', parameter: 'conductivity', side: 'max', value: 2500, sites: 'all', clause: 'Annex I C (20 °C)', confidence: 'M' },

  // US EPA: 40 CFR 141 (primary) and 143 (secondary, so amber). Chlorine at entry may not stay below 0.2 for more than 4 h.
  { ...EPA, id: 'epa.ph.min', level: 'amber', parameter: 'ph', side: 'min', value: 6.5, sites: 'all', clause: '40 CFR 143.3', confidence: 'H' },
  { ...EPA, id: 'epa.ph.max', level: 'amber', parameter: 'ph', side: 'max', value: 8.5, sites: 'all', clause: '40 CFR 143.3', confidence: 'H' },
  { ...EPA, id: 'epa.turbidity', parameter: 'turbidity', side: 'max', value: 1, sites: ['plant_outlet'], clause: '40 CFR 141.173', confidence: 'H', extreme: 5 },
  { ...EPA, id: 'epa.free_chlorine.outlet.min', parameter: 'free_chlorine', side: 'min', value: 0.2, sites: ['plant_outlet'], clause: '40 CFR 141.72', confidence: 'H' },
  { ...EPA, id: 'epa.free_chlorine.max', parameter: 'free_chlorine', side: 'max', value: 4, sites: 'all', clause: '40 CFR 141.65', confidence: 'H' },
  { ...EPA, id: 'epa.total_chlorine.max', parameter: 'total_chlorine', side: 'max', value: 4, sites: 'all', clause: '40 CFR 141.65', confidence: 'M' },
  { ...EPA, id: 'epa.chlorine_dioxide.max', parameter: 'chlorine_dioxide', side: 'max', value: 0.8, sites: 'all', clause: '40 CFR 141.65', confidence: 'H' },
  { ...EPA, id: 'epa.nitrate_n', parameter: 'nitrate_n', side: 'max', value: 10, sites: 'all', clause: '40 CFR 141.62', confidence: 'H' },
  { ...EPA, id: 'epa.tds', level: 'amber', parameter: 'tds', side: 'max', value: 500, sites: 'all', clause: '40 CFR 143.3', confidence: 'H' },

  // Operational levels: a starting proposal, inside the legal limits, to be tuned on a site's own history.
  { ...OPERATIONAL, id: 'op.free_chlorine.outlet.min', parameter: 'free_chlorine', side: 'min', value: 0.4, sites: ['plant_outlet'], clause: 'proposal' },
  { ...OPERATIONAL, id: 'op.free_chlorine.end.min', parameter: 'free_chlorine', side: 'min', value: 0.1, sites: [...DELIVERY, 'small_supply'], clause: 'proposal' },
  { ...OPERATIONAL, id: 'op.turbidity', parameter: 'turbidity', side: 'max', value: 0.5, sites: LARGE, clause: 'proposal' },
  { ...OPERATIONAL, id: 'op.turbidity.small', parameter: 'turbidity', side: 'max', value: 1.5, sites: ['small_supply'], clause: 'proposal' },
  { ...OPERATIONAL, id: 'op.ph.min', parameter: 'ph', side: 'min', value: 6.7, sites: 'all', clause: 'proposal' },
  { ...OPERATIONAL, id: 'op.ph.max', parameter: 'ph', side: 'max', value: 8.3, sites: 'all', clause: 'proposal' },
  { ...OPERATIONAL, id: 'op.codmn', parameter: 'codmn', side: 'max', value: 2.4, sites: 'all', clause: 'proposal: 80 %' },
  { ...OPERATIONAL, id: 'op.ammonia_n', parameter: 'ammonia_n', side: 'max', value: 0.4, sites: 'all', clause: 'proposal: 80 %' },
  { ...OPERATIONAL, id: 'op.nitrate_n', parameter: 'nitrate_n', side: 'max', value: 8, sites: LARGE, clause: 'proposal: 80 %' },
];
