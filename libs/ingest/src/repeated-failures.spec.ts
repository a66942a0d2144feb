import { NOON } from '@clearwell/testkit';
import { MINUTE, SECOND } from '@clearwell/water-quality';
import { RepeatedFailures, splitMessage, TRIED } from './repeated-failures.ts';

const message = (text: string, receivedAt = NOON) => ({
  topic: 'clearwell/v1/zz/zz-001/readings',
  payload: Buffer.from(text),
  receivedAt,
});

describe('RepeatedFailures', () => {
  it('is due when the same message has failed often enough and for long enough, and not before', () => {
    const failures = new RepeatedFailures();
    const due = [0, 1, 3, 7, 15, 31, 61, 91, 121, 151, 181].map((second) =>
      failures.note(message('{"a":1}', NOON + second * SECOND)),
    );
    expect(due).toEqual(['new', ...Array<string>(9).fill('waits'), 'due']);
  });

  it('is not due by time alone: a clock may be set forward', () => {
    const failures = new RepeatedFailures();
    const after = (minutes: number) => failures.note(message('{"a":1}', NOON + minutes * MINUTE));
    expect([after(0), after(5), after(6)]).toEqual(['new', 'waits', 'due']);
    expect(TRIED.times).toBe(3);
  });

  it('begins anew with what was not tried for an hour, and takes no message for another', () => {
    const failures = new RepeatedFailures();
    for (let minute = 0; minute < 3; minute++) {
      failures.note(message('{"a":1}', NOON + minute * MINUTE));
      expect(failures.note(message(`{"a":2.${String(minute)}}`, NOON + minute * 5 * MINUTE))).toBe('new');
    }
    expect(failures.note(message('{"a":1}', NOON + 63 * MINUTE))).toBe('new');
  });

  it('is never due for more messages than could fail by themselves', () => {
    const failures = new RepeatedFailures();
    const fail = (i: number, receivedAt: number) => failures.note(message(`{"a":${String(i)}}`, receivedAt));
    const due = [0, 1, 2, 3].map(
      (minute) =>
        Array.from({ length: 1_500 }, (_, i) => fail(i, NOON + minute * MINUTE)).filter((one) => one === 'due').length,
    );
    expect(due).toEqual([0, 0, 0, 1_000]);
  });
});

describe('splitMessage', () => {
  const split = (text: string) => splitMessage(message(text)).map(({ payload }) => Buffer.from(payload).toString());

  it('makes one message of every reading of a batch', () => {
    expect(split('{"readings":[{"sampledAt":1,"values":{"ph":7}},{"sampledAt":2,"values":{"ph":8}}]}')).toEqual([
      '{"sampledAt":1,"values":{"ph":7}}',
      '{"sampledAt":2,"values":{"ph":8}}',
    ]);
  });

  it('leaves any other message as it is', () => {
    for (const text of ['{"sampledAt":1,"values":{"ph":7}}', '{"readings":[]}', '{"online":true}', '[1]', 'no JSON'])
      expect(split(text)).toEqual([text]);
  });
});
