import { importRows } from './importer.ts';
import { Journal } from './journal.ts';
import type { Way } from './options.ts';
import { partRead, Progress } from './progress.ts';
import { writeReport } from './report.ts';
import type { Row } from './row.ts';
import { ServerDoor } from './server-door.ts';
import { Summary } from './summary.ts';

/** What is to be imported. */
export interface ImportTask {
  readonly rows: AsyncIterable<Row>;
  readonly batchSize: number;
  /** Part of the rows that was read, 0 to 1; null where it can't be known. */
  readonly part: (() => number) | null;
  /** What makes this import the one that was begun before. */
  readonly identity: unknown;
  /** Sees to it that the server has what the readings need. */
  readonly prepare: (door: ServerDoor) => Promise<void>;
}

const GOES_ON = 'The same command goes on from there';

/** Runs an import, from where it was stopped before. @returns whether it is through; false when it was stopped on the way */
export async function runImport(task: ImportTask, way: Way, stopped: AbortSignal): Promise<boolean> {
  const summary = new Summary();
  const progress = new Progress(() => `${partRead(task.part)}answered: ${summary.brief()}`);
  const door = new ServerDoor({ ...way, stopped, say: (what) => progress.say(what) });
  await task.prepare(door);
  const journal = Journal.open([way.server, task.identity], way.restart);
  const onProgress = (): void => progress.show();
  try {
    const { rows, batchSize } = task;
    const isWhole = await importRows(rows, { door, journal, summary, batchSize, stopped, onProgress });
    progress.end();
    if (isWhole) await finish(journal, summary, way);
    else console.log(`Stopped after ${summary.brief()}. ${GOES_ON}`);
    return isWhole;
  } catch (error) {
    progress.end();
    if (summary.read > 0) console.log(`Done so far: ${summary.brief()}. ${GOES_ON}`);
    throw error;
  }
}

async function finish(journal: Journal, summary: Summary, { report }: Way): Promise<void> {
  for (const line of summary.lines()) console.log(line);
  if (report !== null) await writeReport(report, journal.runs(), summary);
  journal.remove();
}
