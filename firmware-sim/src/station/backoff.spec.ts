import { BACKOFF, backoffDelay } from './backoff.ts';

describe('the wait before the next try', () => {
  it('doubles with every failure up to half a minute', () => {
    expect([0, 1, 2, 10].map((failures) => backoffDelay(BACKOFF, failures, 0))).toEqual([500, 1_000, 2_000, 30_000]);
  });

  it('is shortened by up to half by jitter', () => {
    expect(backoffDelay(BACKOFF, 10, 1)).toBe(15_000);
  });
});
