import { useState } from 'react';
import type { PersonAnswer } from '@clearwell/contracts/people';
import { say as peopleWords } from '../people/words.ts';
import { useSay } from '../state/session-context.ts';
import { say as words } from './people-words.ts';
import { PersonForm, type PersonDraft } from './person-form.tsx';
import { SureButton } from './sure-button.tsx';

interface Props {
  readonly person: PersonAnswer;
  /** Says whether it was done. */
  readonly change: (person: PersonAnswer, change: PersonDraft & { readonly active: boolean }) => Promise<boolean>;
  readonly reset: (person: PersonAnswer) => void;
}

/** One person, and what an admin does to them. */
export function PersonRow({ person, change, reset }: Props) {
  const say = useSay(words);
  const sayPeople = useSay(peopleWords);
  const [isOpen, setIsOpen] = useState(false);
  const { name, fullName, phone, role, districts, active } = person;
  const districtText = districts === null ? say('all') : districts.join('、') || say('none');
  const notes = [
    ...(active ? [] : [say('inactive')]),
    ...(person.demo ? [say('demo')] : []),
    ...(person.mustChangePassword ? [say('given')] : []),
  ];
  const save = async (draft: PersonDraft): Promise<void> => {
    if (await change(person, { ...draft, active })) setIsOpen(false);
  };
  const turn = (isActive: boolean): void => void change(person, { fullName, phone, role, districts, active: isActive });
  return (
    <li className={active ? 'admin__row' : 'admin__row admin__row--off'} data-person={name}>
      <span>
        <b>{fullName}</b> {name}
        <small>
          {sayPeople(`role.${role}`)} · {districtText}
          {phone !== null && ` · ${phone}`}
        </small>
        {notes.length > 0 && <small>{notes.join(' · ')}</small>}
      </span>
      {!person.demo && (
        <span className="admin__sure">
          <button type="button" className="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {say('edit')}
          </button>
          <SureButton text={say('reset')} sure={say('resetSure')} work={() => reset(person)} />
          {active ? (
            <SureButton text={say('deactivate')} sure={say('deactivateSure')} work={() => turn(false)} />
          ) : (
            <button type="button" className="button button--quiet" onClick={() => turn(true)}>
              {say('reactivate')}
            </button>
          )}
        </span>
      )}
      {isOpen && (
        <PersonForm
          start={{ fullName, phone, role, districts }}
          submitText={say('save')}
          submit={(draft) => void save(draft)}
          cancel={() => setIsOpen(false)}
        />
      )}
    </li>
  );
}
