import type { RecordedReading } from '@clearwell/recorded-city';
import { DAY, HOUR, stationId } from '@clearwell/water-quality';
import { planCity } from '../city-plan.ts';
import { makeCity } from '../city/make-city.ts';
import { parseScenario, type ScenarioChoice } from '../scenarios/choice.ts';
import { RECORDING_START } from './record-city.ts';
import { simulateReadings } from './simulate-readings.ts';

const choose = (text: string): ScenarioChoice => {
  const choice = parseScenario(text);
  if (typeof choice === 'string') throw new Error(choice);
  return choice;
};

function simulate(days: number, everyday: boolean, ...scenarios: string[]): RecordedReading[] {
  const setting = { seed: 1, stations: 6, everyday, scenarios: scenarios.map(choose) };
  const city = makeCity(setting);
  const span = [RECORDING_START, RECORDING_START + days * DAY] as const;
  return [...simulateReadings({ seed: 1, city, plans: planCity(setting, city, RECORDING_START), span })];
}

const ofFirst = (readings: readonly RecordedReading[]): RecordedReading[] =>
  readings.filter(({ station }) => station === stationId('zz-001'));

describe('the readings of a simulated city', () => {
  it('are all of the span, in the order they arrive, a little later than sampled, and the same each time', () => {
    const readings = simulate(1, false);
    expect(readings).toHaveLength(6 * 144);
    expect(readings).toEqual(readings.toSorted((a, b) => a.receivedAt - b.receivedAt));
    expect(readings.every(({ sampledAt, receivedAt }) => receivedAt > sampledAt)).toBe(true);
    expect(simulate(1, false)).toEqual(readings);
  });

  it('of an outage arrive together after its end, in the order of sampling', () => {
    const own = ofFirst(simulate(0.5, false, 'link-outage@zz-001+2h'));
    const late = own.filter(({ sampledAt, receivedAt }) => receivedAt - sampledAt > HOUR / 6);
    expect(late.length).toBeGreaterThanOrEqual(5);
    expect(new Set(late.map(({ receivedAt }) => receivedAt)).size).toBe(1);
    expect(late[0]?.receivedAt).toBeGreaterThan(RECORDING_START + 3 * HOUR);
    expect(own.map(({ sampledAt }) => sampledAt)).toEqual(
      own.map(({ sampledAt }) => sampledAt).toSorted((a, b) => a - b),
    );
  });

  it('that are sent twice are there twice', () => {
    const [once, twice] = [simulate(0.5, false), simulate(0.5, false, 'duplicate@zz-001+2h')];
    expect(twice.length - once.length).toBe(6);
  });

  it('hold no reading without a value', () => {
    expect(simulate(3, true).every(({ values }) => Object.keys(values).length > 0)).toBe(true);
  });
});
