import { DAY, MINUTE, stationId, type EpochMs, type Marks, type Reading, type Station } from '@clearwell/water-quality';
import { buildChannel, buildReading, buildStation, buildValues, NOON } from './builders.ts';

const SLOT = 10 * MINUTE;

/** A random number from 0 to 1 a call, the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** In an order of their own. */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const CHANNELS = ['free_chlorine', 'turbidity', 'ph'];

/** Pipe ends, each with two or three channels. */
export const buildCity = (count: number): readonly Station[] =>
  Array.from({ length: count }, (_, i) =>
    buildStation({
      id: stationId(`zz-00${String(i + 1)}`),
      siteType: 'pipe_end',
      channels: CHANNELS.slice(0, i % 2 === 0 ? 3 : 2).map((key) => buildChannel(key)),
    }),
  );

/** Low chlorine and high turbidity come in runs, now and then alone, and extreme values among them. */
function valueOf(key: string, isBad: boolean, random: () => number): number | null {
  if (random() < 0.03) return null;
  if (key === 'ph') return 7 + random();
  const [good, bad] = key === 'free_chlorine' ? [0.5, 0.04] : [0.2, random() < 0.1 ? 6 : 1.2];
  return isBad ? bad * (0.7 + random()) : good * (0.5 + random());
}

/**
 * What the stations of a city sampled within 29 days, all versions of it: gaps from an hour to days, readings in parts,
 * conflicts by `boot` and `seq`, marks. Each is received when it was sampled.
 */
export function generateHistory(seed: number, stations: readonly Station[], slots: number): readonly Reading[] {
  const random = randomFrom(seed);
  return stations.flatMap((station) => {
    const readings: Reading[] = [];
    let at: EpochMs = NOON;
    let isBad = false;
    for (let slot = 0; slot < slots; slot++) {
      at += SLOT * (random() < 0.03 ? 6 + Math.floor(random() * 400) : 1);
      if (at > NOON + 29 * DAY) break;
      if (random() < 0.15) isBad = !isBad;
      const versions = random() < 0.2 ? 2 + Math.floor(random() * 2) : 1;
      for (let i = 0; i < versions; i++) readings.push(sample(station, at, { slot: 3 * slot + i, isBad, random }));
    }
    return readings;
  });
}

interface Sampled {
  readonly slot: number;
  readonly isBad: boolean;
  readonly random: () => number;
}

function sample({ id, channels }: Station, sampledAt: EpochMs, { slot, isBad, random }: Sampled): Reading {
  const keys = channels.map(({ key }) => key).filter(() => random() < 0.8);
  const sent = keys.length === 0 ? channels.map(({ key }) => key) : keys;
  const values = buildValues(
    Object.fromEntries(sent.map((key) => [key, valueOf(key, isBad !== random() < 0.1, random)])),
  );
  const marks: Marks = random() < 0.05 ? Object.fromEntries(sent.map((key) => [key, random() < 0.5 ? 'D' : 'T'])) : {};
  const boot = random() < 0.1 ? 2 : 1;
  return buildReading({ station: id, sampledAt, receivedAt: sampledAt, boot, seq: slot, values, marks });
}

/**
 * The same in batches of up to `size`, as a bad link and several loggers bring them: `disorder` 0 in order, 1 all mixed;
 * one in ten comes twice.
 */
export function deliver(readings: readonly Reading[], seed: number, size: number, disorder: number): Reading[][] {
  const random = randomFrom(seed);
  const span = readings.length * SLOT;
  const all = readings.flatMap((reading) => (random() < 0.1 ? [reading, reading] : [reading]));
  const order = all
    .map((reading) => ({ reading, at: reading.sampledAt + (random() < 0.3 ? 1 : 0.02) * disorder * random() * span }))
    .sort((a, b) => a.at - b.at)
    .map(({ reading }) => reading);
  const mixed = disorder > 0.8 ? shuffle(order, random) : order;
  const batches: Reading[][] = [];
  for (let i = 0; i < mixed.length;) {
    const count = 1 + Math.floor(random() * size);
    batches.push(mixed.slice(i, i + count));
    i += count;
  }
  return batches;
}
