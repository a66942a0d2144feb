import { useEffect, useState } from 'react';
import type { SessionAnswer } from '@clearwell/contracts/people';
import type { Failure } from '../door.ts';
import { useSay } from '../state/session-context.ts';
import '../styles/people.css';
import { PasswordForm } from './password-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { useFailureText } from './use-failure.ts';
import { learnWho, signOut, useWho } from './who.ts';
import { say as words } from './words.ts';

interface Props {
  /** What is said above the form to sign in. */
  readonly title: string;
  readonly hint?: string;
  /** Called once somebody is in, with a password of their own. */
  readonly done: () => void;
}

/** Signing in, and the password of one's own that may be due then. */
export function SignInSteps({ title, hint, done }: Props) {
  const say = useSay(words);
  const textOf = useFailureText();
  const session = useWho();
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    void learnWho().then((answer) => {
      setFailure(answer.ok ? null : answer.failure);
    });
  }, []);
  const goOn = ({ person }: SessionAnswer): void => {
    if (person?.mustChangePassword === false) done();
  };
  if (failure !== null) return <p className="door__said">{textOf(failure)}</p>;
  if (session === null) return null;
  if (session.person?.mustChangePassword === true)
    return (
      <>
        <h1>{say('due')}</h1>
        <p>{say('dueHint')}</p>
        <PasswordForm name={session.person.name} done={goOn} />
        <button type="button" className="button button--quiet" onClick={() => void signOut(false)}>
          {say('signOut')}
        </button>
      </>
    );
  return (
    <>
      <h1>{title}</h1>
      {hint !== undefined && <p>{hint}</p>}
      <SignInForm demoAccounts={session.demoAccounts} done={goOn} />
    </>
  );
}
