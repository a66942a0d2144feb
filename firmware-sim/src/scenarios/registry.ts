import { chlorineDrop } from './chlorine-drop.ts';
import { duplicate } from './duplicate.ts';
import { linkOutage } from './link-outage.ts';
import type { Scenario } from './scenario.ts';
import { turbiditySpike } from './turbidity-spike.ts';

/** Every scenario there is. */
export const SCENARIOS: readonly Scenario[] = [chlorineDrop, turbiditySpike, linkOutage, duplicate];

export const scenarioNamed = (name: string): Scenario | undefined => SCENARIOS.find((one) => one.name === name);
