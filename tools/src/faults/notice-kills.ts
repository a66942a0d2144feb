import { COMMIT_POINTS } from '@clearwell/ledger';
import { startNode, temporaryFolder, until, WebhookReceiver } from '@clearwell/testkit';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const TRIAL = resolve(import.meta.dirname, '../../../apps/server/src/alerts/notice-trial.ts');
const SECRET = 'a secret of sixteen or more';
/** A run is over by then, on a machine with much else to do. */
const PATIENCE = 60_000;

export interface NoticeReport {
  readonly kills: number;
  /** Committed, for somebody to be woken. */
  readonly notices: number;
  /** Requests that came, repeats among them. */
  readonly posted: number;
  readonly repeated: number;
  /** Told by a later one that stood for them. */
  readonly merged: number;
  /** Never told; told though never committed; told after a later one of the same alert; a key that came with other notices. */
  readonly missing: readonly string[];
  readonly unfounded: readonly string[];
  readonly disordered: readonly string[];
  readonly mixedUp: readonly string[];
}

interface Body {
  readonly key: string;
  readonly notice: { readonly revision: number };
  readonly merged: readonly { readonly key: string }[];
  readonly alert: { readonly id: string };
}

/** Kills a process that tells of alerts, again and again: in commits, and after a request it gets no answer to. */
export async function killNotices(kills: number, dice: () => number): Promise<NoticeReport> {
  const file = join(temporaryFolder(), 'ledger.db');
  const receiver = await WebhookReceiver.start();
  const steps = String(100 + kills * 12);
  const beganAt = String(Date.now());
  const run = (...failpoint: readonly string[]) =>
    startNode(TRIAL, [file, receiver.url, SECRET, steps, beganAt, ...failpoint]);
  const unfounded = new Set<string>();
  for (let kill = 0; kill < kills; kill += 1) {
    // Every third receiver is not well, every fourth run ends while an answer is awaited.
    receiver.status = kill % 3 === 2 ? 503 : 204;
    const isUnanswered = kill % 4 === 3;
    if (isUnanswered) receiver.status = 0;
    const point = COMMIT_POINTS[Math.floor(dice() * COMMIT_POINTS.length)] ?? 'after';
    const program = isUnanswered ? run() : run(point, String(2 + Math.floor(dice() * 40)));
    const before = receiver.posted.length;
    if (isUnanswered) {
      await until(() => receiver.posted.length > before, { within: PATIENCE, saying: 'a request' });
      await program.kill();
    }
    const { signal } = await program.ended;
    if (signal !== 'SIGKILL') throw new Error(`It was not killed:\n${program.lines.join('\n')}`);
    const committed = committedIn(file);
    for (const { key } of bodiesOf(receiver)) if (!committed.includes(key)) unfounded.add(key);
  }
  receiver.status = 204;
  const last = run();
  await last.line(/All was told/, PATIENCE);
  await last.ended;
  return { kills, ...countUp(committedIn(file), bodiesOf(receiver)), unfounded: [...unfounded] };
}

const bodiesOf = ({ posted }: WebhookReceiver): readonly Body[] => posted.map(({ body }) => JSON.parse(body) as Body);

/** Keys of notices that wake somebody, as the ledger that was left has them. */
function committedIn(file: string): readonly string[] {
  // One that may only read would leave the log of whoever was killed behind.
  const database = new DatabaseSync(file);
  try {
    const hasOutbox = database.prepare("select 1 from sqlite_schema where name = 'outbox'").get();
    if (hasOutbox === undefined) return [];
    const rows = database.prepare("select key from outbox where notice ->> 'notifies' = 1 order by n").all();
    return rows.map((row) => String(row['key']));
  } finally {
    database.close();
  }
}

function countUp(committed: readonly string[], bodies: readonly Body[]): Omit<NoticeReport, 'kills' | 'unfounded'> {
  const merged = new Set(bodies.flatMap((body) => body.merged.map(({ key }) => key)));
  const sent = new Set(bodies.map(({ key }) => key));
  const disordered: string[] = [];
  const mixedUp: string[] = [];
  const newest = new Map<string, number>();
  const revisions = new Map<string, number>();
  for (const { key, notice, alert } of bodies) {
    if (notice.revision < (newest.get(alert.id) ?? 0)) disordered.push(key);
    newest.set(alert.id, notice.revision);
    if ((revisions.get(key) ?? notice.revision) !== notice.revision) mixedUp.push(key);
    revisions.set(key, notice.revision);
  }
  return {
    notices: committed.length,
    posted: bodies.length,
    repeated: bodies.length - sent.size,
    merged: [...merged].filter((key) => !sent.has(key)).length,
    missing: committed.filter((key) => !sent.has(key) && !merged.has(key)),
    disordered,
    mixedUp,
  };
}
