import { DAY, HOUR, MINUTE, SECOND } from '@clearwell/water-quality';
import { SCENARIOS, scenarioNamed } from './registry.ts';
import type { Scenario } from './scenario.ts';

/** What `--scenario NAME@station+offset` asks for. */
export interface ScenarioChoice {
  readonly scenario: Scenario;
  readonly station: string;
  /** Simulated time after the clock's start, ms; negative: before it. */
  readonly offset: number;
}

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** `90s`, `20m`, `6h`, `28d` or `0` in ms; null for anything else. */
export function parseSpan(text: string): number | null {
  const [, amount = '', unit = ''] = /^(\d+)([smhd]?)$/.exec(text) ?? [];
  if (amount !== '' && unit === '') return Number(amount) === 0 ? 0 : null;
  const factor = UNITS[unit];
  return factor === undefined ? null : Number(amount) * factor;
}

/** The choice, or a sentence saying what is wrong with it. */
export function parseScenario(text: string): ScenarioChoice | string {
  // The station takes all it can: its own name may hold hyphens, the offset begins at the last sign.
  const parts = /^([^@]+)@(.+)([+-])(\d+[smhd]?)$/.exec(text);
  const [, name = '', station = '', sign, amount = ''] = parts ?? [];
  const scenario = scenarioNamed(name);
  const offset = parseSpan(amount);
  if (offset === null)
    return `--scenario ${text}: write NAME@station+offset, for example turbidity-spike@zz-017+20m, or -6h for before the start`;
  if (scenario === undefined)
    return `--scenario ${text}: there is no scenario ${name}; there are ${SCENARIOS.map((one) => one.name).join(', ')}`;
  return { scenario, station, offset: sign === '-' ? -offset : offset };
}
