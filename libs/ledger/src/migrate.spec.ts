import { buildChannel, buildStation, NOON, temporaryFolder } from '@clearwell/testkit';
import { MINUTE, SINCE_EVER, stationId, type Station } from '@clearwell/water-quality';
import { Kysely } from 'kysely';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dialectOver } from './kysely-dialect.ts';
import { Ledger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS, type Tables } from './schema.ts';

/** In the order of the rows' columns; the last had been taken away from the file, and kept its column. */
const channels = ['ph', 'turbidity', 'free_chlorine', 'orp'].map((key) => buildChannel(key));
const stations: readonly Station[] = [
  buildStation({ channels }),
  buildStation({ id: stationId('zz-002'), siteType: 'pipe_end' }),
];

/** A ledger as the release before left it: without registrations. */
async function writeOldLedger(file: string): Promise<void> {
  const database = new DatabaseSync(file);
  const old = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name < '0003'));
  await migrate(new Kysely<Tables>({ dialect: dialectOver(database) }), database, old);
  for (const station of stations) {
    database.prepare('insert into station (id, document) values (?, ?)').run(station.id, JSON.stringify(station));
  }
  database
    .prepare(
      `insert into reading (station, sampled_at, received_at, historical, ahead, flags, v0, v1, v2, v3)
       values (1, ?, ?, 0, 0, '1.49', 7.1, null, 99, null), (2, ?, ?, 0, 0, '1', 0.5, null, null, null)`,
    )
    .run(NOON, NOON + 1, NOON, NOON + 1);
  database.prepare("insert into detector values (1, ?, '{}')").run(NOON);
  database.prepare("insert into sequence values (2, 7, '[[1,2],[4,4]]', 1)").run();
  database.close();
}

describe('a ledger of the release before', () => {
  it('has one registration a station, true since ever, and every reading as it was', async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    await writeOldLedger(file);
    const ledger = await Ledger.open(file);
    expect(ledger.stations.all()).toEqual(
      stations.map((station) => ({
        station,
        from: SINCE_EVER,
        retired: false,
        revision: 1,
        recordedAt: null,
        recordedBy: 'file',
      })),
    );
    const [first, second] = stations.map(({ id }) => [...ledger.readings.after(id, -Infinity)]);
    expect(first).toMatchObject([
      {
        sampledAt: NOON,
        values: { ph: 7.1, free_chlorine: 99, orp: null },
        quality: { ph: { flag: 1 }, free_chlorine: { flag: 4 }, orp: { flag: 9 } },
      },
    ]);
    expect(second).toMatchObject([{ values: { free_chlorine: 0.5 } }]);
    expect(ledger.detector.place(stationId('zz-001'))).toEqual({ judgedUntil: NOON, liveUntil: NOON, detectors: '' });
    expect(ledger.sequences.missing()).toBe(1);
    expect(ledger.networks.all()).toEqual([]);
    ledger.close();
  });

  it('gives a channel that comes later the next place, and one that comes back its own', async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    await writeOldLedger(file);
    const ledger = await Ledger.open(file);
    const changed = (revision: number, keys: readonly string[]) => {
      const station = buildStation({ channels: keys.map((key) => buildChannel(key)) });
      const rest = { retired: false, recordedAt: NOON, recordedBy: 'api' } as const;
      ledger.commit(() => {
        ledger.stations.add({ station, from: NOON + revision * MINUTE, revision, ...rest });
      });
      return ledger.stations.layout(station.id).slots;
    };
    expect(changed(2, ['conductivity', 'ph'])).toEqual(['ph', 'turbidity', 'free_chlorine', 'orp', 'conductivity']);
    expect(changed(3, ['orp', 'turbidity'])).toHaveLength(5);
    ledger.close();
    const again = await Ledger.open(file);
    expect(again.stations.layout(stationId('zz-001')).slots[4]).toBe('conductivity');
    expect(again.stations.all().map(({ revision }) => revision)).toEqual([1, 2, 3, 1]);
    expect([...again.readings.after(stationId('zz-001'), 0)]).toMatchObject([{ values: { ph: 7.1 } }]);
    again.close();
  });
});

describe('a ledger from before verdicts reached incidents', () => {
  it('knows of those that were held for real', async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    const database = new DatabaseSync(file);
    const old = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name < '0012'));
    await migrate(new Kysely<Tables>({ dialect: dialectOver(database) }), database, old);
    const verdicts = { a: 'real_event', b: 'network_work', c: null };
    for (const [id, verdict] of Object.entries(verdicts)) {
      const incident = { id, saidAt: NOON, isReal: false, hints: [], alerts: [] };
      database.prepare('insert into incident values (?, ?, ?)').run(id, NOON, JSON.stringify(incident));
      const record = JSON.stringify({ verdict: verdict === null ? null : { verdict } });
      database
        .prepare(
          `insert into alert (id, key, kind, handling, condition, level, started_at, opened_at, revision, record)
           values (?, ?, 'cluster', 'closed', 'cleared', 'red', 0, 0, 1, ?)`,
        )
        .run(`WQ-${id}`, `incident|${id}`, record);
    }
    database.close();
    const ledger = await Ledger.open(file);
    expect(ledger.incidents.since(0).map(({ id, isReal }) => [id, isReal])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ]);
    ledger.close();
  });
});

describe('a ledger of a newer release', () => {
  it('is refused in a sentence that says what to do, and stays as it is', async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    (await Ledger.open(file)).close();
    const database = new DatabaseSync(file);
    database.exec("insert into kysely_migration values ('9999-from-the-future', '2026-11-01T00:00:00.000Z')");
    database.close();
    await expect(Ledger.open(file)).rejects.toThrow(
      'its ledger was written by a newer version of Clearwell (9999-from-the-future): install that version again, or restore a backup that this version made',
    );
    const after = new DatabaseSync(file);
    after.exec("delete from kysely_migration where name like '9999%'");
    after.close();
    (await Ledger.open(file)).close();
  });
});
