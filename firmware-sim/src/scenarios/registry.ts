import { calibration } from './calibration.ts';
import { chlorineDrop } from './chlorine-drop.ts';
import { clockSkew } from './clock-skew.ts';
import { conflict } from './conflict.ts';
import { contamination } from './contamination.ts';
import { dosingFailure } from './dosing-failure.ts';
import { drift } from './drift.ts';
import { dropout } from './dropout.ts';
import { duplicate } from './duplicate.ts';
import { flatline } from './flatline.ts';
import { flushing } from './flushing.ts';
import { frozen } from './frozen.ts';
import { linkOutage } from './link-outage.ts';
import { mainBreak } from './main-break.ts';
import { noise } from './noise.ts';
import { pumpTrip } from './pump-trip.ts';
import { rangeClip } from './range-clip.ts';
import { reagentEmpty } from './reagent-empty.ts';
import { reboot } from './reboot.ts';
import type { Scenario } from './scenario.ts';
import { sourceSwitch } from './source-switch.ts';
import { spikes } from './spikes.ts';
import { swappedChannels } from './swapped-channels.ts';
import { turbiditySpike } from './turbidity-spike.ts';
import { zeroFlow } from './zero-flow.ts';

/** What happens to the water: events, then benign operations of the works and the network. */
const OF_THE_WATER = [chlorineDrop, turbiditySpike, contamination, mainBreak, dosingFailure];
const OPERATIONS = [flushing, sourceSwitch, pumpTrip];
/** What happens to probes and measuring cell, and to logger and link; the water is quiet. */
const OF_THE_PROBES = [
  flatline,
  frozen,
  spikes,
  dropout,
  drift,
  noise,
  rangeClip,
  reagentEmpty,
  swappedChannels,
  zeroFlow,
  calibration,
];
const OF_THE_LOGGER = [linkOutage, duplicate, conflict, clockSkew, reboot];

/** Every scenario there is. */
export const SCENARIOS: readonly Scenario[] = [...OF_THE_WATER, ...OPERATIONS, ...OF_THE_PROBES, ...OF_THE_LOGGER];

export const scenarioNamed = (name: string): Scenario | undefined => SCENARIOS.find((one) => one.name === name);
