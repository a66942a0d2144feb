import { HOUR, MINUTE, type SiteType } from '@clearwell/water-quality';
import { makeCity } from '../city/make-city.ts';
import { makeWater } from '../water/station-water.ts';
import type { Water } from '../water/water.ts';
import { chlorineDrop } from './chlorine-drop.ts';
import { parseScenario } from './choice.ts';
import { SCENARIOS } from './registry.ts';
import type { Scenario } from './scenario.ts';
import { turbiditySpike } from './turbidity-spike.ts';

const START = Date.UTC(2026, 10, 20);
const city = makeCity({ seed: 1, stations: 48 });

/** Water before and under the scenario, every 10 minutes from its beginning. */
function pass(scenario: Scenario, siteType: SiteType): { quiet: Water; altered: Water; elapsed: number }[] {
  const station = city.stations.find((one) => one.siteType === siteType);
  const supply = station && city.supplies.get(station.id);
  if (station === undefined || supply === undefined) throw new Error(`no ${siteType}`);
  const water = makeWater(1, station, supply);
  return Array.from({ length: scenario.duration / (10 * MINUTE) + 1 }, (_, slot) => {
    const elapsed = slot * 10 * MINUTE;
    const quiet = water(START + elapsed);
    return { quiet, altered: scenario.alter?.(quiet, elapsed, siteType) ?? quiet, elapsed };
  });
}

describe('turbidity-spike', () => {
  const rows = pass(turbiditySpike, 'pipe_end');

  it('is beyond 5 NTU within ten minutes and for at least half an hour', () => {
    expect(rows[1]?.altered.turbidity).toBeGreaterThan(5);
    expect(rows.filter(({ altered }) => altered.turbidity > 5).length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...rows.map(({ altered }) => altered.turbidity))).toBeLessThan(8);
  });

  it('moves chlorine and pH down and conductivity up with it, as a real slug does', () => {
    const { quiet, altered } = rows[3] ?? { quiet: undefined, altered: undefined };
    expect(altered?.free_chlorine).toBeLessThan(quiet?.free_chlorine ?? 0);
    expect(altered?.orp).toBeLessThan(quiet?.orp ?? 0);
    expect(altered?.ph).toBeLessThan(quiet?.ph ?? 0);
    expect(altered?.conductivity).toBeGreaterThan(quiet?.conductivity ?? Infinity);
  });
});

describe('chlorine-drop', () => {
  it.each([
    ['pipe_end', 0.05],
    ['plant_outlet', 0.3],
  ] as const)('holds a %s below %d mg/L for two hours, half an hour after it began', (siteType, limit) => {
    const held = pass(chlorineDrop, siteType).filter(
      ({ elapsed }) => elapsed >= 30 * MINUTE && elapsed <= 150 * MINUTE,
    );
    expect(held.length).toBeGreaterThanOrEqual((2 * HOUR) / (10 * MINUTE));
    for (const { altered } of held) expect(altered.free_chlorine).toBeLessThan(limit);
  });

  it('holds chlorine dioxide below 0.02 mg/L at small supplies', () => {
    const held = pass(chlorineDrop, 'small_supply').find(({ elapsed }) => elapsed === HOUR);
    expect(held?.altered.chlorine_dioxide).toBeLessThan(0.02);
  });
});

describe('every scenario', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s begins and ends in quiet water',
    (_, scenario) => {
      const rows = pass(scenario, 'pipe_end');
      for (const row of [rows.at(0), rows.at(-1)])
        expect(row?.altered.turbidity).toBeCloseTo(row?.quiet.turbidity ?? NaN, 9);
    },
  );

  it.each(SCENARIOS.map(({ name }) => name))('%s is chosen by its name', (name) => {
    expect(parseScenario(`${name}@zz-017+20m`)).toMatchObject({
      scenario: { name },
      station: 'zz-017',
      offset: 20 * MINUTE,
    });
  });

  it.each([
    ['+0', 0],
    ['+30s', 30_000],
    ['+2h', 2 * HOUR],
  ])('begins %s after the start', (offset, ms) => {
    expect(parseScenario(`duplicate@zz-017${offset}`)).toMatchObject({ offset: ms });
  });

  it.each(['duplicate', 'duplicate@zz-017', 'duplicate@zz-017+5', 'flood@zz-017+0'])(
    '%s is refused in a sentence',
    (text) => {
      expect(parseScenario(text)).toContain(`--scenario ${text}: `);
    },
  );
});
