import { topicOf, type StationState, type StorageFault } from '@clearwell/contracts';
import { LimitDetector } from '@clearwell/detect';
import { Ledger } from '@clearwell/ledger';
import { HistoryQualifier } from '@clearwell/qualify';
import { StationRegister, type Statement } from '@clearwell/stations';
import { buildChannel, buildStation, NOON, temporaryFolder } from '@clearwell/testkit';
import { DAY, HORIZON, MINUTE, type SiteType, type Station } from '@clearwell/water-quality';
import fc from 'fast-check';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStage } from './alerts/open-stage.ts';
import { CommitLatency } from './commit-latency.ts';
import { outcomesOf, type Receipt } from './receipt.ts';
import { River } from './river.ts';
import { Tallies } from './tallies.ts';

const SLOT = 10 * MINUTE;
const station = buildStation({ siteType: 'pipe_end' });
const TOPIC = topicOf('zz', station.id, 'readings');

interface Sent {
  readonly slot: number;
  readonly seq: number;
  readonly values: Readonly<Partial<Record<'free_chlorine' | 'turbidity', number>>>;
}

const wire = ({ slot, seq, values }: Sent) => ({
  sampledAt: NOON + slot * SLOT,
  boot: 1,
  seq,
  values,
});

/** Silence is told by the clock, and of the newest reading a board was given. */
const foundOf = ({ findings }: StationState) => findings.filter(({ kind }) => kind !== 'silence');

const said = (of: Station, from = NOON, retired = false): Statement => ({
  station: of,
  from,
  retired,
  recordedBy: 'api',
});

/** A river over a ledger file of its own, with a clock that stands still. */
async function openRiver(file: string, stations: readonly Station[] = [station]) {
  const ledger = await Ledger.open(file);
  const register = new StationRegister(ledger.stations);
  const faults: (StorageFault | null)[] = [];
  const river = new River({
    alerts: openStage(ledger, { stations: () => register.all() }).stage,
    tellAlerts: () => undefined,
    register,
    ledger,
    detectors: [new LimitDetector(['GB 5749-2022', 'operational'])],
    qualifier: new HistoryQualifier(),
    horizon: HORIZON,
    tallies: new Tallies(ledger.door.tallies()),
    latency: new CommitLatency(),
    now: () => NOON + DAY,
    tell: () => undefined,
    onFault: (fault) => faults.push(fault),
    warn: () => undefined,
  });
  river.restore();
  river.record(stations.filter((known) => register.find(known.id) === undefined).map((known) => said(known)));
  return { ledger, register, river, faults };
}

interface Batch {
  readonly readings: readonly Sent[];
  /** What is said of the station before they come. */
  readonly statements?: readonly Statement[];
  /** A restart after them. */
  readonly restart: boolean;
}

/** What is kept at the end, when messages come in these batches. */
async function kept(batches: readonly Batch[]) {
  const file = join(temporaryFolder(), 'ledger.db');
  let open = await openRiver(file);
  for (const { readings, statements = [], restart } of batches) {
    for (const statement of statements) open.river.record([statement]);
    if (readings.length === 0) continue;
    const message = open.river.accept(TOPIC, Buffer.from(JSON.stringify({ readings: readings.map(wire) })));
    open.river.finish();
    await message;
    if (!restart) continue;
    open.ledger.close();
    open = await openRiver(file);
  }
  const states = open.river.board.states();
  open.ledger.close();
  const database = new DatabaseSync(file, { readOnly: true });
  const readings = database.prepare('select sampled_at, flags, v0, v1 from reading order by sampled_at').all();
  const episodes = database.prepare('select * from episode order by rule, started_at').all();
  database.close();
  return { states, readings, episodes };
}

const chlorine = fc.constantFrom(0.02, 0.03, 0.06, 0.11, 0.5);
const turbidity = fc.constantFrom(0.2, 0.45, 0.7, 1.2, 6);
const values = fc.oneof(
  fc.record({ free_chlorine: chlorine, turbidity }),
  fc.record({ free_chlorine: chlorine }),
  fc.record({ turbidity }),
);

