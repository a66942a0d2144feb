import type { Act, AuditEntry, AuditStore } from '@clearwell/people';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

type Query = Parameters<AuditStore['find']>[0];

const NO_FILTER = { before: null, from: null, to: null, actor: null, act: null, target: null, outcome: null };

/** What was done and what was refused. Triggers see to it that nothing in it is ever changed. */
export class AuditTable implements AuditStore {
  readonly #sql: Record<'add' | 'find', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#sql = {
      add: database.prepare(
        `insert into audit (at, actor_kind, actor_id, actor, act, target, outcome, detail, address)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      find: database.prepare(
        `select * from audit where (:before is null or id < :before) and (:from is null or at >= :from)
           and (:to is null or at < :to) and (:actor is null or actor = :actor)
           and (:act is null or substr(act, 1, length(:act)) = :act) and (:target is null or target = :target)
           and (:outcome is null or outcome = :outcome)
         order by id desc limit :limit`,
      ),
    };
  }

  add({ at, actor, act, target, outcome, detail, address }: Act): void {
    this.#sql.add.run(at, actor.kind, actor.id, actor.name, act, target, outcome, detail, address);
  }

  find({ limit, ...filters }: Query): readonly AuditEntry[] {
    const given = Object.entries(filters).filter(([, value]) => value !== undefined);
    return this.#sql.find.all({ ...NO_FILTER, limit, ...Object.fromEntries(given) }).map(toEntry);
  }
}

const toEntry = (row: Record<string, SQLOutputValue>): AuditEntry => ({
  id: row['id'] as number,
  at: row['at'] as number,
  actorKind: row['actor_kind'] as AuditEntry['actorKind'],
  actor: row['actor'] as string,
  act: row['act'] as string,
  target: row['target'] as string | null,
  outcome: row['outcome'] as AuditEntry['outcome'],
  detail: row['detail'] as string | null,
  address: row['address'] as string | null,
});
