import { buildStation, ledgerWith } from '@clearwell/testkit';
import { DatabaseSync } from 'node:sqlite';

const T = Date.UTC(2026, 10, 22);

async function logOf(count: number) {
  const { ledger, file } = await ledgerWith(buildStation(), []);
  for (let i = 0; i < count; i += 1) {
    const actor = { kind: 'person', id: 1, name: i % 2 === 0 ? 'li' : 'wang' } as const;
    const act = i % 3 === 0 ? 'person.create' : 'session.sign_in';
    ledger.audit.add({ at: T + i, actor, act, target: null, outcome: 'done', detail: null, address: null });
  }
  return { audit: ledger.audit, file };
}

describe('the audit log', () => {
  it.each([
    'update audit set actor = ?',
    'delete from audit where actor <> ?',
    "insert or replace into audit values (1, 1, 'person', 1, ?, 'x', null, 'done', null, null)",
    "insert into audit values (1, 1, 'person', 1, ?, 'x', null, 'done', null, null) on conflict (id) do update set act = 'x'",
  ])('refuses %p, whoever has opened the file', async (sql) => {
    const { audit, file } = await logOf(3);
    const database = new DatabaseSync(file);
    const before = audit.find({ limit: 10 });
    expect(() => database.prepare(sql).run('nobody')).toThrow('the audit log is append-only');
    database.close();
    expect(audit.find({ limit: 10 })).toEqual(before);
  });

  it('is read newest first, page by page, and by who, what and when', async () => {
    const { audit } = await logOf(12);
    const ids = (query: object) => audit.find({ limit: 100, ...query }).map(({ id }) => id);
    expect(ids({ limit: 5 })).toEqual([12, 11, 10, 9, 8]);
    expect(ids({ limit: 5, before: 8 })).toEqual([7, 6, 5, 4, 3]);
    expect(ids({ actor: 'wang' })).toEqual([12, 10, 8, 6, 4, 2]);
    expect(ids({ act: 'person.' })).toEqual([10, 7, 4, 1]);
    expect(ids({ act: 'person.c%' })).toEqual([]);
    expect(ids({ from: T + 3, to: T + 5 })).toEqual([5, 4]);
    expect(ids({ outcome: 'refused' })).toEqual([]);
    expect(ids({ actor: undefined, limit: 1 })).toEqual([12]);
  });
});
