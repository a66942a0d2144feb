import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EpochMs } from '@clearwell/water-quality';
import type { ClockSetting } from './clock.ts';
import { DEFAULT_SEED, DEFAULT_STATIONS, makeCity } from './city/make-city.ts';
import { parseScenario, parseSpan, type ScenarioChoice } from './scenarios/choice.ts';
import { SCENARIOS } from './scenarios/registry.ts';
import { RECORDING_START } from './recording/record-city.ts';
import type { Part } from './replay/survey.ts';
import type { SimulatorSetting } from './simulator.ts';
import type { BrokerSetting } from './station/broker-access.ts';

export interface Options extends Omit<SimulatorSetting, 'broker'> {
  readonly broker: BrokerSetting;
  readonly clock: ClockSetting;
  /** Write the stations there and do nothing else. */
  readonly writeStations: string | null;
  /** Beside the stations: how water runs between them, as the server's API takes it. */
  readonly writeNetwork: string | null;
  /** Publish the city of this folder, and simulate none. */
  readonly replay: ReplayOptions | null;
  /** Write the simulated city there from `start` on, and publish nothing. */
  readonly writeCity: { readonly folder: string; readonly start: EpochMs } | null;
}

export interface ReplayOptions {
  readonly folder: string;
  readonly part: Part;
  /** Null where nobody said: the file's beginning, and the moment all stations are connected. */
  readonly clock: { readonly start: EpochMs | null; readonly origin: EpochMs | null; readonly rate: number };
}

export type Parsed =
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly problems: readonly string[] }
  | { readonly kind: 'run'; readonly options: Options };

const MOST_STATIONS = 20_000;
const FASTEST = 36_000;

const NAMES = [
  'broker',
  'stations',
  'seed',
  'data',
  'days',
  'rate',
  'clock-start',
  'clock-origin',
  'for',
  'scenario',
  'everyday',
  'truth',
  'username',
  'password',
  'accounts',
  'ca',
  'write-stations',
  'write-network',
  'replay',
  'from',
  'until',
  'write-city',
] as const;
type Name = (typeof NAMES)[number];

/** Collects what is wrong, so that all of it is told together. */
class Reader {
  readonly problems: string[] = [];
  readonly #texts: ReadonlyMap<string, readonly string[]>;

  constructor(texts: ReadonlyMap<string, readonly string[]>) {
    this.#texts = texts;
  }

  all(name: Name): readonly string[] {
    return this.#texts.get(name) ?? [];
  }

  text(name: Name): string | undefined {
    return this.all(name).at(-1);
  }

  number(name: Name, otherwise: number, { min, max, whole }: { min: number; max: number; whole: boolean }): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const value = text.trim() === '' ? NaN : Number(text);
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    this.problems.push(`--${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, and is ${text}.`);
    return otherwise;
  }

  instant(name: Name, otherwise: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const value = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
    if (Number.isSafeInteger(value)) return value;
    this.problems.push(`--${name} must be milliseconds since 1970 or an ISO 8601 time, and is ${text}.`);
    return otherwise;
  }

  /** In ms; null if it is not given. */
  span(name: Name): number | null {
    const text = this.text(name);
    if (text === undefined) return null;
    const span = parseSpan(text);
    if (span !== null && span > 0) return span;
    this.problems.push(`--${name} must be a span of time like 90s, 20m, 6h or 28d, and is ${text}.`);
    return null;
  }

  isOn(name: Name): boolean {
    const text = this.text(name) ?? 'on';
    if (text !== 'on' && text !== 'off') this.problems.push(`--${name} must be on or off, and is ${text}.`);
    return text !== 'off';
  }

  broker(): string {
    const text = this.text('broker') ?? 'mqtt://127.0.0.1:1883';
    const url = URL.parse(text);
    if (url !== null && /^(mqtts?|tcp|ssl):$/.test(url.protocol) && url.hostname !== '') return text;
    this.problems.push(`--broker must look like mqtt://host:1883, and is ${text}.`);
    return text;
  }

  scenarios(): ScenarioChoice[] {
    return this.all('scenario').flatMap((text) => {
      const choice = parseScenario(text);
      if (typeof choice !== 'string') return [choice];
      this.problems.push(`${choice}.`);
      return [];
    });
  }
}

export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv, now: number): Parsed {
  const { texts, problems, help } = collect(args);
  if (help) return { kind: 'help' };
  const reader = new Reader(texts);
  const data = reader.text('data') ?? './data/simulator';
  const broker = {
    url: reader.broker(),
    username: reader.text('username') ?? env['CLEARWELL_SIM_USERNAME'],
    password: reader.text('password') ?? env['CLEARWELL_SIM_PASSWORD'],
    accountsFile: reader.text('accounts') ?? null,
    caFile: reader.text('ca') ?? null,
  };
  const simulated = {
    broker,
    stations: reader.number('stations', DEFAULT_STATIONS, { min: 1, max: MOST_STATIONS, whole: true }),
    seed: reader.number('seed', DEFAULT_SEED, { min: 0, max: 2 ** 31, whole: true }),
    data,
    days: reader.number('days', 7, { min: 0, max: 366, whole: false }),
    clock: {
      start: reader.instant('clock-start', now),
      origin: reader.instant('clock-origin', now),
      rate: reader.number('rate', 1, { min: 1, max: FASTEST, whole: false }),
    },
    runFor: reader.span('for'),
    scenarios: reader.scenarios(),
    everyday: reader.isOn('everyday'),
    truth: reader.text('truth') ?? join(data, 'truth.csv'),
    writeStations: reader.text('write-stations') ?? null,
    writeNetwork: reader.text('write-network') ?? null,
  };
  const options: Options = {
    ...simulated,
    replay: replayOf(reader, simulated.clock),
    writeCity: writingOf(reader, simulated.clock.start),
  };
  const all = [...problems, ...reader.problems, ...strangers(options), ...contradictions(reader)];
  return all.length > 0 ? { kind: 'bad', problems: all } : { kind: 'run', options };
}

