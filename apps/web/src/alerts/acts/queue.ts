import '../../no-eval.ts';
import { alertIdSchema } from '@clearwell/contracts';
import * as z from 'zod';
import { learnWho, who } from '../../people/who.ts';
import { sendAct } from '../alerts-door.ts';
import { ActQueue, type QueuedAct } from './act-queue.ts';
import { newKey } from './new-key.ts';

const KEPT = 'clearwell.acts';

const keptSchema = z.array(
  z.object({
    key: z.string(),
    by: z.string(),
    path: z.string().startsWith('/api/'),
    alert: alertIdSchema,
    what: z.string(),
    body: z.record(z.string(), z.unknown()),
  }),
);

/** Storage may be forbidden, or hold what an older page kept; then acts live as long as the page. */
function load(): readonly QueuedAct[] {
  try {
    const parsed = keptSchema.safeParse(JSON.parse(localStorage.getItem(KEPT) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

function keep(acts: readonly QueuedAct[]): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(acts));
  } catch {
    return;
  }
}

/** What whoever is at this page did; of each page one. */
export const actQueue = new ActQueue({
  send: sendAct,
  // A change needs the session's token besides, which comes with the answer.
  whoActs: async () => {
    await learnWho();
    return who.get()?.person?.name ?? null;
  },
  load,
  keep,
  newKey,
  after: (ms, then) => {
    setTimeout(then, ms);
  },
});
