import { Suspense, useEffect, type ReactNode } from 'react';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { UserMenu } from '../frame/lazy-user-menu.ts';
import { LANGUAGE_TAGS } from '../i18n/translate.ts';
import { SignInOver } from '../people/sign-in-over.tsx';
import { useAddressPart, useSay, useSession, useSpeech } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import '../styles/folio.css';
import { say as words } from './list/words.ts';
import { AlertWatch } from './watch/alert-watch.tsx';

interface Props {
  readonly title: string;
  readonly path: string;
  readonly children: ReactNode;
}

/** What stands around a page about alerts: the way back to the map and to the other pages, who is here, and the call of new alerts. */
export function PageFrame({ title, path, children }: Props) {
  const language = useAddressPart((part) => part.language);
  const { t } = useSpeech();
  const say = useSay(words);
  const mustSignIn = useSignal(useSession().isShutOut);
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = `${title} · ${t('app.title')}`;
  }, [language, title, t]);
  const pages = [
    ['/map', t('tabs.map')],
    ['/alerts', t('bell.link')],
    ['/reports', say('precision.link')],
  ] as const;
  return (
    <div className="folio">
      <header className="folio__bar">
        <nav aria-label={say('pages')}>
          {pages.map(([href, text]) => (
            <a key={href} href={`${href}?lang=${language}`} aria-current={href === path ? 'page' : undefined}>
              {text}
            </a>
          ))}
        </nav>
        <span className="folio__who">
          <LanguageSwitch />
          <Suspense>
            <UserMenu />
          </Suspense>
        </span>
      </header>
      <AlertWatch />
      <main className="folio__page">{children}</main>
      {mustSignIn && <SignInOver />}
    </div>
  );
}
