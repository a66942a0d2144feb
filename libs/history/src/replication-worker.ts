// The thread of `Replication`: copies batch after batch, waits when nothing is there, and longer while the store is away.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { InfluxWriter } from './influx-writer.ts';
import { LedgerFeed } from './ledger-feed.ts';
import type { ReplicationNews, ReplicationReply, ReplicationTask } from './replication.ts';
import { Replicator } from './replicator.ts';
import { SqliteHistory } from './sqlite-history.ts';

/** New readings are looked for this often, ms. */
const LOOK_EVERY = 500;
const FIRST_PATIENCE = 500;
const LONGEST_PATIENCE = 30_000;

const task = workerData as ReplicationTask;
const feed = new LedgerFeed(task.ledgerFile);
const replicator = new Replicator({
  feed,
  ledger: new SqliteHistory(task.ledgerFile),
  writer: new InfluxWriter(task.influx),
  memory: {
    aim: async (target) => {
      await keep({ kind: 'aim', target });
      tell({ kind: 'backfill', remaining: feed.remaining() });
    },
    confirm: async (progress) => {
      await keep({ kind: 'confirm', progress });
    },
  },
  now: () => Date.now(),
});

await replicate();

async function replicate(): Promise<never> {
  let patience = FIRST_PATIENCE;
  for (;;) {
    try {
      const copied = await replicator.step();
      patience = FIRST_PATIENCE;
      tell({ kind: 'state', trouble: null });
      if (copied === 0) await pause(LOOK_EVERY);
    } catch (error) {
      tell({ kind: 'state', trouble: error instanceof Error ? error.message : String(error) });
      await pause(patience);
      patience = Math.min(2 * patience, LONGEST_PATIENCE);
    }
  }
}

function tell(news: ReplicationNews): void {
  parentPort?.postMessage(news);
}

/** Has something kept in the ledger, and returns when it is durable. */
async function keep(news: ReplicationNews): Promise<void> {
  tell(news);
  const [reply] = parentPort === null ? [] : ((await once(parentPort, 'message')) as [ReplicationReply]);
  if (reply?.failure !== null) throw new Error(`the ledger could not note it: ${reply?.failure ?? 'no answer'}`);
}
