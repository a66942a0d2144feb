import { useCallback, useEffect, useState } from 'react';
import { ACT_OUTCOMES, type AuditAnswer } from '@clearwell/contracts/people';
import type { Answer, Failure } from '../door.ts';
import { FailureCard } from '../frame/failure-card.tsx';
import { useSay } from '../state/session-context.ts';
import { dayText, secondText } from '../words/time-text.ts';
import { AdminPage } from './admin-page.tsx';
import { getAudit } from './people-door.ts';
import { actKey, say as words } from './people-words.ts';

type Entry = AuditAnswer['entries'][number];

const GROUPS = ['session.', 'password.', 'person.', 'station.', 'reading.', 'alert.'] as const;

/** Who did what, newest first. */
export function AuditPage() {
  const say = useSay(words);
  return (
    <AdminPage title={say('audit')} permission="audit.read">
      <AuditLog />
    </AdminPage>
  );
}

interface Filter {
  readonly actor: string;
  readonly act: string;
  readonly outcome: string;
}

/** Without what is left open. */
const queryOf = (filter: Filter, before: number | null): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...filter, before: before === null ? '' : String(before) }).filter(([, value]) => value !== ''),
  );

function useAudit(filter: Filter) {
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const show = useCallback((answer: Answer<AuditAnswer>, isMore: boolean): void => {
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    setEntries((shown) => [...(isMore ? (shown ?? []) : []), ...answer.value.entries]);
    setNext(answer.value.next);
  }, []);
  const more = (): void => void getAudit(queryOf(filter, next)).then((answer) => show(answer, next !== null));
  useEffect(() => {
    let isWanted = true;
    void getAudit(queryOf(filter, null)).then((answer) => {
      if (isWanted) show(answer, false);
    });
    return () => {
      isWanted = false;
    };
  }, [filter, show]);
  return { entries, next, failure, more };
}

function AuditLog() {
  const say = useSay(words);
  const [filter, setFilter] = useState<Filter>({ actor: '', act: '', outcome: '' });
  const { entries, next, failure, more } = useAudit(filter);
  return (
    <>
      <AuditFilter filter={filter} choose={setFilter} />
      {failure !== null && <FailureCard title={say('auditFailed')} failure={failure} retry={more} />}
      {entries?.length === 0 && <p>{say('nothing')}</p>}
      {entries !== null && entries.length > 0 && <AuditTable entries={entries} />}
      {next !== null && (
        <button type="button" className="button" onClick={more}>
          {say('older')}
        </button>
      )}
    </>
  );
}

function AuditFilter({ filter, choose }: { readonly filter: Filter; readonly choose: (filter: Filter) => void }) {
  const say = useSay(words);
  return (
    <div className="admin__form">
      <label>
        {say('who')}
        <input
          placeholder={say('everyone')}
          value={filter.actor}
          onChange={({ target }) => choose({ ...filter, actor: target.value.trim() })}
        />
      </label>
      <label>
        {say('act')}
        <select value={filter.act} onChange={({ target }) => choose({ ...filter, act: target.value })}>
          <option value="">{say('everyAct')}</option>
          {GROUPS.map((group) => (
            <option key={group} value={group}>
              {say(`group.${group}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('outcome')}
        <select value={filter.outcome} onChange={({ target }) => choose({ ...filter, outcome: target.value })}>
          <option value="">{say('outcome.any')}</option>
          {ACT_OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {say(`outcome.${outcome}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function AuditTable({ entries }: { readonly entries: readonly Entry[] }) {
  const say = useSay(words);
  const actText = (act: string): string => {
    const key = actKey(act);
    return key === null ? act : say(key);
  };
  return (
    <div className="admin__table" role="region" aria-label={say('audit')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(['at', 'who', 'act', 'target', 'outcome', 'from'] as const).map((column) => (
              <th key={column} scope="col">
                {say(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>
                {dayText(entry.at)} {secondText(entry.at)}
              </td>
              <td>{entry.actor}</td>
              <td>
                {actText(entry.act)}
                {entry.detail !== null && <small>{entry.detail}</small>}
              </td>
              <td>{entry.target ?? '–'}</td>
              <td className={entry.outcome === 'done' ? '' : 'admin__bad'}>{say(`outcome.${entry.outcome}`)}</td>
              <td>{entry.address ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
