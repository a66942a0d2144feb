import { MINUTE } from '@clearwell/water-quality';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { addCommitLatency, CommitLatency, RECENT_MINUTES } from './commit-latency.ts';

const span = RECENT_MINUTES * MINUTE;

describe('CommitLatency', () => {
  it('gives a percentile to the width of its class, and never out of order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 9_000, noNaN: true }), { minLength: 1 }), (waits) => {
        const latency = new CommitLatency();
        for (const wait of waits) latency.note(wait, 0);
        const { messages, p50Ms, p99Ms } = latency.recent(0);
        expect(messages).toBe(waits.length);
        expect(p50Ms ?? NaN).toBeLessThanOrEqual(p99Ms ?? NaN);
        const worst = Math.max(...waits);
        expect(p99Ms ?? NaN).toBeLessThanOrEqual(Math.max(0.5, worst * 4));
      }),
    );
  });

  it('forgets what is older than the last minutes', () => {
    const latency = new CommitLatency();
    latency.note(8_000, 0);
    latency.note(1, span / 2);
    expect(latency.recent(span / 2).messages).toBe(2);
    expect(latency.recent(span + MINUTE)).toMatchObject({ messages: 1 });
    expect(latency.recent(3 * span)).toEqual({ messages: 0, p50Ms: null, p99Ms: null });
  });

  it('is a histogram for Prometheus, of all since the start', async () => {
    const [latency, registry] = [new CommitLatency(), new Registry()];
    addCommitLatency(registry, latency);
    for (const wait of [0.4, 4, 60_000]) latency.note(wait, 0);
    const text = await registry.metrics();
    expect(text).toContain('# TYPE clearwell_commit_seconds histogram');
    expect(text).toContain('clearwell_commit_seconds_bucket{le="0.0005"} 1');
    expect(text).toContain('clearwell_commit_seconds_bucket{le="0.005"} 2');
    expect(text).toContain('clearwell_commit_seconds_bucket{le="10"} 2');
    expect(text).toContain('clearwell_commit_seconds_bucket{le="+Inf"} 3');
    expect(text).toContain('clearwell_commit_seconds_sum 60.0044');
    expect(text).toContain('clearwell_commit_seconds_count 3');
  });
});
