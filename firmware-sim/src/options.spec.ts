import { join } from 'node:path';
import { parseOptions } from './options.ts';

const NOW = Date.UTC(2026, 10, 22);
const parse = (...args: string[]) => parseOptions(args, {}, NOW);

describe('the options', () => {
  it('run 48 stations of the last seven days in real time when nothing is said', () => {
    expect(parse()).toMatchObject({
      kind: 'run',
      options: { stations: 48, seed: 1, days: 7, clock: { start: NOW, origin: NOW, rate: 1 }, scenarios: [] },
    });
  });

  it('take the clock as milliseconds or as ISO 8601', () => {
    expect(parse('--clock-start', '2026-01-02T00:00:00Z', '--clock-origin', '1000', '--rate', '60')).toMatchObject({
      options: { clock: { start: Date.UTC(2026, 0, 2), origin: 1_000, rate: 60 } },
    });
  });

  it('take the credentials from the environment', () => {
    const env = { CLEARWELL_SIM_USERNAME: 'sim', CLEARWELL_SIM_PASSWORD: 'secret' };
    expect(parseOptions([], env, NOW)).toMatchObject({ options: { broker: { username: 'sim', password: 'secret' } } });
  });

  it('take the file of the stations’ own accounts and of the authority they trust', () => {
    const broker = { accountsFile: 'accounts.csv', caFile: 'ca.crt' };
    expect(parse('--accounts', 'accounts.csv', '--ca', 'ca.crt')).toMatchObject({ options: { broker } });
  });

  it('take several scenarios', () => {
    expect(parse('--scenario', 'duplicate@zz-001+0', '--scenario', 'link-outage@zz-002+20m')).toMatchObject({
      options: {
        scenarios: [
          { station: 'zz-001', offset: 0 },
          { station: 'zz-002', offset: 1_200_000 },
        ],
      },
    });
  });

  it('place a scenario before the start', () => {
    expect(parse('--scenario', 'link-outage@zz-002-6h')).toMatchObject({
      options: { scenarios: [{ station: 'zz-002', offset: -6 * 3_600_000 }] },
    });
  });

  it('let ordinary days happen, and write the truth into the data folder, when nothing is said', () => {
    expect(parse('--data', 'here')).toMatchObject({
      options: { everyday: true, truth: join('here', 'truth.csv'), runFor: null },
    });
  });

  it('end a run after a span of time', () => {
    expect(parse('--for', '28d', '--everyday', 'off')).toMatchObject({
      options: { runFor: 28 * 86_400_000, everyday: false },
    });
  });

  it('tell all mistakes together, each in a sentence', () => {
    const parsed = parse(
      '--nonsense',
      '--rate',
      '0',
      '--stations',
      '1.5',
      '--broker',
      'x',
      '--scenario',
      'duplicate@zz-999+0',
      '--for',
      '28',
      '--everyday',
      'maybe',
    );
    expect(parsed).toEqual({
      kind: 'bad',
      problems: [
        'There is no option --nonsense; see --help.',
        '--broker must look like mqtt://host:1883, and is x.',
        '--stations must be a whole number from 1 to 20000, and is 1.5.',
        '--rate must be a number from 1 to 36000, and is 0.',
        '--for must be a span of time like 90s, 20m, 6h or 28d, and is 28.',
        '--everyday must be on or off, and is maybe.',
        '--scenario: there is no station zz-999.',
      ],
    });
  });

  it('replay a folder from its own beginning unless they are given a clock or a part', () => {
    const nothing = { start: null, origin: null };
    expect(parse('--replay', 'city')).toMatchObject({
      options: { replay: { folder: 'city', part: { from: null, until: null }, clock: nothing } },
    });
    expect(parse('--replay', 'city', '--from', '1000', '--clock-start', '2000')).toMatchObject({
      options: { replay: { part: { from: 1_000, until: null }, clock: { start: 2_000, origin: null } } },
    });
  });

  it('write a city from a fixed instant on', () => {
    const writing = (...args: string[]) => parse('--write-city', 'city', ...args);
    expect(writing()).toMatchObject({ options: { writeCity: { folder: 'city', start: Date.UTC(2026, 2, 1, 16) } } });
    expect(writing('--clock-start', '2000')).toMatchObject({ options: { writeCity: { start: 2_000 } } });
  });

  it('refuse what a replay cannot heed', () => {
    expect(parse('--until', '1000')).toMatchObject({
      problems: [expect.stringMatching(/--until chooses a part of --replay/) as string],
    });
    expect(parse('--replay', 'city', '--for', '2h')).toMatchObject({
      problems: [expect.stringMatching(/--for is for a simulated city/) as string],
    });
  });
});
