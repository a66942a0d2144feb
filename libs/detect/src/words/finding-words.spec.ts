import {
  channelKey,
  FAULTS,
  LIMITS,
  MINUTE,
  MOST_DROPS,
  PARAMETER_CODES,
  TRENDS,
  type Finding,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { tellFinding } from './finding-words.ts';
import type { Scene } from './scene.ts';

const AT = Date.UTC(2026, 2, 2, 6);
const scene = (rest: Partial<Scene> = {}): Scene => ({
  ...{ station: { zh: '末梢', en: 'Pipe end' }, intervalMs: 10 * MINUTE, at: AT, ...rest },
  timeText: (at) => new Date(at).toISOString().slice(11, 16),
});
const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const since = fc.integer({ min: 0, max: AT });
const channel = fc.constantFrom(...PARAMETER_CODES).map((code) => channelKey(code));
const said = { since, lateMs: fc.nat() };
const notice = fc.constant('notice' as const);
const direction = fc.constantFrom('rise' as const, 'fall' as const);
const three = fc.tuple(number, number, number);
const finding: fc.Arbitrary<Finding> = fc.oneof(
  fc.constantFrom(...LIMITS).chain(({ id, level, parameter }) =>
    fc.record({
      ...{
        ...said,
        kind: fc.constant('limit' as const),
        level: fc.constant(level),
        limit: fc.constant(id),
        value: number,
      },
      ...{ channel: fc.constant(channelKey(parameter)), count: fc.integer({ min: 1 }), withinTolerance: fc.boolean() },
    }),
  ),
  fc.record({
    ...{
      ...said,
      kind: fc.constant('event' as const),
      level: fc.constant('amber' as const),
      channel: fc.constant(null),
    },
    ...{ score: fc.double({ min: 0, max: 50, noNaN: true }) },
    contributions: fc.uniqueArray(
      fc.record(
        { channel, direction, weight: fc.double({ min: 0, max: 1, noNaN: true }), value: number, before: number },
        { requiredKeys: ['channel', 'direction', 'weight'] },
      ),
      { maxLength: 8, selector: ({ channel: key }) => key },
    ),
  }),
  fc.record({
    ...{
      ...said,
      kind: fc.constant('fault' as const),
      level: notice,
      channel: fc.option(channel),
      partner: fc.option(channel),
    },
    ...{ fault: fc.constantFrom(...FAULTS), evidence: fc.array(number, { minLength: 4, maxLength: 4 }) },
  }),
  fc.record({
    ...{ ...said, kind: fc.constant('trend' as const), level: notice, channel, window: fc.constantFrom(...TRENDS) },
    ...{ limit: fc.option(fc.constantFrom(...LIMITS.map(({ id }) => id))), slope: three, left: fc.option(three) },
    ...{ against: fc.double({ min: 0.01, max: 100, noNaN: true }), value: number },
  }),
  fc.record({ ...said, kind: fc.constant('silence' as const), level: notice, channel: fc.constant(null) }),
  fc.record({
    ...{ ...said, kind: fc.constant('link' as const), level: notice, channel: fc.constant(null) },
    ...{ drops: fc.integer({ min: MOST_DROPS + 1, max: 1000 }), longestMs: fc.nat() },
  }),
);

describe('tellFinding', () => {
  it('tells any finding in whole sentences that name the station, a time and a second thought', () => {
    fc.assert(
      fc.property(finding, fc.array(finding, { maxLength: 3 }), (one, beside) => {
        const { zh, en } = tellFinding(one, scene({ beside }));
        for (const text of [zh, en]) {
          expect(text).toMatch(/\d\d:\d\d/);
          expect(text).not.toMatch(/NaN|undefined|null|Infinity|[\s（(][,，。.]|，，|。。| {2}/);
        }
        expect(zh).toMatch(/^末梢：[^。]+。.+。$/);
        expect(en).toMatch(/^Pipe end[:,] .+\. [A-Z\d].+\.$/);
        expect(zh).not.toMatch(/\p{Script=Han}[A-Za-z]|[A-Za-z]\p{Script=Han}/u);
      }),
      { numRuns: 500 },
    );
  });
});
