import {
  parameterOf,
  parameterOfChannel,
  type ChannelKey,
  type QualifiedReading,
  type QualityChange,
  type Quality,
  type QualityFlag,
  type Reading,
  type Station,
} from '@clearwell/water-quality';
import { qualifyReading } from './qualify-reading.ts';
import { HISTORY_TESTS, QualityJudge, type Flagged, type TestedChannel } from './quality-judge.ts';
import { rulesOf, settingsOf, type QualityOverrides } from './quality-settings.ts';

/** Flags readings by what their channels did before: for a station at a time, in the order they were sampled. */
export class HistoryQualifier {
  readonly name = 'quality';
  readonly version = 1;
  readonly #overrides: QualityOverrides;

  constructor(overrides: QualityOverrides = {}) {
    this.#overrides = overrides;
  }

  /** Flags a reading by what it shows itself. */
  atDoor(reading: Reading): QualifiedReading {
    return flagAtDoor(reading, this.#overrides);
  }

  watch(saved: string | Uint8Array | null): StationQualifier {
    return new StationQualifier(this.#overrides, typeof saved === 'object' ? saved : null);
  }
}

const NONE: readonly QualityChange[] = [];

class StationQualifier {
  readonly #overrides: QualityOverrides;
  #saved: Uint8Array | null;
  #station: Station | null = null;
  #judge: QualityJudge | null = null;
  #values = new Float64Array(0);
  #flags = new Uint8Array(0);

  constructor(overrides: QualityOverrides, saved: Uint8Array | null) {
    this.#overrides = overrides;
    this.#saved = saved;
  }

  /** @returns the reading as it is flagged now, and what is said anew of the two before it */
  fold(
    reading: QualifiedReading,
    station: Station,
  ): { readonly reading: QualifiedReading; readonly earlier: readonly QualityChange[] } {
    const judge = this.#judgeOf(station);
    const atDoor = backAtDoor(reading, this.#overrides);
    for (const [place, { key }] of station.channels.entries()) {
      this.#values[place] = atDoor.values[key] ?? NaN;
      this.#flags[place] = atDoor.quality[key]?.flag ?? 0;
    }
    const verdict = judge.fold({ sampledAt: reading.sampledAt, values: this.#values, flags: this.#flags });
    const flagged = flag(atDoor, station, verdict.now);
    if (!verdict.isRevising) return { reading: flagged, earlier: NONE };
    return {
      reading: flagged,
      earlier: verdict.before.flatMap((before) => changeOf(station, before, this.#overrides)),
    };
  }

  save(): Uint8Array | null {
    return this.#judge?.save() ?? this.#saved;
  }

  #judgeOf(station: Station): QualityJudge {
    if (this.#judge !== null && this.#station === station) return this.#judge;
    const saved = this.save() ?? undefined;
    const judge = new QualityJudge(testedChannels(station, this.#overrides), saved);
    [this.#judge, this.#station, this.#saved] = [judge, station, null];
    this.#values = new Float64Array(station.channels.length);
    this.#flags = new Uint8Array(station.channels.length);
    return judge;
  }
}

const testedChannels = ({ id, channels, intervalMs }: Station, overrides: QualityOverrides): TestedChannel[] =>
  channels.map((channel) => ({ key: channel.key, rules: rulesOf(settingsOf(id, channel, overrides), intervalMs) }));

const OF_HISTORY: ReadonlySet<unknown> = new Set([
  'climatology',
  'spike',
  'rate_of_change',
  'flat_line',
  'attenuated_signal',
]);

function hasHistory({ quality }: QualifiedReading): boolean {
  for (const key in quality) {
    const test = quality[key as ChannelKey]?.test;
    if (test != null && OF_HISTORY.has(test)) return true;
  }
  return false;
}

function flagAtDoor(reading: Reading, overrides: QualityOverrides): QualifiedReading {
  if (overrides.parameters === undefined && overrides.stations === undefined) return qualifyReading(reading);
  return qualifyReading(reading, (station, key) => {
    const parameter = parameterOfChannel(key);
    return settingsOf(station, { key, parameter, resolution: parameterOf(parameter).resolution }, overrides);
  });
}

/** As the door flagged it. */
function backAtDoor(reading: QualifiedReading, overrides: QualityOverrides): QualifiedReading {
  if (!hasHistory(reading)) return reading;
  const { quality: atDoor } = flagAtDoor(reading, overrides);
  const quality: Partial<Record<ChannelKey, Quality>> = { ...reading.quality };
  for (const key of Object.keys(quality) as ChannelKey[]) {
    if (OF_HISTORY.has(quality[key]?.test)) quality[key] = atDoor[key];
  }
  return { ...reading, quality };
}

function flag(reading: QualifiedReading, station: Station, { flags, tests }: Flagged): QualifiedReading {
  let quality: Partial<Record<ChannelKey, Quality>> | null = null;
  for (const [place, { key }] of station.channels.entries()) {
    const test = HISTORY_TESTS[tests[place] ?? 0];
    if (test == null || reading.quality[key] === undefined) continue;
    quality ??= { ...reading.quality };
    quality[key] = { flag: flags[place] as QualityFlag, test };
  }
  return quality === null ? reading : { ...reading, quality };
}

/** What a verdict says of an earlier reading changes with the next one: kept apart. */
function changeOf(
  station: Station,
  { sampledAt, flags, tests }: Flagged,
  overrides: QualityOverrides,
): QualityChange[] {
  if (Number.isNaN(sampledAt)) return [];
  const said = { sampledAt, flags: flags.slice(), tests: tests.slice() };
  return [{ sampledAt, flag: (stored) => flag(backAtDoor(stored, overrides), station, said) }];
}
