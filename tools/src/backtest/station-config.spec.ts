import { temporaryFolder } from '@clearwell/testkit';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_NAMES, configFileOf } from './ready-configs.ts';
import { readConfig, roundValue } from './station-config.ts';

function read(config: unknown) {
  const file = join(temporaryFolder(), 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return readConfig(file);
}

const WHOLE = { timeColumn: 'Time', timeZone: 'Asia/Shanghai', interval: '10min' };

describe('readConfig', () => {
  it('reads the configurations that come with the tool', () => {
    for (const name of CONFIG_NAMES) expect(readConfig(configFileOf(name)).columns.length).toBeGreaterThan(5);
  });

  it('makes several columns of one parameter probes of their own, in the unit and resolution they have', () => {
    const { columns, interval } = read({
      ...WHOLE,
      columns: {
        A: { parameter: 'temperature' },
        B: { parameter: 'temperature', unit: 'degF', resolution: 0.1, operational: false },
      },
    });
    expect(interval).toBe(600_000);
    expect(columns.map(({ judged }) => judged)).toMatchObject([
      { key: 'temperature', resolution: 0.1, operational: true },
      { key: 'temperature.2', resolution: 0.1 / 1.8, operational: false },
    ]);
    const [, fahrenheit] = columns;
    if (fahrenheit === undefined) throw new Error('two columns');
    expect(roundValue(13.68, fahrenheit)).toBeCloseTo((56.6 - 32) / 1.8, 9);
  });

  it('tells all that is wrong at once', () => {
    expect(() => read({ timeZone: 'Mars/Olympus', interval: 'often', columns: { A: { parameter: 'gold' } } })).toThrow(
      /timeColumn[^]*time zone[^]*10min[^]*parameter|parameter[^]*/,
    );
    const columns = { A: { parameter: 'flow', unit: 'mg/L' }, B: { parameter: 'flow' } };
    expect(() => read({ ...WHOLE, columns })).toThrow(
      /column A: flow is not measured in mg\/L[^]*all columns are operational/,
    );
  });
});
