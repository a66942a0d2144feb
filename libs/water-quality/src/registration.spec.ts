import { buildChannel, buildStation, NOON } from '@clearwell/testkit';
import fc from 'fast-check';
import { MINUTE } from './brand.ts';
import {
  isSameStation,
  registrationAt,
  registrationsWithin,
  SINCE_EVER,
  standingOf,
  type Registration,
} from './registration.ts';

const build = (revision: number, from: number): Registration => ({
  station: buildStation({ intervalMs: revision * MINUTE }),
  from,
  retired: false,
  revision,
  recordedAt: NOON,
  recordedBy: 'api',
});

/** Some registrations of one station, the first since ever, in the order in which they were recorded. */
const recorded = fc
  .array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 })
  .map((instants) => [SINCE_EVER, ...instants.map((at) => NOON + at)].map((from, i) => build(i + 1, from)));

describe('standingOf', () => {
  it('keeps of each instant what was recorded last, oldest instant first, in whatever order they are given', () => {
    fc.assert(
      fc.property(
        recorded.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const standing = standingOf(shuffled);
          expect(standing).toEqual(standingOf(all));
          standing.forEach((registration, i) => {
            expect(registration.from).toBeGreaterThan(standing[i - 1]?.from ?? -Infinity);
            const ofInstant = all.filter(({ from }) => from === registration.from);
            expect(registration.revision).toBe(Math.max(...ofInstant.map(({ revision }) => revision)));
          });
        },
      ),
    );
  });
});

describe('registrationAt and registrationsWithin', () => {
  it('agree: a span shows the registrations that some instant in it shows', () => {
    const span = fc.tuple(fc.integer({ min: -2, max: 14 }), fc.integer({ min: 1, max: 10 }));
    fc.assert(
      fc.property(recorded, span, (all, [start, length]) => {
        const standing = standingOf(all);
        const instants = Array.from({ length }, (_, i) => NOON + start + i);
        const seen = new Set(instants.map((at) => registrationAt(standing, at)));
        expect(registrationsWithin(standing, NOON + start, NOON + start + length)).toEqual([...seen]);
      }),
    );
  });
});

describe('isSameStation', () => {
  it('does not mind the order of channels, and minds everything else', () => {
    const station = buildStation();
    expect(isSameStation(station, { ...station, channels: [...station.channels].reverse() })).toBe(true);
    const changes: Partial<typeof station>[] = [
      { region: 'yy' },
      { name: { ...station.name, en: 'Else' } },
      { district: { ...station.district, zh: '别处' } },
      { siteType: 'pipe_end' },
      { position: { lat: 1, lon: 2 } },
      { intervalMs: 1_000 },
      { channels: [buildChannel('ph')] },
      { channels: station.channels.map((channel) => ({ ...channel, resolution: 1 })) },
    ];
    for (const change of changes) expect(isSameStation(station, { ...station, ...change })).toBe(false);
  });
});
