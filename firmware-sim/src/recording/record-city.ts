import { writeCity, type RecordedReading } from '@clearwell/recorded-city';
import { DAY, type EpochMs } from '@clearwell/water-quality';
import { planCity, type PlanSetting } from '../city-plan.ts';
import { makeCity } from '../city/make-city.ts';
import { describeTruth } from '../truth.ts';
import { describeCity } from './describe-city.ts';
import { simulateReadings } from './simulate-readings.ts';

export interface RecordingSetting extends PlanSetting {
  readonly stations: number;
  readonly start: EpochMs;
  readonly days: number;
}

/** Where a recording begins unless told: a fixed instant, midnight in China, so that two runs agree. */
export const RECORDING_START = Date.UTC(2026, 2, 1, 16);

/**
 * Writes the simulated city in the folder form, with everything that happened in it. Byte for byte the same for the same
 * setting. `onDay` hears of each full day sampled. Returns how many readings were written.
 */
export function recordCity(folder: string, setting: RecordingSetting, onDay: (days: number) => void): Promise<number> {
  const { seed, start, days } = setting;
  const city = makeCity(setting);
  const span = [start, start + days * DAY] as const;
  const simulated = { seed, city, plans: planCity(setting, city, start), span };
  return writeCity(folder, {
    record: describeCity(simulated),
    readings: withDays(simulateReadings(simulated), start, onDay),
    truth: describeTruth(seed, city, simulated.plans, span),
  });
}

function* withDays(
  readings: Iterable<RecordedReading>,
  start: EpochMs,
  onDay: (days: number) => void,
): Generator<RecordedReading> {
  let told = 0;
  for (const reading of readings) {
    const days = Math.floor((reading.receivedAt - start) / DAY);
    if (days > told) onDay((told = days));
    yield reading;
  }
}
