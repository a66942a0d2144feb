import type { ActAnswered } from '@clearwell/contracts/alerts';
import { alertId } from '@clearwell/water-quality';
import { ActQueue, UNDO_MS, type ActResult, type QueuedAct } from './act-queue.ts';

const ALERT = alertId('WQ-20261121-003');
const act = (what: string, revision: number | null = 4): Omit<QueuedAct, 'key'> => ({
  by: 'wang.qiang',
  path: '/api/alerts/x/acts',
  alert: ALERT,
  what,
  body: { do: what, revision },
});
const answered = (revision: number, outcome: ActAnswered['outcome'] = 'done'): ActResult => ({
  kind: 'answered',
  answer: { key: 'k', at: 1, outcome, refusal: null, conflict: null, alert: ALERT, revision, made: null },
});
const unreachable: ActResult = { kind: 'failed', failure: { kind: 'network', code: 'network', requestId: null } };

function setUp(kept: readonly QueuedAct[] = []) {
  const around = { reply: answered(5), who: 'wang.qiang' as string | null };
  const sent: QueuedAct[] = [];
  const storage = { acts: kept };
  const timers: { ms: number; then: () => void }[] = [];
  let keys = 0;
  const queue = new ActQueue({
    send: (queued) => {
      sent.push(queued);
      return Promise.resolve(around.reply);
    },
    whoActs: () => Promise.resolve(around.who),
    load: () => storage.acts,
    keep: (acts) => {
      storage.acts = acts;
    },
    after: (ms, then) => timers.push({ ms, then }),
    newKey: () => `key-${(keys += 1)}`,
  });
  /** Lets the next timer ring. */
  const pass = (): void => timers.shift()?.then();
  return { queue, around, sent, storage, timers, pass };
}

describe('the queue of acts', () => {
  it('sends nothing that was taken back within five seconds', async () => {
    const { queue, sent, timers, pass } = setUp();
    const key = queue.add(act('acknowledge'), UNDO_MS);
    expect(timers[0]?.ms).toBe(UNDO_MS);
    queue.undo(key);
    pass();
    await queue.flush();
    expect([sent, queue.acts.get()]).toEqual([[], []]);
  });

  it('keeps what cannot be sent, and sends it later with the same key, once', async () => {
    const { queue, around, sent, storage, pass } = setUp();
    around.reply = unreachable;
    queue.add(act('acknowledge'));
    await queue.flush();
    expect([...queue.phases.get().values()]).toEqual(['waiting']);
    expect(storage.acts).toHaveLength(1);
    around.reply = answered(5);
    pass();
    await queue.flush();
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
    expect([storage.acts, queue.outcome.get()?.result.kind]).toEqual([[], 'answered']);
  });

  it('sends what an earlier page left', async () => {
    const { queue, sent } = setUp([{ ...act('comment'), key: 'from-before' }]);
    await queue.flush();
    expect(sent.map(({ key }) => key)).toEqual(['from-before']);
  });

  it('sends nothing in the name of somebody else', async () => {
    const { queue, around, sent, storage } = setUp([{ ...act('close'), key: 'from-before' }]);
    around.who = 'li.ming';
    await queue.flush();
    around.who = null;
    await queue.flush();
    expect(sent).toEqual([]);
    expect(storage.acts).toHaveLength(1);
  });

  it('does not take its own trace for a conflict of what was done after it', async () => {
    const { queue, around, sent } = setUp();
    around.reply = unreachable;
    queue.add(act('acknowledge'));
    await queue.flush();
    queue.add(act('investigate'));
    await queue.flush();
    sent.length = 0;
    around.reply = answered(5);
    await queue.flush();
    expect(sent.map(({ what, body }) => [what, body['revision']])).toEqual([
      ['acknowledge', 4],
      ['investigate', 5],
    ]);
  });

  it('drops what was refused or met a conflict, and tells of it', async () => {
    const { queue, around } = setUp();
    around.reply = answered(6, 'conflict');
    queue.add(act('acknowledge'));
    await queue.flush();
    expect(queue.acts.get()).toEqual([]);
    expect(queue.outcome.get()?.result).toEqual(around.reply);
  });
});
