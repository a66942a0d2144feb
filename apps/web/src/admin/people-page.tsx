import { useCallback, useEffect, useState } from 'react';
import type { GivenPassword, NewPerson, PeopleAnswer, PersonAnswer } from '@clearwell/contracts/people';
import type { Answer, Failure } from '../door.ts';
import { FailureCard } from '../frame/failure-card.tsx';
import { textIn } from '../people/sign-in-form.tsx';
import { useSay, useSpeech } from '../state/session-context.ts';
import { AdminPage } from './admin-page.tsx';
import { changePerson, createPerson, getPeople, resetPassword } from './people-door.ts';
import { refusedKey, say as words } from './people-words.ts';
import { PersonForm, type PersonDraft } from './person-form.tsx';
import { PersonRow } from './person-row.tsx';

const NEWCOMER: PersonDraft = { fullName: '', role: 'viewer', districts: null };

interface Notice {
  readonly isGood: boolean;
  readonly text: string;
}

/** Who may sign in, and as what. */
export function PeoplePage() {
  const say = useSay(words);
  return (
    <AdminPage title={say('people')} permission="people.manage">
      <PeopleList />
    </AdminPage>
  );
}

function PeopleList() {
  const say = useSay(words);
  const textOf = useRefusalText();
  const [answer, setAnswer] = useState<Answer<PeopleAnswer> | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const load = useCallback(() => void getPeople().then(setAnswer), []);
  useEffect(load, [load]);
  /** Tells what became of a change, and says whether it was done. */
  const tell = <T,>(became: Answer<T>, done: (value: T) => string): boolean => {
    const text = became.ok ? done(became.value) : say('refused', { message: textOf(became.failure) });
    setNotice({ isGood: became.ok, text });
    load();
    return became.ok;
  };
  const given = ({ person, password }: GivenPassword): string => say('password', { name: person.name, password });
  const add = async (draft: PersonDraft, form: FormData): Promise<void> => {
    const asked: NewPerson = { ...draft, name: textIn(form, 'name') };
    if (tell(await createPerson(asked), given)) setIsAdding(false);
  };
  const changeOne = async (person: PersonAnswer, change: PersonDraft & { readonly active: boolean }) =>
    tell(await changePerson(person.id, change), ({ name }) => say('saved', { name }));
  const reset = async (person: PersonAnswer): Promise<void> => {
    tell(await resetPassword(person.id), given);
  };
  return (
    <>
      <p className={notice?.isGood === false ? 'admin__notice admin__notice--bad' : 'admin__notice'} role="status">
        {notice?.text}
      </p>
      {answer?.ok === false && <FailureCard title={say('failed')} failure={answer.failure} retry={load} />}
      {isAdding ? (
        <section className="admin__row admin__row--alone" aria-label={say('add')}>
          <PersonForm
            start={NEWCOMER}
            submitText={say('create')}
            submit={(draft, form) => void add(draft, form)}
            cancel={() => setIsAdding(false)}
          >
            <label>
              {say('name')}
              <input name="name" required maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
              <small>{say('nameHint')}</small>
            </label>
          </PersonForm>
        </section>
      ) : (
        <button type="button" className="button" onClick={() => setIsAdding(true)}>
          {say('add')}
        </button>
      )}
      <ul className="admin__rows admin__rows--people">
        {answer?.ok === true &&
          answer.value.people.map((person) => (
            <PersonRow key={person.id} person={person} change={changeOne} reset={(one) => void reset(one)} />
          ))}
      </ul>
    </>
  );
}

function useRefusalText(): (failure: Failure) => string {
  const { t } = useSpeech();
  const say = useSay(words);
  return (failure) => {
    if (failure.kind !== 'refused') return t(`failure.${failure.kind}`);
    const key = refusedKey(failure.code);
    return key === null ? (failure.message ?? failure.code) : say(key);
  };
}
