import { canonicalJson, sealEvidence, type EvidenceBundle } from '@clearwell/alerts';
import { Ledger } from '@clearwell/ledger';
import { buildAlert, NOON, startNode, temporaryFolder } from '@clearwell/testkit';
import { HOUR } from '@clearwell/water-quality';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyEvidence } from './evidence/verify.ts';

const PROGRAM = resolve(import.meta.dirname, 'evidence-verify.ts');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const program = startNode(PROGRAM, args, { env: { CLEARWELL_DATA: undefined } });
  const { code } = await program.ended;
  return { code, said: program.lines.join('\n') };
}

/** What no packer makes small. */
const noise = (seed: number): string =>
  Array.from({ length: 40 }, (_, i) => sha256(`${String(seed)} ${String(i)}`)).join('');

function buildBundle(n: number, isLong: boolean): EvidenceBundle {
  const alert = buildAlert();
  return {
    ...{ alert: alert.id, revision: n, occasion: 'raised', sealedAt: NOON + n * HOUR, state: alert, verdict: null },
    ...{ stations: [], windows: [], baselines: [], limits: [], contributions: [], neighbours: [], devices: [] },
    ...{ events: [], measurements: [], deliveries: [], timeline: [] },
    reasons: isLong ? [{ zh: noise(n), en: noise(-n) }] : [],
  };
}

/** A ledger with four seals, the third over what is long enough to be packed. */
async function sealedLedger() {
  const data = join(temporaryFolder(), 'data');
  const file = join(data, 'ledger.db');
  const ledger = await Ledger.open(file);
  for (let n = 1; n <= 4; n += 1)
    ledger.commit(() => {
      const bundle = buildBundle(n, n === 3);
      ledger.evidence.keep(sealEvidence(bundle, ledger.evidence.newest(), sha256), canonicalJson(bundle));
    });
  return { data, file, ledger, hash: ledger.evidence.newest()?.hash ?? '' };
}

/** A copy in which somebody who may do anything did something. */
function forged(file: string, ...sql: readonly string[]): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data);
  copyFileSync(file, join(data, 'ledger.db'));
  const database = new DatabaseSync(join(data, 'ledger.db'));
  for (const table of ['evidence', 'seal'])
    for (const what of ['changed', 'replaced', 'cut']) database.exec(`drop trigger ${table}_is_not_${what}`);
  for (const statement of sql) database.exec(statement);
  database.close();
  return data;
}

/** SQLite leaves copies behind where rows were moved to another page. */
function placesOf(bytes: Buffer, part: Uint8Array): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + 1)) places.push(at);
  return places;
}

describe('npm run evidence:verify', () => {
  it('says that all holds, and the newest hash, of a ledger in use and of one that is closed', async () => {
    const { data, ledger, hash } = await sealedLedger();
    const said = `4 seals hold. The newest is 4, of 2026-05-01T08:00:00.000Z: ${hash}`;
    expect(await run(data)).toEqual({ code: 0, said });
    ledger.close();
    expect(await run(data, '--expect', hash)).toEqual({ code: 0, said });
  });

  it('ends with 1 and names the first seal that does not hold', async () => {
    const { file, ledger } = await sealedLedger();
    ledger.close();
    const data = forged(
      file,
      "update evidence set bundle = cast(replace(bundle, '2.4', '0.4') as blob) where number in (2, 4)",
    );
    expect(await run(data)).toEqual({
      code: 1,
      said: 'Seal 2 (WQ-20260501-001, raised, 2026-05-01T06:00:00.000Z) does not hold: its evidence, or the seal itself, is not what was sealed.',
    });
  });

  it('finds every byte of stored evidence that is changed in the file itself', async () => {
    const { file, ledger } = await sealedLedger();
    ledger.close();
    const database = new DatabaseSync(file);
    const blobs = database
      .prepare('select number, packing, bundle from evidence where number > 1 order by number')
      .all();
    database.close();
    expect(blobs.map(({ packing }) => packing)).toEqual(['plain', 'zstd', 'plain']);
    const bytes = readFileSync(file);
    const copy = join(temporaryFolder(), 'ledger.db');
    for (const { number, bundle } of blobs) {
      const blob = bundle as Uint8Array;
      // What lies on a further page stands elsewhere.
      const onPage = Math.min(blob.length, 1_000);
      const starts = placesOf(bytes, blob.subarray(0, onPage));
      expect(starts.length).toBeGreaterThan(0);
      for (let place = 0; place < onPage; place += 41) {
        const changed = Buffer.from(bytes);
        for (const start of starts) changed[start + place] = (bytes[start + place] ?? 0) ^ (1 << (place % 8));
        writeFileSync(copy, changed);
        expect(verifyEvidence(copy, null).broken).toEqual({ number, why: 'changed' });
      }
    }
  });

  it.each([
    ['the evidence of a seal', 'delete from evidence where number = 2', 2, 'bundle_missing'],
    ['a seal', 'delete from seal where number = 2', 3, 'out_of_line'],
    [
      'the first seal with its evidence',
      'delete from seal where number = 1; delete from evidence where number = 1',
      2,
      'out_of_line',
    ],
    ['the newest seal alone', 'delete from seal where number = 4', 4, 'seal_missing'],
  ])('finds that %s was taken out', async (_, sql, number, why) => {
    const { file, ledger } = await sealedLedger();
    ledger.close();
    const data = forged(file, sql);
    expect(verifyEvidence(join(data, 'ledger.db'), null).broken).toEqual({ number, why });
  });

  it.each([
    ['hash', `'${'0'.repeat(64)}'`],
    ['digest', `'${'0'.repeat(64)}'`],
    ['previous', `'${'0'.repeat(64)}'`],
    ['sealed_at', '1'],
    ['occasion', "'ended'"],
    ['alert', "'WQ-20260501-002'"],
  ])('finds that the %s of a seal was changed', async (column, value) => {
    const { file, ledger } = await sealedLedger();
    ledger.close();
    const data = forged(file, `update seal set ${column} = ${value} where number = 2`);
    expect(verifyEvidence(join(data, 'ledger.db'), null).broken).toMatchObject({ number: 2 });
  });

  it('finds by a hash that was kept elsewhere that the end of the chain was cut off', async () => {
    const { file, ledger, hash } = await sealedLedger();
    ledger.close();
    const data = forged(file, 'delete from seal where number = 4; delete from evidence where number = 4');
    expect(await run(data)).toMatchObject({ code: 0 });
    const { code, said } = await run(data, '--expect', hash);
    expect([code, said]).toEqual([1, expect.stringContaining('its end was cut off')]);
  });

  it('says in a sentence what it can not read', async () => {
    const folder = temporaryFolder();
    expect(await run(folder)).toMatchObject({ code: 1, said: expect.stringContaining('There is no ledger at') });
    writeFileSync(join(folder, 'ledger.db'), 'no ledger, but longer than the head of one'.repeat(9));
    expect(await run(folder)).toMatchObject({ code: 1, said: expect.stringContaining("can't be read") });
    expect(await run('a', 'b')).toMatchObject({ code: 2 });
    expect(await run('--expect', 'beef')).toMatchObject({ code: 2 });
  });
});
