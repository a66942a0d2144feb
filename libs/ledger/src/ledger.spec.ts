import {
  buildChannel,
  buildQualified,
  buildReading,
  buildRegistration,
  buildStation,
  buildValues,
  NOON,
  temporaryFolder,
} from '@clearwell/testkit';
import {
  MAX_CHANNELS,
  MINUTE,
  PARAMETER_CODES,
  stationId,
  type QualifiedReading,
  type Reading,
  type Station,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { join } from 'node:path';
import { FolderTakenError } from './folder-lock.ts';
import { Ledger } from './ledger.ts';

const station = buildStation();
const open: Ledger[] = [];

async function openLedger(file = join(temporaryFolder(), 'ledger.db'), registered: Station = station): Promise<Ledger> {
  const ledger = await Ledger.open(file);
  open.push(ledger);
  ledger.commit(() => {
    // Its number would be the register's to give: opened again, the station is there already.
    if (ledger.stations.all().length === 0) ledger.stations.add(buildRegistration({ station: registered }));
  });
  return ledger;
}

afterEach(() => {
  for (const ledger of open.splice(0)) ledger.close();
});

const qualify = (reading: Reading): QualifiedReading => ({
  ...buildQualified(reading, { fail: 100 }),
  timing: reading.sampledAt > reading.receivedAt ? 'ahead' : 'judged',
});

const place = (ledger: Ledger, reading: Reading) =>
  ledger.commit(() => ledger.readings.place(qualify(reading), qualify));

const ofPh = (ph: number, more: Partial<Reading> = {}) => buildReading({ values: buildValues({ ph }), ...more });

describe('Ledger', () => {
  it('gives back a reading as it was placed, also to whoever opens it later', async () => {
    const file = join(temporaryFolder(), 'deep', 'ledger.db');
    const first = await openLedger(file);
    const reading = buildReading({
      values: buildValues({ free_chlorine: null, ph: 101 }),
      marks: { ph: 'T' } as Reading['marks'],
      device: { signal: -71, power: 'battery' },
      historical: true,
      boot: null,
      seq: null,
    });
    expect(place(first, reading).outcome).toBe('stored');
    first.close();
    open.pop();
    const again = await openLedger(file);
    expect(again.readings.latest(station.id)).toEqual(qualify(reading));
  });

  it('keeps a station of as many channels as there may be', async () => {
    const channels = Array.from({ length: MAX_CHANNELS }, (_, i) => {
      const parameter = PARAMETER_CODES[i % PARAMETER_CODES.length] ?? 'ph';
      return buildChannel(i < PARAMETER_CODES.length ? parameter : `${parameter}.2`);
    });
    const wide = buildStation({ id: stationId('wide'), channels });
    const ledger = await openLedger(undefined, wide);
    const values = buildValues(Object.fromEntries(channels.map(({ key }, i) => [key, i / 8])));
    const reading = buildReading({ station: wide.id, values });
    place(ledger, reading);
    expect(ledger.readings.latest(wide.id)?.values).toEqual(values);
  });

  it('stores once what comes twice', async () => {
    const ledger = await openLedger();
    expect([place(ledger, ofPh(7)).outcome, place(ledger, ofPh(7, { seq: 2 })).outcome]).toEqual([
      'stored',
      'duplicate',
    ]);
  });

  it('makes one reading of two with other channels, and judges it anew', async () => {
    const ledger = await openLedger();
    place(ledger, ofPh(7));
    const { outcome, changed } = place(ledger, buildReading({ values: buildValues({ turbidity: 101 }) }));
    expect(outcome).toBe('merged');
    expect(changed?.quality).toEqual({ ph: { flag: 1 }, turbidity: { flag: 4, test: 'gross_range_sensor' } });
    expect(ledger.readings.latest(station.id)?.values).toEqual({ ph: 7, turbidity: 101 });
  });

  it('keeps both sides of a conflict, and counts a side that comes again as a duplicate', async () => {
    const ledger = await openLedger();
    const outcomes = [ofPh(7), ofPh(8, { seq: 2 }), ofPh(7), ofPh(8, { seq: 2 })].map(
      (reading) => place(ledger, reading).outcome,
    );
    expect(outcomes).toEqual(['stored', 'conflicting', 'duplicate', 'duplicate']);
    expect(ledger.readings.latest(station.id)?.values).toEqual({ ph: 8 });
  });

  it('lets the same reading stand in whatever order three versions come', async () => {
    const versions = [
      buildReading({ seq: 5, values: buildValues({ ph: 7 }) }),
      buildReading({ seq: 1, values: buildValues({ turbidity: 1 }) }),
      buildReading({ seq: 3, values: buildValues({ turbidity: 2 }) }),
    ];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const ledger = await openLedger();
      for (const i of order) place(ledger, versions[i] ?? ofPh(0));
      expect(ledger.readings.latest(station.id)).toMatchObject({ seq: 5, values: { ph: 7, turbidity: 2 } });
    }
  });

  it('takes back everything when a part of the transaction fails', async () => {
    const ledger = await openLedger();
    const work = () =>
      ledger.commit(() => {
        ledger.readings.place(qualify(ofPh(7)), qualify);
        ledger.door.count(new Map([['stored', 1]]));
        throw new Error('half way');
      });
    expect(work).toThrow('half way');
    expect(ledger.readings.latest(station.id)).toBeNull();
    expect(ledger.door.tallies()).toEqual(new Map());
  });

  it('never takes a reading of the future for the latest', async () => {
    const ledger = await openLedger();
    place(ledger, ofPh(7));
    place(ledger, ofPh(8, { sampledAt: NOON + 60 * MINUTE, receivedAt: NOON }));
    expect(ledger.readings.latest(station.id)?.sampledAt).toBe(NOON);
    expect([...ledger.readings.after(station.id, -Infinity)]).toHaveLength(1);
  });

  it('gives readings in the order they were sampled, whatever order they came in', async () => {
    const ledger = await openLedger();
    const slots = fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), 1)[0] ?? [];
    for (const slot of slots) place(ledger, ofPh(7, { sampledAt: NOON + slot * MINUTE }));
    const after = [...ledger.readings.after(station.id, NOON + 3 * MINUTE)].map((reading) => reading.sampledAt);
    expect(after).toEqual([4, 5, 6, 7].map((slot) => NOON + slot * MINUTE));
  });

  it('remembers the tallies and who waits for adoption', async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    const first = await openLedger(file);
    first.commit(() => {
      first.door.count(new Map([['stored', 2]]));
      first.door.count(new Map([['stored', 3]]));
      first.door.park({
        receivedAt: NOON,
        region: 'zz',
        station: stationId('new'),
        topic: 't',
        payload: Buffer.from('x'),
      });
      first.door.reject({
        receivedAt: NOON,
        topic: 't',
        station: null,
        reason: 'bad_json',
        detail: 'd',
        place: 3,
        raw: Buffer.from('{'),
      });
    });
    first.close();
    open.pop();
    const again = await openLedger(file);
    expect(again.door.tallies().get('stored')).toBe(5);
    expect(await again.door.parkedStations()).toEqual([
      { region: 'zz', station: 'new', messages: 1, firstAt: NOON, lastAt: NOON },
    ]);
    expect(await again.door.recentRejections(5)).toEqual([
      { receivedAt: NOON, topic: 't', reason: 'bad_json', detail: 'd', place: 3 },
    ]);
  });

  it('knows which numbered readings never came, for each boot, also after it was opened again', async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    const first = await openLedger(file);
    first.commit(() => {
      first.sequences.add(station.id, 1, [1, 2, 3]);
      first.sequences.add(station.id, 2, [1, 9]);
      first.sequences.add(station.id, 2, [4, 5]);
    });
    first.close();
    open.pop();
    const again = await openLedger(file);
    const holes = [
      [2, 3],
      [6, 8],
    ];
    expect(again.sequences.incomplete()).toEqual([{ station: station.id, boot: 2, holes }]);
    expect(again.sequences.missing()).toBe(5);
    again.commit(() => {
      again.sequences.add(station.id, 2, [2, 3, 6, 7, 8]);
    });
    expect(again.sequences.incomplete()).toEqual([]);
  });

  it('parks no more than it can hold for one station', async () => {
    const ledger = await openLedger();
    const message = {
      receivedAt: NOON,
      region: 'zz',
      station: stationId('new'),
      topic: 't',
      payload: new Uint8Array(1),
    };
    const parked = ledger.commit(() => Array.from({ length: 2_001 }, () => ledger.door.park(message)));
    expect(parked.filter(Boolean)).toHaveLength(2_000);
    expect(parked.at(-1)).toBe(false);
  });

  it("is one server's alone, until that server is gone", async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    const first = await openLedger(file);
    await expect(Ledger.open(file)).rejects.toThrow(FolderTakenError);
    first.close();
    open.pop();
    await openLedger(file);
  });

  it('knows when the newest reading arrived', async () => {
    const ledger = await openLedger();
    expect(ledger.newestArrival()).toBeNull();
    const newest = ofPh(7);
    place(ledger, newest);
    expect(ledger.newestArrival()).toBe(newest.receivedAt);
  });
});
