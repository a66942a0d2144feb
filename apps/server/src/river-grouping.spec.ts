import { topicOf } from '@clearwell/contracts';
import { LimitDetector, WaterDetector } from '@clearwell/detect';
import { Ledger } from '@clearwell/ledger';
import { HistoryQualifier } from '@clearwell/qualify';
import { StationRegister } from '@clearwell/stations';
import { buildChannel, buildStation, IN_MEMORY, NOON, temporaryFolder } from '@clearwell/testkit';
import {
  HORIZON,
  HOUR,
  MINUTE,
  SECOND,
  SINCE_EVER,
  stationId,
  type EpochMs,
  type Link,
  type Station,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStage } from './alerts/open-stage.ts';
import { CommitLatency } from './commit-latency.ts';
import { River } from './river.ts';
import { Tallies } from './tallies.ts';

const SLOT = 10 * MINUTE;
/** Usual values, and how far sewage moves them. */
const CHANNELS = [
  { key: 'free_chlorine', usual: 0.6, dirt: -0.25 },
  { key: 'turbidity', usual: 0.2, dirt: 0.9 },
  { key: 'ph', usual: 7.6, dirt: 0 },
  { key: 'conductivity', usual: 450, dirt: 60 },
  { key: 'uv254', usual: 3, dirt: 2 },
].map((channel) => ({ ...channel, ...buildChannel(channel.key) }));
const STATIONS: readonly Station[] = ['zz-001', 'zz-002', 'zz-003'].map((id) =>
  buildStation({ id: stationId(id), channels: CHANNELS.map(({ key }) => buildChannel(key)) }),
);
const LINKS: readonly Link[] = [1, 2].map((place) => ({
  from: stationId(`zz-00${String(place)}`),
  to: stationId(`zz-00${String(place + 1)}`),
  travelMinutes: 60,
  share: 1,
}));
const QUIET_SLOTS = 250;
const SLOTS = 320;

/** Same every time. */
function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x) - 0.5;
}

/** Sewage reaches each station an hour after the one before, and passes in three. */
function readingOf(place: number, slot: number): object {
  const since = (slot - QUIET_SLOTS - 10 - 6 * place) * SLOT;
  const isDirty = since >= 0 && since < 3 * HOUR;
  const values = CHANNELS.map(({ key, usual, dirt, resolution }, c) => {
    const steps = Math.round((usual + (isDirty ? dirt : 0)) / resolution + 2 * noise(slot * 31 + place * 7 + c));
    return [key, Number((steps * resolution).toFixed(4))] as const;
  });
  return { sampledAt: NOON + slot * SLOT + place * SECOND, values: Object.fromEntries(values) };
}

interface Message {
  readonly at: EpochMs;
  readonly place: number;
  readonly readings: readonly object[];
}

const slotsFrom = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const arrivalOf = (place: number, slot: number): EpochMs => NOON + slot * SLOT + place * SECOND + 5 * SECOND;

/** What was sampled before anything happened, in a message of each station. */
const BEFORE: readonly Message[] = STATIONS.map((_, place) => ({
  at: arrivalOf(place, QUIET_SLOTS),
  place,
  readings: slotsFrom(0, QUIET_SLOTS).map((slot) => readingOf(place, slot)),
}));

/** Readings one by one, some of them slow; and a link that was down for two hours, which sends its memory at once. */
const arrivals = fc
  .record({
    slow: fc.array(fc.nat(90 * MINUTE), { minLength: 210, maxLength: 210 }),
    isSlow: fc.array(fc.nat(9), { minLength: 210, maxLength: 210 }),
    away: fc.record({ place: fc.nat(2), from: fc.integer({ min: QUIET_SLOTS, max: SLOTS - 13 }) }),
  })
  .map(({ slow, isSlow, away }) => {
    const isAway = (place: number, slot: number) => place === away.place && slot >= away.from && slot < away.from + 12;
    const single = STATIONS.flatMap((_, place) =>
      slotsFrom(QUIET_SLOTS, SLOTS).flatMap((slot, i): Message[] => {
        const delay = isSlow[place * 70 + i] === 0 ? (slow[place * 70 + i] ?? 0) : 0;
        const message = { at: arrivalOf(place, slot) + delay, place, readings: [readingOf(place, slot)] };
        return isAway(place, slot) ? [] : [message];
      }),
    );
    const memory = slotsFrom(away.from, away.from + 12).map((slot) => readingOf(away.place, slot));
    const backfill = { at: arrivalOf(away.place, away.from + 12) + 30 * SECOND, place: away.place, readings: memory };
    return [...BEFORE, ...[...single, backfill].sort((a, b) => a.at - b.at)];
  });

interface Table {
  readonly rows: number;
  readonly sha256: string;
}

/** All that a ledger holds, but for when its file was made. */
function tablesIn(file: string): Record<string, Table> {
  const database = new DatabaseSync(file, { readOnly: true });
  const names = database.prepare("select name from sqlite_master where type = 'table' order by name").all();
  const tables = names.flatMap(({ name }): [string, Table][] => {
    if (String(name).startsWith('kysely_')) return [];
    const rows = database.prepare(`select * from ${String(name)}`).all();
    const text = JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    );
    return [[String(name), { rows: rows.length, sha256: createHash('sha256').update(text).digest('hex') }]];
  });
  database.close();
  return Object.fromEntries(tables);
}

/** What is kept after these messages came in these groups. */
async function kept(messages: readonly Message[], sizes: readonly number[]): Promise<Record<string, Table>> {
  const file = join(temporaryFolder(IN_MEMORY), 'ledger.db');
  const ledger = await Ledger.open(file);
  const register = new StationRegister(ledger.stations);
  let now: EpochMs = NOON;
  const river = new River({
    alerts: openStage(ledger, { stations: () => register.all(), links: () => LINKS }).stage,
    tellAlerts: () => undefined,
    register,
    ledger,
    detectors: [new LimitDetector(['GB 5749-2022', 'operational']), new WaterDetector()],
    qualifier: new HistoryQualifier(),
    horizon: HORIZON,
    tallies: new Tallies(ledger.door.tallies()),
    latency: new CommitLatency(),
    now: () => now,
    tell: () => undefined,
    onFault: () => undefined,
    warn: () => undefined,
  });
  river.restore();
  river.record(STATIONS.map((station) => ({ station, from: SINCE_EVER, retired: false, recordedBy: 'api' })));
  const left = [...messages];
  for (let i = 0; left.length > 0; i++) {
    const group = left.splice(0, sizes[i % sizes.length]);
    const settled = group.map(({ at, place, readings }) => {
      now = at;
      const station = STATIONS[place]?.id ?? stationId('zz-000');
      return river.accept(topicOf('zz', station, 'readings'), Buffer.from(JSON.stringify({ readings })));
    });
    river.finish();
    await Promise.all(settled);
  }
  ledger.close();
  return tablesIn(file);
}

describe('Messages that are committed together', () => {
  it('come to what they come to one by one: readings, episodes, incidents, alerts and when each was known', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(arrivals, sizes, async (messages, grouped) => {
        const alone = await kept(messages, [1]);
        expect(alone['incident']?.rows).toBeGreaterThan(0);
        expect(await kept(messages, grouped)).toEqual(alone);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  }, 120_000);
});
