import { StationRegister } from '@clearwell/stations';
import { buildRegistration, buildStation, NOON } from '@clearwell/testkit';
import { MINUTE, type SeqRanges } from '@clearwell/water-quality';
import { ASKED_AFTER, GapRequests } from './gap-requests.ts';

const station = buildStation();

function requestsFor(holes: () => SeqRanges, onlineSince: () => number | null = () => null) {
  const sent: { topic: string; fromSeq: number; toSeq: number; boot: number }[] = [];
  const register = new StationRegister({ all: () => [buildRegistration({ station })], add: () => undefined });
  const memory = { incomplete: () => [{ station: station.id, boot: 3, holes: holes() }] };
  const send = (topic: string, payload: string) => {
    sent.push({ topic, ...(JSON.parse(payload) as { fromSeq: number; toSeq: number; boot: number }) });
    return Promise.resolve();
  };
  const requests = new GapRequests(memory, register, send, onlineSince);
  return { requests, sent };
}

describe('GapRequests', () => {
  it('asks for a hole that stays, on the topic of the station', async () => {
    const { requests, sent } = requestsFor(() => [[11, 40]]);
    await requests.ask(NOON);
    expect(sent).toEqual([]);
    await requests.ask(NOON + ASKED_AFTER);
    expect(sent).toMatchObject([
      { topic: 'clearwell/v1/zz/zz-001/commands', kind: 'resend', boot: 3, fromSeq: 11, toSeq: 40 },
    ]);
  });

  it('does not ask for a hole that fills by itself', async () => {
    let holes: SeqRanges = [[11, 40]];
    const { requests, sent } = requestsFor(() => holes);
    await requests.ask(NOON);
    holes = [];
    await requests.ask(NOON + ASKED_AFTER);
    expect(sent).toEqual([]);
  });

  it('asks again ever more seldom, and then no more', async () => {
    const { requests, sent } = requestsFor(() => [[11, 40]]);
    const asksAt: number[] = [];
    for (let minute = 0; minute < 10_000; minute++) {
      await requests.ask(NOON + minute * MINUTE);
      if (sent.length > asksAt.length) asksAt.push(minute);
    }
    expect(asksAt).toEqual([2, 12, 32, 72, 152, 312, 632, 1272]);
  });

  it('asks for a long hole in parts', async () => {
    let holes: SeqRanges = [[1, 2_500]];
    const { requests, sent } = requestsFor(() => holes);
    await requests.ask(NOON);
    await requests.ask(NOON + ASKED_AFTER);
    holes = [[1_001, 2_500]];
    await requests.ask(NOON + ASKED_AFTER);
    await requests.ask(NOON + 2 * ASKED_AFTER);
    expect(sent).toMatchObject([
      { fromSeq: 1, toSeq: 1_000 },
      { fromSeq: 1_001, toSeq: 2_000 },
    ]);
  });

  it('asks a station that comes back once more, two minutes later, however often it has asked', async () => {
    let back: number | null = null;
    const { requests, sent } = requestsFor(
      () => [[11, 40]],
      () => back,
    );
    const asksAt: number[] = [];
    const passUntil = async (last: number, from: number) => {
      for (let minute = from; minute < last; minute++) {
        await requests.ask(NOON + minute * MINUTE);
        if (sent.length > asksAt.length) asksAt.push(minute);
      }
    };
    await passUntil(100, 0);
    back = NOON + 100 * MINUTE;
    await passUntil(5_000, 100);
    back = null;
    await passUntil(5_010, 5_000);
    back = NOON + 5_010 * MINUTE;
    await passUntil(9_000, 5_010);
    expect(asksAt.filter((minute) => minute >= 100)).toEqual([102, 262, 582, 1_222, 5_012]);
  });
});
