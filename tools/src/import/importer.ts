import type { ReadingOutcome } from '@clearwell/contracts';
import { gatherBatches, type Batch } from './batches.ts';
import type { Journal, Run } from './journal.ts';
import type { Row } from './row.ts';
import type { ServerDoor } from './server-door.ts';
import type { Summary } from './summary.ts';

export interface ImportParts {
  readonly door: ServerDoor;
  readonly journal: Journal;
  readonly summary: Summary;
  /** Rows noted together: what is sent again after a kill is at most two batches. */
  readonly batchSize: number;
  readonly stopped: AbortSignal;
  readonly onProgress: () => void;
}

type Answers = ReadonlyMap<Row, ReadingOutcome>;

/** Batches on their way at once: one is committed while the next is made. */
const ON_THE_WAY = 2;

/**
 * Brings rows to the server, in batches, and notes what became of each. Rows that the journal knows are passed over.
 * @returns whether all rows are through; false when it was stopped before
 */
export async function importRows(rows: AsyncIterable<Row>, parts: ImportParts): Promise<boolean> {
  const { door, journal, summary, stopped, onProgress } = parts;
  const known = await knownUntil(journal, summary);
  const sent: { readonly batch: Batch; readonly answers: Promise<Answers> }[] = [];
  const settle = async (): Promise<void> => {
    const next = sent.shift();
    if (next === undefined) return;
    const runs = runsOf(next.batch, await next.answers);
    journal.add(runs);
    for (const run of runs) summary.add(run);
    onProgress();
  };
  let isWhole = true;
  for await (const batch of gatherBatches(linesAfter(known, rows), parts.batchSize)) {
    isWhole = !stopped.aborted;
    if (!isWhole) break;
    const answers = sendBatch(batch, door);
    // It is awaited in its turn; until then a failure is nobody's.
    answers.catch(() => undefined);
    sent.push({ batch, answers });
    if (sent.length >= ON_THE_WAY) await settle();
  }
  while (sent.length > 0) await settle();
  return isWhole;
}

async function sendBatch({ messages }: Batch, door: ServerDoor): Promise<Answers> {
  const answers = new Map<Row, ReadingOutcome>();
  for (const message of messages) {
    const outcomes = await door.send(message.station, message.text, message.rows.length);
    for (const [i, outcome] of outcomes.entries()) {
      const row = message.rows[i];
      if (row !== undefined) answers.set(row, outcome);
    }
  }
  return answers;
}

async function knownUntil(journal: Journal, summary: Summary): Promise<number> {
  let line = 0;
  for await (const run of journal.runs()) {
    summary.add(run);
    line = run.to;
  }
  return line;
}

async function* linesAfter(line: number, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) if (row.line > line) yield row;
}

/** What became of the rows of a batch, those that came to the same together. */
function runsOf({ rows }: Batch, answers: Answers): Run[] {
  const runs: Run[] = [];
  for (const row of rows) {
    const run = runOf(row, answers);
    const before = runs.at(-1);
    if (before !== undefined && isAlike(before, run))
      runs[runs.length - 1] = { ...before, to: run.to, rows: before.rows + 1 };
    else runs.push(run);
  }
  return runs;
}

const isAlike = (a: Run, b: Run): boolean =>
  a.outcome === b.outcome && a.reason === b.reason && a.detail === b.detail && a.beyond === b.beyond;

function runOf(row: Row, answers: Answers): Run {
  const at = { from: row.line, to: row.line, rows: 1 };
  if (row.kind === 'refused') return { ...at, outcome: 'rejected', reason: row.reason, detail: row.detail };
  const answer = answers.get(row);
  if (answer === undefined) throw new Error(`Nothing was answered for line ${String(row.line)}`);
  const detail = answer.detail ?? row.note;
  return {
    ...at,
    outcome: answer.outcome,
    ...(answer.reason !== undefined && { reason: answer.reason }),
    ...(detail !== undefined && { detail }),
    ...(answer.beyond === true && { beyond: true }),
  };
}
