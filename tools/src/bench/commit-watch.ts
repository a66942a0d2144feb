// Beside a server that takes readings in: when each that was stamped as it was published can be read from the ledger, thus is
// committed. Started as a worker with the ledger's file; answers any message with the delays of all, ms, and ends.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** A commit is seen this much late at most: more often would take from the server what is measured. */
const LOOK_MS = 5;

const database = new DatabaseSync(String(workerData), { readOnly: true });
const newest = new Map<number, number>();
const keys = database.prepare('select key from station').all();
for (const { key } of keys) newest.set(Number(key), 0);
const since = database.prepare('select sampled_at from reading where station = ? and sampled_at > ?');
const delays: number[] = [];

function look(): void {
  for (const [station, after] of newest) {
    const rows = since.all(station, after);
    const now = Date.now();
    for (const row of rows) delays.push(now - Number(row['sampled_at']));
    const last = rows.at(-1);
    if (last !== undefined) newest.set(station, Number(last['sampled_at']));
  }
}

const timer = setInterval(look, LOOK_MS);
parentPort?.once('message', () => {
  clearInterval(timer);
  look();
  database.close();
  parentPort?.postMessage(delays);
});
