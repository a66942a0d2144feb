import { EventJudge, thresholdFor } from '@clearwell/detect';
import { HOUR } from '@clearwell/water-quality';
import { FOUND_WITHIN, inject, SHAPE_NAMES, usualDeviations, type Injection } from './injections.ts';
import { HISTORIES, HISTORY_FOLDER, loadHistory, type StationHistory } from './station-history.ts';

const BUDGETS = [0.25, 0.5, 1] as const;
const CHANNELS = [1, 2, 3] as const;
const SIZES = [3, 6, 12] as const;
/** Rows a station has learned from before anything is injected. */
const LEARNED = 500;
const NOBODY_ALERTS = 99;

interface Outcome {
  readonly channels: number;
  readonly size: number;
  readonly shape: string;
  /** Largest score while the injection lasted. */
  readonly score: number;
}

/** How many injected events the event judge finds, by how many channels move, how far, and in what shape. */
export async function benchEvents(places: number, folder = HISTORY_FOLDER): Promise<number> {
  for (const named of HISTORIES) {
    const history = await loadHistory(named, folder);
    if (history === null) {
      console.error(`${named.file} is not in ${folder}; --dir names another folder`);
      return 1;
    }
    const outcomes = injectEverywhere(history, places);
    console.log(`\n${history.name}: ${String(places)} places, ${String(outcomes.length)} injections\n`);
    for (const line of tableOf(outcomes)) console.log(line);
  }
  return 0;
}

/** Each kind of injection at each place; the judge goes on from what it had learned until there. */
function injectEverywhere(history: StationHistory, count: number): readonly Outcome[] {
  const { channels, rows } = history;
  const random = seeded(7);
  const deviations = usualDeviations(history);
  const places = new Set(quietPlaces(history, count, random));
  const judge = new EventJudge({ threshold: NOBODY_ALERTS }, channels);
  const outcomes: Outcome[] = [];
  for (const [i, { at, values }] of rows.entries()) {
    if (places.has(i)) {
      const saved = judge.save();
      for (const size of SIZES)
        for (const shape of SHAPE_NAMES)
          for (const moving of CHANNELS) {
            const moves = pickMoves(history, deviations, { moving, size, random });
            const score = largestScore(history, i, { shape, moves }, saved);
            outcomes.push({ channels: moving, size, shape, score });
          }
    }
    judge.fold({ sampledAt: at, values, votes: null, isMarked: false });
  }
  return outcomes;
}

function pickMoves(
  { channels }: StationHistory,
  deviations: readonly number[],
  { moving, size, random }: { readonly moving: number; readonly size: number; readonly random: () => number },
): Injection['moves'] {
  const free = channels.flatMap(({ operational }, place) => (operational ? [] : [place]));
  return Array.from({ length: moving }, () => {
    const [place = 0] = free.splice(Math.floor(random() * free.length), 1);
    const rises = channels[place]?.concern === 'rise' || random() < 0.5;
    return { place, by: (rises ? 1 : -1) * size * (deviations[place] ?? 0) };
  });
}

function largestScore(
  { channels, rows }: StationHistory,
  from: number,
  injection: Injection,
  saved: Uint8Array,
): number {
  const judge = new EventJudge({ threshold: NOBODY_ALERTS }, channels, saved);
  const start = rows[from]?.at ?? 0;
  let largest = 0;
  for (let i = from; ; i++) {
    const row = rows[i];
    if (row === undefined || row.at - start >= FOUND_WITHIN) return largest;
    const values = inject(row.values, row.at - start, injection, channels);
    largest = Math.max(largest, judge.fold({ sampledAt: row.at, values, votes: null, isMarked: false }).score);
  }
}

/** Random rows with nothing labelled 6 hours before and 4 after. */
function quietPlaces({ rows }: StationHistory, count: number, random: () => number): readonly number[] {
  const labelled = rows.filter(({ isLabelled }) => isLabelled).map(({ at }) => at);
  const places: number[] = [];
  while (places.length < count) {
    const place = LEARNED + Math.floor(random() * (rows.length - LEARNED - 100));
    const at = rows[place]?.at ?? 0;
    if (!labelled.some((event) => event > at - 6 * HOUR && event < at + 4 * HOUR)) places.push(place);
  }
  return places;
}

function tableOf(outcomes: readonly Outcome[]): readonly string[] {
  const head = `| channels | size | ${BUDGETS.flatMap((budget) => SHAPE_NAMES.map((shape) => `${shape} ${String(budget)}`)).join(' | ')} |`;
  const line = `| --- | --- | ${BUDGETS.flatMap(() => SHAPE_NAMES.map(() => '---')).join(' | ')} |`;
  const cellOf = (channels: number, size: number, shape: string, budget: number): string => {
    const these = outcomes.filter((one) => one.channels === channels && one.size === size && one.shape === shape);
    const found = these.filter(({ score }) => score >= thresholdFor(budget)).length;
    return (found / these.length).toFixed(2);
  };
  const rows = CHANNELS.flatMap((channels) =>
    SIZES.map((size) => {
      const cells = BUDGETS.flatMap((budget) => SHAPE_NAMES.map((shape) => cellOf(channels, size, shape, budget)));
      return `| ${String(channels)} | ${String(size)} | ${cells.join(' | ')} |`;
    }),
  );
  const total = BUDGETS.map((budget) => {
    const found = outcomes.filter(({ score }) => score >= thresholdFor(budget)).length;
    return `${(found / outcomes.length).toFixed(2)} at ${String(budget)}`;
  });
  return [head, line, ...rows, '', `all: ${total.join(', ')}`];
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
