import { buildQualified, buildRegistration, buildStation, KeptMemory, NOON, quietWater } from '@clearwell/testkit';
import { DAY, HORIZON, HOUR, type EpochMs, type QualifiedReading } from '@clearwell/water-quality';
import fc from 'fast-check';
import { Engine, type DetectorMemory } from './engine.ts';
import { WaterDetector } from './water-detector.ts';

const station = buildStation();
const registration = buildRegistration({ station });
const LIFTED_FROM = NOON + 4 * DAY;
const LIFTS = { liftAt: (_station: string, at: EpochMs) => (at < LIFTED_FROM ? 0 : 0.5) };
/** Small before the lift and after it, and large after it. */
const SURGES = [
  { from: LIFTED_FROM - DAY, size: 3.4 },
  { from: LIFTED_FROM + 0.5 * DAY, size: 2.9 },
  { from: LIFTED_FROM + DAY, size: 12 },
].map((surge) => ({ ...surge, until: surge.from + HOUR }));
const READINGS = quietWater(NOON, LIFTED_FROM + 1.2 * DAY, SURGES).map((reading) => buildQualified(reading));

/** When events began, after all batches, each judged after a restart. */
function eventsAfter(batches: readonly (readonly QualifiedReading[])[], lifts = LIFTS): readonly number[] {
  const memory: KeptMemory & DetectorMemory = new KeptMemory();
  const stations = { at: () => registration, retirementBetween: () => null };
  for (const batch of batches) {
    const engine = new Engine(memory, stations, [new WaterDetector(0.5, lifts)], HORIZON);
    const inOrder = [...batch].sort((a, b) => a.sampledAt - b.sampledAt);
    for (const reading of inOrder) memory.of(station.id).readings.set(reading.sampledAt, reading);
    engine.judge(station.id, inOrder, NOON);
  }
  const events = [...memory.of(station.id).episodes.values()].filter(({ kind }) => kind === 'event');
  return events.map(({ start }) => Math.round((start - LIFTED_FROM) / (0.5 * DAY))).sort((a, b) => a - b);
}

describe('A station whose threshold was lifted', () => {
  it('alerts as before until then, and after it of what is large alone', () => {
    expect(eventsAfter([READINGS], { liftAt: () => 0 })).toEqual([-2, 1, 2]);
    expect(eventsAfter([READINGS])).toEqual([-2, 2]);
  });

  it('comes to the same whatever comes late, and over restarts', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 4 }), (seed, count) => {
        const batches = Map.groupBy(READINGS, ({ seq }) => Math.imul(seed + (seq ?? 0), 0x2c1b3c6d) % count);
        expect(eventsAfter([...batches.values()])).toEqual([-2, 2]);
      }),
      { numRuns: 3 },
    );
  });
});
