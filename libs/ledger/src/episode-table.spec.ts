import { buildStation, ledgerWith, NOON } from '@clearwell/testkit';
import { channelKey, HOUR, MINUTE, type Episode } from '@clearwell/water-quality';

const station = buildStation();

const EPISODE: Episode = {
  station: station.id,
  kind: 'limit',
  channel: channelKey('turbidity'),
  rule: 'gb2022.turbidity',
  level: 'red',
  start: NOON,
  raisedAt: NOON + 10 * MINUTE,
  detectedAt: NOON + 11 * MINUTE,
  end: null,
  worst: 6,
  count: 2,
};
const CLEARED: Episode = { ...EPISODE, end: NOON + HOUR, clearedAt: NOON + HOUR + 10 * MINUTE };
const at = (minutes: number): number => NOON + minutes * MINUTE;

async function openTable() {
  const { ledger } = await ledgerWith(station, []);
  const { episodes } = ledger;
  const known = () =>
    episodes
      .between(NOON, NOON + 24 * HOUR)
      .map(({ clearedAt, knownFrom, knownUntil }) => ({ clearedAt, known: [knownFrom, knownUntil] }));
  return { episodes, known };
}

describe('EpisodeTable', () => {
  it('knows an episode from when it was first kept, also while it only grows', async () => {
    const { episodes, known } = await openTable();
    episodes.keep(EPISODE, at(11));
    episodes.keep({ ...EPISODE, worst: 9, count: 3 }, at(21));
    expect(known()).toEqual([{ clearedAt: null, known: [at(11), null] }]);
  });

  it('keeps what was known before its end was', async () => {
    const { episodes, known } = await openTable();
    episodes.keep(EPISODE, at(11));
    episodes.keep(CLEARED, at(71));
    expect(known()).toEqual([
      { clearedAt: null, known: [at(11), at(71)] },
      { clearedAt: CLEARED.clearedAt, known: [at(71), null] },
    ]);
  });

  it('keeps what was known of an episode that late data took away', async () => {
    const { episodes, known } = await openTable();
    episodes.keep(EPISODE, at(11));
    episodes.withdraw(station.id, { after: NOON, until: Infinity }, at(90));
    expect(known()).toEqual([{ clearedAt: null, known: [at(11), at(90)] }]);
  });

  it('knows without a break what one judgement withdraws, opens again and finds as it was', async () => {
    const { episodes, known } = await openTable();
    episodes.keep(EPISODE, at(11));
    episodes.keep(CLEARED, at(71));
    const before = known();
    episodes.withdraw(station.id, { after: NOON, until: Infinity }, at(90));
    episodes.keep(EPISODE, at(90));
    episodes.keep(CLEARED, at(90));
    expect(known()).toEqual(before);
  });

  it('gives those that touch a span, by when they were raised and cleared', async () => {
    const { episodes } = await openTable();
    episodes.keep(CLEARED, at(71));
    const touching = (from: number, to: number) => episodes.between(at(from), at(to)).length;
    expect([touching(0, 10), touching(0, 11), touching(69, 200), touching(70, 200)]).toEqual([0, 1, 1, 0]);
  });

  it('says whether something of the water stands in a span, whatever was known before', async () => {
    const { episodes } = await openTable();
    const spoke = (from: number, to: number) => episodes.hasSpoken(station.id, at(from), at(to));
    episodes.keep({ ...EPISODE, kind: 'fault', rule: 'flatline' }, at(11));
    expect(spoke(0, 200)).toBe(false);
    episodes.keep(EPISODE, at(11));
    expect(spoke(300, 400)).toBe(true);
    episodes.keep(CLEARED, at(71));
    expect([spoke(0, 10), spoke(0, 11), spoke(69, 200), spoke(70, 200)]).toEqual([false, true, true, false]);
  });
});
