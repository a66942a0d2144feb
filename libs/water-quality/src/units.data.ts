/** A unit that values can be given in; `value × factor + offset` is the value in the unit of our parameter. */
export interface Unit {
  /** UCUM. */
  readonly code: string;
  /** How people write it. */
  readonly spellings: readonly string[];
  readonly factor: number;
  readonly offset?: number;
}

const FOOT = 0.3048;
const US_GALLON = 3.785411784e-3; // m³
const POUND_FORCE = 0.45359237 * 9.80665; // N
const MEGA = 1e6;

/**
 * Units by the UCUM unit of our parameters: units of one list measure the same quantity. Factors are exact by
 * definition (NIST SP 811, 2008, appendix B.8): foot 0.3048 m, pound 0.45359237 kg, standard gravity 9.80665 m/s²,
 * US gallon 231 in³. Parts per million are taken as mg/L, as is usual of water; FNU and FTU as NTU (all formazin).
 */
export const UNITS: Readonly<Record<string, readonly Unit[]>> = {
  'mg/L': [
    { code: 'mg/L', spellings: ['g/m3', 'ppm', '[ppm]'], factor: 1 },
    { code: 'ug/L', spellings: ['mg/m3', 'ppb', '[ppb]'], factor: 1e-3 },
    { code: 'g/L', spellings: ['kg/m3'], factor: 1e3 },
  ],
  '[NTU]': [
    { code: '[NTU]', spellings: ['NTU', 'FNU', 'FTU', '[FNU]', '[FTU]'], factor: 1 },
    { code: 'm[NTU]', spellings: ['mNTU', 'mFNU'], factor: 1e-3 },
  ],
  '[pH]': [{ code: '[pH]', spellings: ['pH', '1'], factor: 1 }],
  'uS/cm': [
    { code: 'uS/cm', spellings: ['umho/cm', 'umhos/cm'], factor: 1 },
    { code: 'mS/cm', spellings: ['mmho/cm', 'dS/m'], factor: 1e3 },
    { code: 'mS/m', spellings: [], factor: 10 },
    { code: 'S/m', spellings: [], factor: 1e4 },
  ],
  mV: [
    { code: 'mV', spellings: [], factor: 1 },
    { code: 'V', spellings: [], factor: 1e3 },
  ],
  '/m': [
    { code: '/m', spellings: ['1/m', 'm-1', 'Abs/m'], factor: 1 },
    { code: '/cm', spellings: ['1/cm', 'cm-1', 'Abs/cm', 'AU/cm'], factor: 100 },
  ],
  Cel: [
    { code: 'Cel', spellings: ['C', 'degC'], factor: 1 },
    { code: '[degF]', spellings: ['F', 'degF'], factor: 5 / 9, offset: -160 / 9 },
    { code: 'K', spellings: [], factor: 1, offset: -273.15 },
  ],
  'm3/h': [
    { code: 'm3/h', spellings: ['m3/hr', 'cmh'], factor: 1 },
    { code: 'm3/d', spellings: ['m3/day'], factor: 1 / 24 },
    { code: 'm3/min', spellings: [], factor: 60 },
    { code: 'm3/s', spellings: ['cms'], factor: 3_600 },
    { code: 'L/s', spellings: ['lps'], factor: 3.6 },
    { code: 'L/min', spellings: ['lpm'], factor: 0.06 },
    { code: 'L/h', spellings: [], factor: 1e-3 },
    { code: '[gal_us]/min', spellings: ['gal/min', 'gpm'], factor: US_GALLON * 60 },
    { code: 'M[gal_us]/d', spellings: ['mgd', 'Mgal/d'], factor: (MEGA * US_GALLON) / 24 },
    { code: '[cft_i]/s', spellings: ['ft3/s', 'cfs'], factor: FOOT ** 3 * 3_600 },
  ],
  MPa: [
    { code: 'MPa', spellings: [], factor: 1 },
    { code: 'kPa', spellings: [], factor: 1e-3 },
    { code: 'Pa', spellings: [], factor: 1 / MEGA },
    { code: 'bar', spellings: [], factor: 0.1 },
    { code: 'mbar', spellings: ['hPa'], factor: 1e-4 },
    { code: '[psi]', spellings: ['psi', 'psig'], factor: POUND_FORCE / (FOOT / 12) ** 2 / MEGA },
    { code: 'm[H2O]', spellings: ['mH2O', 'mWC'], factor: 9_806.65 / MEGA },
    { code: '[ft_i]H2O', spellings: ['ftH2O', 'ft[H2O]'], factor: (FOOT * 9_806.65) / MEGA },
    { code: 'kgf/cm2', spellings: ['kg/cm2', 'at', 'att'], factor: 98_066.5 / MEGA },
    { code: 'atm', spellings: [], factor: 101_325 / MEGA },
  ],
};
