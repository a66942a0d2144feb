import { useState, type ReactNode, type SubmitEvent } from 'react';
import { ROLES, type PersonChange, type Role } from '@clearwell/contracts/people';
import { textIn } from '../people/sign-in-form.tsx';
import { say as peopleWords } from '../people/words.ts';
import { useSay, useSpeech, useStations } from '../state/session-context.ts';
import { say as words } from './people-words.ts';

export type PersonDraft = Omit<PersonChange, 'active'>;

interface Props {
  readonly start: PersonDraft;
  readonly submitText: string;
  /** Before the other fields. */
  readonly children?: ReactNode;
  readonly submit: (draft: PersonDraft, form: FormData) => void;
  readonly cancel: () => void;
}

/** Full name, telephone, role and districts of a person. */
export function PersonForm({ start, submitText, children, submit, cancel }: Props) {
  const say = useSay(words);
  const sayPeople = useSay(peopleWords);
  const [districts, setDistricts] = useState<readonly string[] | null>(start.districts);
  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const draft = {
      fullName: textIn(form, 'fullName').trim(),
      phone: textIn(form, 'phone').trim() || null,
      role: textIn(form, 'role') as Role,
      districts: districts === null ? null : [...districts],
    };
    submit(draft, form);
  };
  return (
    <form className="admin__form" onSubmit={send}>
      {children}
      <label>
        {say('fullName')}
        <input name="fullName" required maxLength={80} defaultValue={start.fullName} />
      </label>
      <label>
        {say('phone')}
        <input
          name="phone"
          type="tel"
          maxLength={25}
          pattern="\+?[\d \-]{3,24}"
          autoComplete="off"
          defaultValue={start.phone ?? ''}
        />
      </label>
      <label>
        {say('role')}
        <select name="role" defaultValue={start.role}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {sayPeople(`role.${role}`)}
            </option>
          ))}
        </select>
      </label>
      <DistrictChoice chosen={districts} choose={setDistricts} />
      <span className="admin__sure">
        <button type="submit" className="button">
          {submitText}
        </button>
        <button type="button" className="button button--quiet" onClick={cancel}>
          {say('cancel')}
        </button>
      </span>
    </form>
  );
}

interface ChoiceProps {
  readonly chosen: readonly string[] | null;
  readonly choose: (districts: readonly string[] | null) => void;
}

/** All districts, or some of those the stations stand in; one that has no station any more stays until it is taken away. */
function DistrictChoice({ chosen, choose }: ChoiceProps) {
  const say = useSay(words);
  const { name } = useSpeech();
  const stations = useStations();
  const there = new Map(stations.map(({ district }) => [district.zh, name(district)]));
  for (const district of chosen ?? []) if (!there.has(district)) there.set(district, district);
  const toggle = (district: string): void => {
    const without = (chosen ?? []).filter((one) => one !== district);
    choose(without.length === (chosen ?? []).length ? [...without, district] : without);
  };
  return (
    <fieldset className="admin__choice">
      <legend>{say('districts')}</legend>
      <label>
        <input type="radio" name="area" checked={chosen === null} onChange={() => choose(null)} />
        {say('all')}
      </label>
      <label>
        <input type="radio" name="area" checked={chosen !== null} onChange={() => choose([])} />
        {say('some')}
      </label>
      {chosen !== null &&
        [...there].map(([district, text]) => (
          <label key={district}>
            <input type="checkbox" checked={chosen.includes(district)} onChange={() => toggle(district)} />
            {text}
          </label>
        ))}
    </fieldset>
  );
}
