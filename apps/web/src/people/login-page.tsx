import { useEffect, useState } from 'react';
import { LANGUAGE_TAGS } from '../i18n/translate.ts';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { useAddress, useSay, useSpeech } from '../state/session-context.ts';
import { PasswordForm } from './password-form.tsx';
import { SignInSteps } from './sign-in-steps.tsx';
import { learnWho, useWho } from './who.ts';
import { say as words } from './words.ts';

/** Where to go on: a place on this server, whatever the address says. */
function placeAfter(language: string): string {
  const wanted = new URLSearchParams(location.search).get('next') ?? '';
  const url = URL.canParse(wanted, location.origin) ? new URL(wanted, location.origin) : null;
  const isOurs = url?.origin === location.origin && url.pathname !== '/login';
  return isOurs ? `${url.pathname}${url.search}` : `/?lang=${language}`;
}

/** A page of its own to sign in, and for who is in to change the password (`?change=1`). */
export function LoginPage() {
  const { language } = useAddress();
  const { t } = useSpeech();
  const say = useSay(words);
  const session = useWho();
  const isChange = new URLSearchParams(location.search).has('change');
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = `${say(isChange ? 'change' : 'title')} · ${t('app.title')}`;
  }, [language, say, t, isChange]);
  useEffect(() => void learnWho(), []);
  const goOn = (): void => {
    location.assign(placeAfter(language));
  };
  const isIn = session?.person?.mustChangePassword === false;
  return (
    <main className="door">
      <header className="door__head">
        <b>{t('app.title')}</b>
        <LanguageSwitch />
      </header>
      <div className="door__card">
        {isChange && isIn ? <ChangeOwn /> : <SignInSteps title={say('title')} hint={say('lead')} done={goOn} />}
        {(isIn || (session?.person === null && session.anonymousViewing)) && (
          <p className="door__other">
            <a href={placeAfter(language)}>{say(isIn ? 'back' : 'look')}</a>
          </p>
        )}
      </div>
    </main>
  );
}

function ChangeOwn() {
  const say = useSay(words);
  const session = useWho();
  const [isDone, setIsDone] = useState(false);
  return (
    <>
      <h1>{say('change')}</h1>
      {isDone ? (
        <p role="status">{say('saved')}</p>
      ) : (
        <PasswordForm name={session?.person?.name ?? ''} done={() => setIsDone(true)} />
      )}
    </>
  );
}
