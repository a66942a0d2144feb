import { fraction, keyOf, RECORDING_START, SCENARIOS, type Scenario } from '@clearwell/firmware-sim';
import { DAY, type EpochMs } from '@clearwell/water-quality';
import { Progress } from '../import/progress.ts';
import { goOn } from './scenarios/go-on.ts';
import { chooseInjection } from './scenarios/injection.ts';
import { causeOf, describeOutcome, describeWaking } from './scenarios/listing.ts';
import { answersTable, confusionTable, inTimeLines } from './scenarios/outcome-tables.ts';
import { outcomeOf, type Outcome } from './scenarios/outcome.ts';
import { liveQuietly, type QuietCity } from './scenarios/quiet-city.ts';
import { BareIncidents, BareWakings } from './scenarios/said.ts';
import { tableOf } from './scenarios/table.ts';

export interface ScenarioBench {
  /** A city each. */
  readonly seeds: readonly number[];
  readonly stations: number;
  readonly weeks: number;
  /** Of each scenario, over all cities. */
  readonly rounds: number;
  /** False alerts a station and week. */
  readonly budget: number;
  /** Names; all scenarios unless told. */
  readonly only: readonly string[];
  /** Each incident that was notified in a quiet city, and each injection. */
  readonly isListed: boolean;
  readonly isMarkdown: boolean;
}

/** A city knows its water by then. */
const FIRST = 7 * DAY;
/** A drift takes three days, and a while to be spoken of. */
const ROOM = 4 * DAY;
const AIMS = { notifiedAWeek: 7 };

/** What is said of quiet cities, and of each scenario that is added to one. */
export function benchScenarios(bench: ScenarioBench): number {
  const scenarios = SCENARIOS.filter(({ name }) => bench.only.length === 0 || bench.only.includes(name));
  const strange = bench.only.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (strange.length > 0) {
    console.error(
      `There is no scenario ${strange.join(', ')}; there are ${SCENARIOS.map(({ name }) => name).join(', ')}`,
    );
    return 1;
  }
  const outcomes = new Map<Scenario, Outcome[]>(scenarios.map((scenario) => [scenario, []]));
  const quiet: string[][] = [];
  const causes: string[] = [];
  for (const [place, seed] of bench.seeds.entries()) {
    const city = live(bench, seed, place);
    quiet.push(quietRow(bench, seed, city));
    causes.push(...city.wakings.all.map((waking) => `${waking.kind}: ${causeOf(waking, city)}`));
    if (bench.isListed) listWakings(seed, city);
    injectAll(bench, city, outcomes);
  }
  reportQuiet(bench, quiet, causes);
  reportAdded(bench, outcomes);
  return 0;
}

function live(bench: ScenarioBench, seed: number, place: number): QuietCity {
  const days = 7 * bench.weeks;
  const count = Math.floor((bench.rounds + bench.seeds.length - 1 - place) / bench.seeds.length);
  const [first, room] = [Math.min(FIRST, (days * DAY) / 2), Math.max(0, days * DAY - FIRST - ROOM)];
  const instants = Array.from(
    { length: count },
    (_, i) => RECORDING_START + first + Math.floor(room * fraction(keyOf(seed, 'instant', i))),
  ).sort((a, b) => a - b);
  let now: EpochMs = RECORDING_START;
  const progress = new Progress(
    () => `seed ${String(seed)}: day ${String(Math.floor((now - RECORDING_START) / DAY))} of ${String(days)}`,
  );
  const city = liveQuietly({ seed, stations: bench.stations, days, budget: bench.budget }, instants, (at) => {
    now = at;
    progress.show();
  });
  progress.end();
  return city;
}

function quietRow({ weeks, stations }: ScenarioBench, seed: number, city: QuietCity): string[] {
  const { all, desk } = city.wakings;
  const { incidents } = desk;
  const count = (kind: string): number => incidents.filter((incident) => incident.kind === kind).length;
  const byWeek = Array.from({ length: weeks }, (_, week) => {
    const from = RECORDING_START + week * 7 * DAY;
    return all.filter(({ at }) => at >= from && at < from + 7 * DAY).length;
  });
  return [
    String(seed),
    String(city.readings),
    (all.length / weeks).toFixed(1),
    (all.filter(({ kind }) => kind === 'limit').length / weeks).toFixed(1),
    byWeek.join(' '),
    ((count('event') + count('cluster')) / weeks / stations).toFixed(2),
    String(count('operation')),
  ];
}

function listWakings(seed: number, city: QuietCity): void {
  console.log(`\nInspectors woken in the quiet city of seed ${String(seed)}:`);
  for (const waking of city.wakings.all) console.log(describeWaking(waking, city));
}

function injectAll(bench: ScenarioBench, city: QuietCity, outcomes: ReadonlyMap<Scenario, Outcome[]>): void {
  const { seed } = city.simulated;
  const { all: wakings, desk } = city.wakings;
  const known = { incidents: new BareIncidents(desk.incidents), wakings: new BareWakings(wakings) };
  const bare = { seed, said: city.said, ...known };
  let done = 0;
  const all = city.snapshots.length * outcomes.size;
  const progress = new Progress(() => `seed ${String(seed)}: ${String(done)} of ${String(all)} scenarios added`);
  for (const [scenario, of] of outcomes)
    for (const [round, snapshot] of city.snapshots.entries()) {
      done++;
      progress.show();
      const injection = chooseInjection(scenario, { seed, city: city.city, begin: snapshot.at, round });
      if (injection === null) continue;
      const outcome = outcomeOf(injection, goOn(city, snapshot, injection), bare);
      of.push(outcome);
      if (bench.isListed) progress.say(describeOutcome(outcome));
    }
  progress.end();
}

function reportQuiet({ isMarkdown, ...bench }: ScenarioBench, rows: string[][], causes: readonly string[]): void {
  const size = `${String(bench.stations)} stations, ${String(bench.weeks)} weeks each`;
  console.log(`\nQuiet cities of ${size}; aim: inspectors woken at most ${String(AIMS.notifiedAWeek)} times a week\n`);
  const header = [
    'seed',
    'readings',
    'woken a week',
    'by limits',
    'in each week',
    'water alerts a station and week',
    'operations',
  ];
  console.log(tableOf(header, rows, isMarkdown));
  console.log('\nWhat was under way at half of the stations of what woke somebody there\n');
  const counts = [...Map.groupBy(causes, (cause) => cause)].map(([cause, of]) => [cause, of.length] as const);
  const inOrder = counts.sort(([, a], [, b]) => b - a).map(([cause, count]) => [cause, String(count)]);
  console.log(tableOf(['what, and under way', 'woken'], inOrder, isMarkdown));
}

function reportAdded({ isMarkdown }: ScenarioBench, outcomes: ReadonlyMap<Scenario, Outcome[]>): void {
  const all = [...outcomes];
  console.log('\nEach scenario added to one of them, what was said because of it\n');
  console.log(answersTable(all, isMarkdown));
  console.log('\nThe most alarming that was said\n');
  console.log(confusionTable(all, isMarkdown));
  const slug = all.find(([{ name }]) => name === 'contamination');
  if (slug !== undefined) console.log(`\nAim: 90 %. ${inTimeLines('contamination', slug[1])}`);
}
