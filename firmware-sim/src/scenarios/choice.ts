import { DAY, HOUR, MINUTE, SECOND } from '@clearwell/water-quality';
import { SCENARIOS, scenarioNamed } from './registry.ts';
import type { Scenario } from './scenario.ts';

/** What `--scenario NAME@station+offset` asks for. */
export interface ScenarioChoice {
  readonly scenario: Scenario;
  readonly station: string;
  /** Simulated time after the simulator's start, ms. */
  readonly offset: number;
}

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** The choice, or a sentence saying what is wrong with it. */
export function parseScenario(text: string): ScenarioChoice | string {
  const parts = /^([^@]+)@([^+]+)\+(\d+)([smhd]?)$/.exec(text);
  const [, name = '', station = '', amount = '', unit = ''] = parts ?? [];
  const scenario = scenarioNamed(name);
  const factor = unit === '' && Number(amount) === 0 ? 0 : UNITS[unit];
  if (parts === null || factor === undefined)
    return `--scenario ${text}: write NAME@station+offset, for example turbidity-spike@zz-017+20m`;
  if (scenario === undefined)
    return `--scenario ${text}: there is no scenario ${name}; there are ${SCENARIOS.map((one) => one.name).join(', ')}`;
  return { scenario, station, offset: Number(amount) * factor };
}
