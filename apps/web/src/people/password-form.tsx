import { useState, type SubmitEvent } from 'react';
import type { SessionAnswer } from '@clearwell/contracts/people';
import { useSay } from '../state/session-context.ts';
import { textIn } from './sign-in-form.tsx';
import { useFailureText } from './use-failure.ts';
import { changePassword } from './who.ts';
import { say as words } from './words.ts';

interface Props {
  /** Who changes it: password stores of browsers want to know. */
  readonly name: string;
  readonly done: (session: SessionAnswer) => void;
}

/** A new password for the one there is. */
export function PasswordForm({ name, done }: Props) {
  const say = useSay(words);
  const textOf = useFailureText();
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState('');
  const save = async (form: FormData): Promise<void> => {
    const next = textIn(form, 'next');
    if (next !== textIn(form, 'again')) {
      setSaid(say('mismatch'));
      return;
    }
    setIsBusy(true);
    const answer = await changePassword(textIn(form, 'current'), next);
    setIsBusy(false);
    setSaid(answer.ok ? '' : textOf(answer.failure));
    if (answer.ok) done(answer.value);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void save(new FormData(event.currentTarget));
  };
  return (
    <form className="door__form" onSubmit={submit}>
      <input
        className="unseen"
        name="username"
        autoComplete="username"
        value={name}
        readOnly
        tabIndex={-1}
        aria-hidden
      />
      <label>
        {say('current')}
        <input name="current" type="password" autoComplete="current-password" required autoFocus />
      </label>
      <label>
        {say('next')}
        <input name="next" type="password" autoComplete="new-password" required aria-describedby="next-hint" />
      </label>
      <small id="next-hint">{say('nextHint')}</small>
      <label>
        {say('again')}
        <input name="again" type="password" autoComplete="new-password" required />
      </label>
      <p className="door__said" role="alert">
        {said}
      </p>
      <button type="submit" className="button door__go" disabled={isBusy}>
        {say('save')}
      </button>
    </form>
  );
}
