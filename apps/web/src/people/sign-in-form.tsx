import { useState, type SubmitEvent } from 'react';
import type { SessionAnswer } from '@clearwell/contracts/people';
import { useSay } from '../state/session-context.ts';
import { useFailureText } from './use-failure.ts';
import { signIn } from './who.ts';
import { say as words } from './words.ts';

interface Props {
  readonly demoAccounts: SessionAnswer['demoAccounts'];
  readonly done: (session: SessionAnswer) => void;
}

/** Name and password; in a demo also the ready accounts. */
export function SignInForm({ demoAccounts, done }: Props) {
  const say = useSay(words);
  const textOf = useFailureText();
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState('');
  const enter = async (name: string, password: string): Promise<void> => {
    setIsBusy(true);
    const answer = await signIn(name, password);
    setIsBusy(false);
    setSaid(answer.ok ? '' : textOf(answer.failure));
    if (answer.ok) done(answer.value);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void enter(textIn(form, 'name'), textIn(form, 'password'));
  };
  return (
    <>
      <form className="door__form" onSubmit={submit}>
        <label>
          {say('name')}
          <input name="name" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus />
        </label>
        <label>
          {say('password')}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <p className="door__said" role="alert">
          {said}
        </p>
        <button type="submit" className="button door__go" disabled={isBusy}>
          {isBusy ? say('signingIn') : say('signIn')}
        </button>
        <small>{say('forgotten')}</small>
      </form>
      {demoAccounts.length > 0 && (
        <section className="door__demo" aria-labelledby="demo-accounts">
          <h2 id="demo-accounts">{say('demo')}</h2>
          <p>{say('demoHint', { password: demoAccounts[0]?.password ?? '' })}</p>
          <ul>
            {demoAccounts.map(({ name, password, role }) => (
              <li key={name}>
                <button
                  type="button"
                  className="button button--quiet"
                  disabled={isBusy}
                  onClick={() => void enter(name, password)}
                >
                  {say(`role.${role}`)} <small>{name}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

export function textIn(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}
