import { randomStream } from '@clearwell/firmware-sim';
import { Progress } from '../import/progress.ts';
import { FaultTrials, type TrialOutcome } from './sensor-faults/fault-trials.ts';
import { INJECTIONS, type Injection } from './sensor-faults/injections.ts';
import { measureStation } from './sensor-faults/recorded-station.ts';
import { HISTORIES, HISTORY_FOLDER, loadHistory } from './station-history.ts';

export interface SensorFaultBench {
  readonly seed: number;
  /** Faults of each kind and size in each file. */
  readonly rounds: number;
  /** Where the two histories are; beside the checkout unless told. */
  readonly folder: string | undefined;
  /** False alerts a week. */
  readonly budget: number;
}

/** What a table's cell counts. */
interface Tally {
  trials: number;
  events: number;
  /** The same if faulty channels voted. */
  eventsUnheeded: number;
  typed: number;
  readonly typedAs: Map<string, number>;
}

const emptyTally = (): Tally => ({ trials: 0, events: 0, eventsUnheeded: 0, typed: 0, typedAs: new Map() });

/** Breaks recorded probes in every way we know, and counts what was taken for water and what was typed right. */
export async function benchSensorFaults({ seed, rounds, folder, budget }: SensorFaultBench): Promise<number> {
  const totals = new Map<Injection, Tally>(INJECTIONS.map((injection) => [injection, emptyTally()]));
  for (const named of HISTORIES) {
    const history = await loadHistory(named, folder);
    if (history === null) {
      console.error(`${named.file} is not in ${folder ?? HISTORY_FOLDER}; --dir names another folder`);
      return 1;
    }
    const station = measureStation(history);
    console.log(`\n${station.name}: ${String(station.rows.length)} rows, ${String(station.channels.length)} channels`);
    const trials = new FaultTrials(station, budget);
    let done = 0;
    const progress = new Progress(() => `${String(done)} of ${String(3 * INJECTIONS.length)} rows of the table`);
    console.log(HEADER);
    for (const injection of INJECTIONS) {
      for (const size of injection.sizes) {
        const tally = emptyTally();
        for (let round = 0; round < rounds; round++) {
          progress.show();
          const outcome = trials.run(injection, size, randomStream(seed + round));
          if (outcome === null) continue;
          count(tally, injection, outcome);
          count(totals.get(injection) ?? emptyTally(), injection, outcome);
        }
        done++;
        progress.end();
        console.log(lineOf(injection.name, size.name, tally));
      }
    }
  }
  return summarize(totals, budget, seed);
}

function count(tally: Tally, { kind }: Injection, { raisedEvent, raisedUnheeded, typedAs }: TrialOutcome): void {
  tally.trials += 1;
  tally.events += raisedEvent ? 1 : 0;
  tally.eventsUnheeded += raisedUnheeded ? 1 : 0;
  tally.typed += typedAs === kind ? 1 : 0;
  const said = typedAs ?? 'nothing';
  tally.typedAs.set(said, (tally.typedAs.get(said) ?? 0) + 1);
}

const HEADER = `${''.padEnd(33)}${''.padEnd(17)}trials   event  (if it voted)   typed right`;

const percent = (count: number, of: number): string => (of === 0 ? '-' : `${String(Math.round((100 * count) / of))} %`);

function lineOf(name: string, size: string, { trials, events, eventsUnheeded, typed, typedAs }: Tally): string {
  const others = [...typedAs].toSorted(([, a], [, b]) => b - a).map(([kind, n]) => `${kind} ${String(n)}`);
  const cells = [
    name.padEnd(33),
    size.padEnd(17),
    String(trials).padStart(6),
    percent(events, trials).padStart(8),
    percent(eventsUnheeded, trials).padStart(15),
    percent(typed, trials).padStart(14),
  ];
  return `${cells.join('')}   ${others.join(', ')}`;
}

function summarize(totals: ReadonlyMap<Injection, Tally>, budget: number, seed: number): number {
  console.log(`\nBoth, budget ${String(budget)}, seed ${String(seed)}; aims beside what was reached`);
  console.log(HEADER);
  for (const [{ name, mostEvents, leastTyped, kind }, tally] of totals) {
    const misses = [
      ...(tally.events > mostEvents * tally.trials ? [`event: at most ${percent(mostEvents, 1)}`] : []),
      ...(kind !== null && tally.typed < leastTyped * tally.trials
        ? [`typed: at least ${percent(leastTyped, 1)}`]
        : []),
    ];
    console.log(`${lineOf(name, 'all', tally)}${misses.length === 0 ? '' : `   MISSED ${misses.join('; ')}`}`);
  }
  return 0;
}
