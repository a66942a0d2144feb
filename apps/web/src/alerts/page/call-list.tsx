import { useSay } from '../../state/session-context.ts';
import type { FormProps } from './act-form.tsx';
import { say as words } from './words.ts';

/** Those who handle alerts, to be rung up at a touch: whoever has this one first. */
export function CallList({ alert, names: { people } }: FormProps) {
  const say = useSay(words);
  const known = people
    .flatMap((person) => (person.phone === null ? [] : [{ ...person, phone: person.phone }]))
    .sort((a, b) => Number(b.name === alert.assignee) - Number(a.name === alert.assignee));
  // Whoever sees this handles alerts too: nobody is in the list before it has come.
  if (people.length === 0) return null;
  if (known.length === 0) return <p className="act">{say('call.none')}</p>;
  return (
    <ul className="act calls">
      {known.map(({ name, fullName, phone }) => (
        <li key={name}>
          <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
            <span>
              {fullName}
              {name === alert.assignee && <small>{say('call.hasIt')}</small>}
            </span>
            <b>{phone}</b>
          </a>
        </li>
      ))}
    </ul>
  );
}
