import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@clearwell/testkit';
import { DAY, HOUR } from '@clearwell/water-quality';
import { planCity } from './city-plan.ts';
import { makeCity } from './city/make-city.ts';
import { parseScenario, type ScenarioChoice } from './scenarios/choice.ts';
import { describeTruth, writeTruth } from './truth.ts';

const START = Date.UTC(2026, 10, 20);
const city = makeCity({ seed: 1, stations: 48 });

function truthOf(scenarios: readonly string[], everyday = false, from = START - DAY, to = START + DAY): string[] {
  const choices = scenarios.map((text) => parseScenario(text) as ScenarioChoice);
  const plans = planCity({ seed: 1, scenarios: choices, everyday }, city, START);
  return describeTruth(1, city, plans, [from, to]).trimEnd().split('\n');
}

describe('the truth', () => {
  it('says kind, place, channels, times, share and seed of all that was chosen, by time', () => {
    expect(truthOf(['duplicate@zz-042+2h', 'swapped-channels@zz-002-6h', 'contamination@zz-029+0'])).toEqual([
      'kind,scenario,station,channels,begin,end,share,seed',
      'probe_fault,swapped-channels,zz-002,free_chlorine ph,2026-11-19T18:00:00.000Z,2026-11-19T21:00:00.000Z,1,1',
      'water_event,contamination,zz-029,free_chlorine turbidity ph conductivity,2026-11-20T00:00:00.000Z,2026-11-20T02:30:00.000Z,1,1',
      'logger,duplicate,zz-042,,2026-11-20T02:00:00.000Z,2026-11-20T03:00:00.000Z,1,1',
    ]);
  });

  it('has a row for each station that a scenario comes to', () => {
    const rows = truthOf(['dosing-failure@zz-002+0']).slice(1);
    expect(rows.map((row) => row.split(',')[2])).toEqual(['zz-002', 'zz-039']);
  });

  it('holds what is under way at the edges of its span, and nothing beyond', () => {
    const drift = ['drift@zz-027-2d'];
    expect(truthOf(drift, false, START - HOUR, START)).toHaveLength(2);
    expect(truthOf(drift, false, START - 3 * DAY, START - 2 * DAY)).toHaveLength(1);
    expect(truthOf(drift, false, START + 2 * DAY, START + 3 * DAY)).toHaveLength(1);
  });

  it('is the same to the byte each time, ordinary days included', () => {
    const month = (): string[] => truthOf(['spikes@zz-018+1h'], true, START, START + 28 * DAY);
    expect(month()).toEqual(month());
    expect(month().length).toBeGreaterThan(100);
  });

  it('is written whole, and leaves nothing beside it', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'deep/truth.csv');
    for (const text of ['kind\n', 'kind\nlogger\n']) {
      writeTruth(file, text);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    expect(readdirSync(join(folder, 'deep'))).toEqual(['truth.csv']);
  });
});
