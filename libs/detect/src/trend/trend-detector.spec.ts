import { buildQualified, buildReading, buildStation, buildValues, NOON, randomFrom } from '@clearwell/testkit';
import { DAY, HOUR, limitById, MINUTE, type Episode, type TrendFinding } from '@clearwell/water-quality';
import fc from 'fast-check';
import { TrendDetector } from './trend-detector.ts';

const SLOT = 10 * MINUTE;
const station = buildStation({ siteType: 'pipe_end' });
const detector = new TrendDetector(['GB 5749-2022', 'operational']);

interface Course {
  readonly days: number;
  readonly turbidity?: (hour: number) => number;
  readonly chlorine?: (hour: number) => number;
  readonly noise?: number;
}

const slots = ({ days, turbidity = () => 0.2, chlorine = () => 0.4, noise = 0.01 }: Course, seed = 7) => {
  const random = randomFrom(seed);
  const off = (): number => noise * (random() + random() - 1);
  return Array.from({ length: (days * DAY) / SLOT }, (_, slot) => {
    const hour = (slot * SLOT) / HOUR;
    const values = buildValues({ turbidity: turbidity(hour) + off(), free_chlorine: chlorine(hour) + off() });
    return buildQualified(buildReading({ sampledAt: NOON + slot * SLOT, receivedAt: NOON + slot * SLOT, values }));
  });
};

/** All trends there were, and what is said at the end. */
function follow(course: Course, seed?: number) {
  const watch = detector.watch(null);
  const episodes = new Map<string, Episode>();
  for (const reading of slots(course, seed)) {
    for (const one of watch.fold(reading, station))
      episodes.set(`${String(one.channel)} ${one.rule} ${String(one.start)}`, one);
  }
  return { episodes: [...episodes.values()], findings: watch.findings(station) as TrendFinding[] };
}

/** Every day up and down again. */
const swing = (hour: number): number => 0.1 * Math.sin((hour / 24) * 2 * Math.PI);
/** Flat, and from an hour on with a slope a hour. */
const from = (start: number, slope: number) => (hour: number) => Math.max(0, hour - start) * slope;

describe('TrendDetector', () => {
  it('says when turbidity will be at its limit, with an interval that holds the truth, hours before', () => {
    const rise = from(8 * 24, 0.03);
    const { findings } = follow({ days: 8 + 11 / 24, turbidity: (hour) => 0.2 + rise(hour) });
    const told = findings.find(({ limit }) => limit !== null && limitById(limit)?.value === 0.5);
    expect(told).toMatchObject({ kind: 'trend', channel: 'turbidity', window: 'half_day', against: 0.5 });
    const [soonest, likely, latest] = told?.left ?? [0, 0, 0];
    expect(told?.slope[0]).toBeLessThanOrEqual(0.03);
    expect(told?.slope[2]).toBeGreaterThanOrEqual(0.03);
    expect([soonest <= likely, likely <= latest]).toEqual([true, true]);
    expect(likely / HOUR).toBeLessThan(4);
  });

  it('does not take the swing of every day for a trend', () => {
    const { episodes } = follow({
      days: 14,
      chlorine: (hour) => 0.25 + swing(hour),
      turbidity: (hour) => 0.3 + swing(hour),
    });
    expect(episodes).toEqual([]);
  });

  it('sees a slope beneath the swing of every day', () => {
    const fall = from(9 * 24, -0.02);
    const { findings } = follow({ days: 9.45, chlorine: (hour) => 0.45 + swing(hour) + fall(hour) });
    expect(findings.map(({ channel }) => channel)).toContain('free_chlorine');
  });

  it('sees what goes to its limit in a week or two', () => {
    const { findings } = follow({ days: 8, turbidity: (hour) => 0.2 + swing(hour) / 3 + hour * 0.0009 });
    expect(findings).toMatchObject([{ window: 'week', channel: 'turbidity' }]);
    expect(findings[0]?.left?.[1] ?? 0).toBeLessThan(14 * DAY);
  });

  it('says that chlorine stands off its usual, and no more once it is back', () => {
    const low = (until: number) => (hour: number) => (hour > 240 && hour < until ? 0.22 : 0.4);
    expect(follow({ days: 10.4, chlorine: low(Infinity) }).findings).toMatchObject([
      { window: 'usual', channel: 'free_chlorine', limit: null, left: null },
    ]);
    const { findings, episodes } = follow({ days: 11, chlorine: low(250) });
    expect(findings).toEqual([]);
    expect(episodes.filter(({ rule }) => rule === 'usual')).toMatchObject([{ end: expect.any(Number) as number }]);
  });

  it('says little of noise: less than one trend a channel in ten weeks', () => {
    const all = Array.from({ length: 10 }, (_, seed) => follow({ days: 14, noise: 0.15 }, seed + 1).episodes);
    expect(all.flat().length).toBeLessThanOrEqual(4);
  });

  it('goes on after being saved as it would have', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_700 }), fc.integer(), (stop, seed) => {
        const readings = slots({ days: 12, noise: 0.1, turbidity: (hour) => 0.1 + hour * 0.001 }, seed);
        const [whole, first] = [detector.watch(null), detector.watch(null)];
        for (const reading of readings) whole.fold(reading, station);
        for (const reading of readings.slice(0, stop)) first.fold(reading, station);
        const second = detector.watch(first.save());
        for (const reading of readings.slice(stop)) second.fold(reading, station);
        expect(second.save()).toEqual(whole.save());
        expect(second.findings(station)).toEqual(whole.findings(station));
      }),
      { numRuns: 20 },
    );
  });
});
