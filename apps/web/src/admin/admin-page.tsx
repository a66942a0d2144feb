import { useEffect, type ReactNode } from 'react';
import type { Permission } from '@clearwell/contracts/people';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { LANGUAGE_TAGS } from '../i18n/translate.ts';
import { say as peopleWords } from '../people/words.ts';
import { UserMenu } from '../people/user-menu.tsx';
import { isAllowed, useWho } from '../people/who.ts';
import { useAddress, useSay, useSpeech } from '../state/session-context.ts';
import '../styles/admin.css';

interface Props {
  readonly title: string;
  readonly permission: Permission;
  readonly children: ReactNode;
}

/** The frame of a page for those who keep the server; others are told what it takes. */
export function AdminPage({ title, permission, children }: Props) {
  const { language } = useAddress();
  const { t } = useSpeech();
  const session = useWho();
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = title;
  }, [language, title]);
  return (
    <main className="admin">
      <header className="admin__head">
        <h1>{title}</h1>
        <span className="admin__links">
          <a href={`/?lang=${language}`}>{t('page.back')}</a>
          <LanguageSwitch />
          <UserMenu />
        </span>
      </header>
      {session !== null && !isAllowed(session, permission) && <Barrier />}
      {isAllowed(session, permission) && children}
    </main>
  );
}

function Barrier() {
  const say = useSay(peopleWords);
  const { language } = useAddress();
  const person = useWho()?.person ?? null;
  const next = encodeURIComponent(`${location.pathname}${location.search}`);
  if (person !== null && !person.mustChangePassword)
    return <p className="card">{say('notAllowed', { role: say(`role.${person.role}`) })}</p>;
  return (
    <p className="card">
      {say('needed')} <a href={`/login?lang=${language}&next=${next}`}>{say('signIn')}</a>
    </p>
  );
}
