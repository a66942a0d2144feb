import { buildEpisode, buildEpisodesEntry, buildStation, ledgerWith, NOON, required } from '@clearwell/testkit';
import { MINUTE, type AlertChange } from '@clearwell/water-quality';
import { AlertDesk } from './alert-desk.ts';
import { openStage } from './open-stage.ts';

async function openDesk() {
  const { ledger } = await ledgerWith(buildStation(), []);
  const { keeper, stage } = openStage(ledger, { stations: () => [buildStation()] });
  stage.restore(NOON);
  const told: AlertChange[] = [];
  const desk = new AlertDesk({ ledger, stage, now: () => NOON + MINUTE, tell: (changes) => told.push(...changes) });
  desk.record([buildEpisodesEntry(buildEpisode())]);
  const { id: alert } = required(keeper.book.alerts()[0]);
  const comment = { by: 'li', key: 'k1', act: { do: 'comment', alert, revision: null, text: 'On my way' } } as const;
  return { ledger, keeper, told, desk, alert, comment };
}

describe('AlertDesk', () => {
  it('tells what an act changed once it is durable', async () => {
    const { desk, told, comment } = await openDesk();
    desk.act(comment, () => {
      expect(told).toHaveLength(1);
    });
    expect(told.map(({ alert }) => alert.revision)).toEqual([1, 2]);
  });

  it('tells nothing of an act that changes nothing', async () => {
    const { desk, told, comment } = await openDesk();
    const answers = [desk.act(comment), desk.act(comment)];
    expect(answers[0]).toEqual(answers[1]);
    desk.act({ ...comment, key: 'k2', act: { ...comment.act, revision: 1 } });
    expect(told).toHaveLength(2);
  });

  it('undoes an act with what was to be kept beside it', async () => {
    const { desk, told, keeper, ledger, comment, alert } = await openDesk();
    expect(() =>
      desk.act(comment, () => {
        throw new Error('the disk is full');
      }),
    ).toThrow('the disk is full');
    expect([told.length, keeper.book.get(alert)?.revision]).toEqual([1, 1]);
    expect(ledger.alerts.timelineOf(alert).map(({ what }) => what)).toEqual(['raised', 'held_back']);
    expect(desk.act(comment)).toMatchObject({ outcome: 'done', revision: 2 });
  });
});