/** Of each slot none, one or several versions: parts, duplicates and conflicts. */
const history = fc
  .array(fc.array(values, { maxLength: 3 }), { minLength: 1, maxLength: 40 })
  .map((slots) =>
    slots.flatMap((versions, slot) => versions.map((sent, i): Sent => ({ slot, seq: 3 * slot + i, values: sent }))),
  )
  .filter((readings) => readings.length > 0);

const delivered = history.chain((readings) =>
  fc.record({
    readings: fc.constant(readings),
    order: fc.shuffledSubarray([...readings, ...readings.slice(0, 5)], {
      minLength: readings.length + Math.min(5, readings.length),
    }),
    size: fc.integer({ min: 1, max: 15 }),
    restartEvery: fc.integer({ min: 1, max: 6 }),
  }),
);

describe('River', () => {
  it('keeps the same readings, episodes and states in whatever order, batches and lives they come', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ readings, order, size, restartEvery }) => {
        const batches = order.flatMap((_, i) =>
          i % size === 0 ? [{ readings: order.slice(i, i + size), restart: (i / size) % restartEvery === 0 }] : [],
        );
        expect(await kept(batches)).toEqual(await kept([{ readings, restart: false }]));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('finds the same episodes whether a change of the station is said before or after its readings come', async () => {
    const change = fc.record({
      slot: fc.integer({ min: 0, max: 41 }),
      siteType: fc.constantFrom<SiteType[]>('pipe_end', 'plant_outlet', 'secondary_supply'),
      intervalMs: fc.constantFrom(MINUTE, SLOT),
      retired: fc.boolean(),
    });
    const statements = fc.uniqueArray(change, { minLength: 1, maxLength: 3, selector: ({ slot }) => slot }).map((all) =>
      all.map(({ slot, siteType, intervalMs, retired }, place) =>
        // What was refused while the station was out of service is not there when it is taken back.
        said({ ...station, siteType, intervalMs }, NOON + slot * SLOT, retired && place === all.length - 1),
      ),
    );
    await fc.assert(
      fc.asyncProperty(delivered, statements, async ({ readings, order, size }, changes) => {
        const batches: Batch[] = order.flatMap((_, i) =>
          i % size === 0 ? [{ readings: order.slice(i, i + size), restart: false }] : [],
        );
        const spread = batches.map((batch, i) => ({
          ...batch,
          // In their order: a retirement is said last.
          statements: changes.filter((_, place) => Math.floor((place * batches.length) / changes.length) === i),
        }));
        const [before, among, after] = await Promise.all([
          kept([{ readings, statements: changes, restart: true }]),
          kept(spread),
          kept([...batches, { readings: [], statements: changes, restart: false }]),
        ]);
        expect(among.episodes).toEqual(before.episodes);
        expect(after.episodes).toEqual(before.episodes);
        expect(after.states.map(foundOf)).toEqual(before.states.map(foundOf));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('records nothing, shows nothing and judges nothing anew when that can not be kept', async () => {
    const { ledger, register, river } = await openRiver(join(temporaryFolder(), 'ledger.db'));
    const before = river.board.states();
    const withOrp = { ...station, channels: [...station.channels, buildChannel('orp')] };
    ledger.door.takeParked = () => {
      throw new Error('database or disk is full');
    };
    expect(() => {
      river.record([said(withOrp, NOON), said({ ...station, id: 'zz-002' as Station['id'] })]);
    }).toThrow('disk is full');
    expect(register.all()).toEqual([station]);
    expect(new StationRegister(ledger.stations).all()).toEqual([station]);
    expect(ledger.stations.layout(station.id).slots).not.toContain('orp');
    expect(river.board.states()).toEqual(before);
    ledger.close();
  });

  it('counts one reading for a time, however often it changed in one message', async () => {
    const twice = [
      { slot: 0, seq: 1, values: { free_chlorine: 0.02 } },
      { slot: 0, seq: 2, values: { free_chlorine: 0.03 } },
    ];
    const { readings, episodes } = await kept([{ readings: twice, restart: false }]);
    expect(readings).toMatchObject([{ v0: 0.03 }]);
    expect(episodes).toEqual([]);
  });

  it('lets what was sent again under a higher number stand, though it is flagged while it is judged', async () => {
    const ordinary = [0, 1, 3, 4].map((slot) => ({ slot, seq: 3 * slot, values: { turbidity: 0.2 } }));
    const moved = [6, 8].map((seq) => ({ slot: 2, seq, values: { turbidity: 1.2 } }));
    const between = { slot: 2, seq: 7, values: { turbidity: 0.2 } };
    const { readings } = await kept([
      { readings: [...ordinary, ...moved], restart: false },
      { readings: [between], restart: false },
    ]);
    expect(readings[2]).toMatchObject({ flags: '.3.', v1: 1.2 });
  });

  it('takes in what a station said before it was registered, with the time it came', async () => {
    const { ledger, river } = await openRiver(join(temporaryFolder(), 'ledger.db'), []);
    const at = [2, 0, 1].map((slot) => ({ slot, seq: slot, values: { free_chlorine: 0.5 } }));
    for (const sent of at) {
      const message = river.accept(TOPIC, Buffer.from(JSON.stringify(wire(sent))));
      river.finish();
      await message;
    }
    expect(await ledger.door.parkedStations()).toMatchObject([{ station: 'zz-001', messages: 3 }]);
    river.record([said(station)]);
    expect(await ledger.door.parkedStations()).toEqual([]);
    expect([...ledger.readings.after(station.id, 0)]).toHaveLength(3);
    expect(river.board.states()).toMatchObject([{ latest: { sampledAt: NOON + 2 * SLOT, receivedAt: NOON + DAY } }]);
    ledger.close();
  });

  it('gives a receipt with the outcome of every reading, in their order', async () => {
    const { ledger, river } = await openRiver(join(temporaryFolder(), 'ledger.db'));
    const readings: unknown[] = [
      wire({ slot: 0, seq: 1, values: { free_chlorine: 0.5 } }),
      { sampledAt: NOON, values: { lead: 1 } },
      wire({ slot: 0, seq: 1, values: { free_chlorine: 0.5 } }),
      wire({ slot: 0, seq: 2, values: { turbidity: 0.2 } }),
      { sampledAt: NOON, values: { turbidity: 'x' } },
      wire({ slot: 0, seq: 3, values: { turbidity: 0.3 } }),
    ];
    const receipt = await river.accept(TOPIC, Buffer.from(JSON.stringify({ readings })));
    expect(outcomesOf(receipt as Extract<Receipt, { kind: 'readings' }>)).toEqual([
      { outcome: 'stored' },
      { outcome: 'rejected', reason: 'unknown_channel', detail: expect.stringMatching(/no channel lead/) as string },
      { outcome: 'duplicate' },
      { outcome: 'merged' },
      { outcome: 'rejected', reason: 'bad_value', detail: expect.stringMatching(/turbidity/) as string },
      { outcome: 'conflicting' },
    ]);
    expect(await river.accept(TOPIC, Buffer.from('no'))).toMatchObject({
      kind: 'rejected',
      rejection: { reason: 'bad_json' },
    });
    ledger.close();
  });

  it('acknowledges nothing that could not be kept, says why, and goes on by itself', async () => {
    const { ledger, river, faults } = await openRiver(join(temporaryFolder(), 'ledger.db'));
    const place = ledger.readings.place.bind(ledger.readings);
    ledger.readings.place = () => {
      throw Object.assign(new Error('disk I/O error'), { errcode: 0x30a });
    };
    const message = () =>
      river.accept(TOPIC, Buffer.from(JSON.stringify(wire({ slot: 0, seq: 1, values: { free_chlorine: 0.5 } }))));
    await expect(message()).rejects.toThrow('disk I/O error');
    await expect(message()).rejects.toThrow('disk I/O error');
    expect(faults).toEqual([{ code: 'unknown', detail: 'disk I/O error' }]);
    ledger.readings.place = place;
    await message();
    expect([river.fault, faults.length]).toEqual([null, 2]);
    expect(ledger.readings.latest(station.id)).not.toBeNull();
    ledger.close();
  });
});
