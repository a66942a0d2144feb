import { GroupCommit } from './group-commit.ts';
import type { RawMessage } from './raw-message.ts';

const message = (topic: string): RawMessage => ({ topic, payload: new Uint8Array(), receivedAt: 0 });

describe('GroupCommit', () => {
  it('commits together what arrives in one turn, and settles each with its receipt after the commit', async () => {
    const groups: string[][] = [];
    const commits = new GroupCommit((group) => {
      groups.push(group.map(({ topic }) => topic));
      return group.map(({ topic }) => `receipt of ${topic}`);
    });
    const settled = Promise.all(['a', 'b', 'c'].map((topic) => commits.accept(message(topic))));
    expect(groups).toEqual([]);
    expect(await settled).toEqual(['receipt of a', 'receipt of b', 'receipt of c']);
    expect(groups).toEqual([['a', 'b', 'c']]);
  });

  it('tells of each message that became durable how long it waited, and of no other', async () => {
    const waited: number[] = [];
    const commits = new GroupCommit(
      (group) => {
        if (group.some(({ topic }) => topic === 'bad')) throw new Error('disk full');
        return group;
      },
      (waitedMs) => waited.push(waitedMs),
    );
    await Promise.allSettled(['a', 'bad', 'c'].map((topic) => commits.accept(message(topic))));
    expect(waited).toHaveLength(2);
    expect(Math.min(...waited)).toBeGreaterThanOrEqual(0);
  });

  it('fails only the message that can not be kept', async () => {
    const commits = new GroupCommit((group) => {
      if (group.some(({ topic }) => topic === 'bad')) throw new Error('disk full');
      return group;
    });
    const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map((topic) => commits.accept(message(topic))));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('spends few commits on one message that can not be kept, and takes all others in their order', async () => {
    let commits = 0;
    const kept: string[] = [];
    const group = new GroupCommit((messages) => {
      commits += 1;
      if (messages.some(({ topic }) => topic === '617')) throw new Error('not that one');
      kept.push(...messages.map(({ topic }) => topic));
      return messages;
    });
    const topics = Array.from({ length: 1_000 }, (_, i) => String(i));
    const outcomes = await Promise.allSettled(topics.map((topic) => group.accept(message(topic))));
    expect(outcomes.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([617]);
    expect(kept).toEqual(topics.filter((topic) => topic !== '617'));
    expect(commits).toBeLessThan(25);
  });

  it('lets the event loop turn between the groups of a flood, and commits the rest of it when it is flushed', async () => {
    const sizes: number[] = [];
    const commits = new GroupCommit((group) => {
      sizes.push(group.length);
      return group.map(({ topic }) => topic);
    });
    const topics = Array.from({ length: 10_000 }, (_, i) => String(i));
    const receipts = Promise.all(topics.map((topic) => commits.accept(message(topic))));
    await new Promise((turned) => setImmediate(turned));
    expect(sizes).toEqual([1_000]);
    commits.flush();
    expect(sizes).toEqual(Array.from({ length: 10 }, () => 1_000));
    expect(await receipts).toEqual(topics);
  });

  it('takes a flood in groups, in order', async () => {
    const sizes: number[] = [];
    const order: string[] = [];
    const commits = new GroupCommit((group) => {
      sizes.push(group.length);
      order.push(...group.map(({ topic }) => topic));
      return group;
    });
    const topics = Array.from({ length: 2_500 }, (_, i) => String(i));
    await Promise.all(topics.map((topic) => commits.accept(message(topic))));
    expect(sizes).toEqual([1_000, 1_000, 500]);
    expect(order).toEqual(topics);
  });

  it('commits at once what waits when it is flushed', () => {
    const groups: number[] = [];
    const commits = new GroupCommit((group) => {
      groups.push(group.length);
      return group;
    });
    void commits.accept(message('a'));
    commits.flush();
    expect(groups).toEqual([1]);
  });
});