function replayOf(reader: Reader, { start, origin, rate }: ClockSetting): Options['replay'] {
  const folder = reader.text('replay');
  if (folder === undefined) return null;
  const given = <T>(name: Name, value: T): T | null => (reader.text(name) === undefined ? null : value);
  const part = { from: given('from', reader.instant('from', 0)), until: given('until', reader.instant('until', 0)) };
  return {
    folder,
    part,
    clock: { start: given('clock-start', start), origin: given('clock-origin', origin), rate },
  };
}

function writingOf(reader: Reader, start: EpochMs): Options['writeCity'] {
  const folder = reader.text('write-city');
  if (folder === undefined) return null;
  return { folder, start: reader.text('clock-start') === undefined ? RECORDING_START : start };
}

/** Options that do nothing without, or together with, another. */
function contradictions(reader: Reader): string[] {
  const has = (name: Name): boolean => reader.text(name) !== undefined;
  const idle = (['from', 'until'] as const).filter((name) => has(name) && !has('replay'));
  const unheard = (['scenario', 'write-city', 'for'] as const).filter((name) => has(name) && has('replay'));
  return [
    ...idle.map((name) => `--${name} chooses a part of --replay, which is not given.`),
    ...unheard.map((name) => `--${name} is for a simulated city, and --replay has a recorded one.`),
  ];
}

/** Scenarios at stations this city has not. */
function strangers({ scenarios, seed, stations, replay }: Options): string[] {
  if (scenarios.length === 0 || replay !== null) return [];
  const known = new Set<string>(makeCity({ seed, stations }).stations.map(({ id }) => id));
  return scenarios.flatMap(({ station }) =>
    known.has(station) ? [] : [`--scenario: there is no station ${station}.`],
  );
}

/** Not strict, because `parseArgs` stops at the first mistake and we tell all of them. */
function collect(args: readonly string[]): { texts: Map<string, string[]>; problems: string[]; help: boolean } {
  const known = Object.fromEntries(NAMES.map((name) => [name, { type: 'string', multiple: true }] as const));
  const options = { ...known, help: { type: 'boolean', short: 'h' } } as const;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const texts = new Map<string, string[]>();
  const problems: string[] = [];
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${token.value} is no option; see --help.`);
    if (token.kind !== 'option') continue;
    if (token.name === 'help') help = true;
    else if (!NAMES.some((name) => name === token.name))
      problems.push(`There is no option ${token.rawName}; see --help.`);
    else if (token.value === undefined) problems.push(`${token.rawName} needs a value.`);
    else texts.set(token.name, [...(texts.get(token.name) ?? []), token.value]);
  }
  return { texts, problems, help };
}

export const HELP = `Clearwell's stations in software.

  npx node firmware-sim/src/main.ts [options]

  --broker URL           where to send (mqtt://127.0.0.1:1883)
  --stations N           how many stations (${DEFAULT_STATIONS})
  --seed N               another city and other water (${DEFAULT_SEED}; the shipped map shows seed ${DEFAULT_SEED})
  --data DIR             where stations keep their readings (./data/simulator)
  --days N               how far before the start a station samples what it missed (7)
  --rate N               simulated seconds in a second, 1 to ${FASTEST} (1)
  --clock-start TIME     what the clock shows at --clock-origin (now); milliseconds or ISO 8601
  --clock-origin TIME    (now)
  --for SPAN             run for this much simulated time after the start (90s, 20m, 6h, 28d), stop when everything
                         is acknowledged, and print what was sampled and its hash
  --scenario NAME@STATION+OFFSET
                         may be given several times; offset in simulated time after the start: +0, +30s, +20m, +2h;
                         -6h lies before it, in the history that --days fills
  --everyday on|off      faults of probes, calibrations, lost links and what else an ordinary day brings (on)
  --truth FILE           all that happened, as CSV (truth.csv in --data)
  --username, --password for the broker; or CLEARWELL_SIM_USERNAME and CLEARWELL_SIM_PASSWORD
  --accounts FILE        CSV of the stations' own accounts (id,username,password), as npm run accounts writes it
  --ca FILE              PEM of the authority that signed the broker's certificate, for mqtts://
  --write-stations FILE  write the stations as the server's stations file (with --replay, those of its city), and exit
  --write-network FILE   with it: how water runs between them, as PUT /api/network takes it
  --replay DIR           publish a recorded city instead, each reading when the clock reaches its received_at; ends by
                         itself. The clock begins with the file and with the connections, unless it is given
  --from, --until TIME   only what was received in that time
  --write-city DIR       publish nothing: write the simulated city of --days days into files, as fast as it goes. Begins
                         at ${new Date(RECORDING_START).toISOString()} unless --clock-start is given
  --help

Scenarios:
${SCENARIOS.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`).join('\n')}
`;
