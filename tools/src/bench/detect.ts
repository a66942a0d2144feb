import { AT_REST, StationFold, type DetectorState, type Panel } from '@clearwell/detect';
import type { QualifiedReading, Station } from '@clearwell/water-quality';
import { createHash, type Hash } from 'node:crypto';
import { GatedMedian } from './detect/gated-median.ts';
import { housePanel } from './detect/house-panel.ts';
import { A_WEEK, CHANNELS, inventedStation, inventReadings, readingAt } from './detect/invented-station.ts';
import { judgeYears, type Years } from './detect/judge-years.ts';

/** A station learns its water before it is timed. */
const LEARNED = 4 * A_WEEK;
const TIMED = 52 * A_WEEK;

interface Cost {
  readonly name: string;
  /** Of processor time, without what it takes to have the readings. */
  readonly microsecondsAValue: number;
}

export interface DetectOptions extends Years {
  readonly rounds: number;
  /** Whether the years of the whole city are judged as well. */
  readonly isFull: boolean;
}

/** What judging costs: all together, part by part, and beside a plain gated median in the same run. */
export async function benchDetect({ rounds, isFull, ...years }: DetectOptions): Promise<number> {
  const station = inventedStation(1);
  const readings = inventReadings(station, years.seed);
  const { costs, judge } = measure(station, readings, rounds);
  const of = (name: string): number => costs.find((cost) => cost.name === name)?.microsecondsAValue ?? NaN;
  console.log(
    `\nµs of processor time a value, the least of ${String(rounds)} rounds of a year (${String(TIMED * CHANNELS)} values):\n`,
  );
  for (const { name, microsecondsAValue } of costs)
    console.log(`  ${name.padEnd(22)} ${microsecondsAValue.toFixed(2)}`);
  console.log(
    `\n  ${(of('all') / of(PLAIN)).toFixed(1)} times the ${PLAIN}\n\nkB of state a station (${String(CHANNELS)} channels):\n`,
  );
  for (const [name, bytes] of stateOf(judge)) console.log(`  ${name.padEnd(22)} ${(bytes / 1000).toFixed(1)}`);
  console.log(`\nverdicts ${digestOf(station, readings)}`);
  if (isFull) await judgeYears(years);
  return 0;
}

const PLAIN = 'gated median / MAD';

/** The rounds go through the parts in turn, so that what else the machine does meets all of them. */
function measure(
  station: Station,
  readings: readonly QualifiedReading[],
  rounds: number,
): { costs: Cost[]; judge: StationFold } {
  const { qualifier, detectors } = housePanel();
  const panels: [string, Panel][] = [
    ['quality', { qualifier, detectors: [] }],
    ...detectors.map((detector): [string, Panel] => [detector.name, { qualifier: null, detectors: [detector] }]),
    ['all', { qualifier, detectors }],
  ];
  const judges = panels.map(([, panel]) => new StationFold(panel, AT_REST));
  const folds = panels.map(([name], i) => ({
    name,
    fold: (reading: QualifiedReading) => judges[i]?.fold(reading, station),
  }));
  const plain = { name: PLAIN, fold: plainFold(station) };
  const idle = { name: 'idle', fold: (reading: QualifiedReading) => reading.sampledAt };
  const ways = [idle, plain, ...folds];
  const least = new Map<string, number>();
  for (let round = 0; round <= rounds; round++) {
    const [from, until] = round === 0 ? [0, LEARNED] : [LEARNED + (round - 1) * TIMED, LEARNED + round * TIMED];
    for (const { name, fold } of ways) {
      const spent = processorTime(() => {
        for (let place = from; place < until; place++) fold(readingAt(readings, place));
      });
      if (round > 0) least.set(name, Math.min(least.get(name) ?? Infinity, spent));
    }
    console.error(round === 0 ? 'learned' : `round ${String(round)} of ${String(rounds)}`);
  }
  const costs = ways.slice(1).map(({ name }) => ({
    name,
    microsecondsAValue: ((least.get(name) ?? NaN) - (least.get('idle') ?? NaN)) / (TIMED * CHANNELS),
  }));
  return { costs, judge: judges.at(-1) ?? new StationFold(housePanel(), AT_REST) };
}

function plainFold({ channels }: Station): (reading: QualifiedReading) => number {
  const plain = channels.map(({ key, resolution }) => ({ key, median: new GatedMedian(resolution) }));
  return ({ values }) => plain.reduce((odd, { key, median }) => odd + Number(median.fold(values[key] ?? NaN)), 0);
}

/** µs of this process. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const sizeOf = (saved: DetectorState['memories'][string]): number => saved.length;

const stateOf = (judge: StationFold): (readonly [string, number])[] => {
  const parts = Object.entries(judge.save().memories).map(([name, saved]) => [name, sizeOf(saved)] as const);
  return [...parts, ['all', parts.reduce((sum, [, bytes]) => sum + bytes, 0)]];
};

/** The same for the same verdicts: what is made faster must say what it said. */
function digestOf(station: Station, readings: readonly QualifiedReading[]): string {
  const judge = new StationFold(housePanel(), AT_REST);
  const hash = createHash('sha256');
  for (let place = 0; place < 12 * A_WEEK; place++) {
    const { reading, episodes, earlier } = judge.fold(readingAt(readings, place), station);
    hash.update(JSON.stringify([reading.quality, episodes, earlier.length]));
  }
  addState(hash, judge.save());
  return hash.digest('hex').slice(0, 16);
}

function addState(hash: Hash, { memories }: DetectorState): void {
  for (const saved of Object.values(memories)) hash.update(saved);
}
