import { useEffect, useRef } from 'react';
import type { SessionAnswer } from '@clearwell/contracts/people';
import { useAddress, useSay, useSession } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import '../styles/people.css';
import { followPresence, isAllowed, learnWho, signOut, useWho } from './who.ts';
import { say as words } from './words.ts';

/** Who is at the page, and what they may open; or the way to sign in. */
export function UserMenu() {
  const say = useSay(words);
  const session = useWho();
  const { language } = useAddress();
  const isShutOut = useSignal(useSession().isShutOut);
  // Also when it changes: whoever was in may be out, or somebody else in.
  useEffect(() => void learnWho(), [isShutOut]);
  useEffect(followPresence, []);
  if (session === null) return null;
  if (session.person === null) {
    const next = encodeURIComponent(`${location.pathname}${location.search}`);
    return (
      <a className="user__in" href={`/login?lang=${language}&next=${next}`}>
        {say('signIn')}
      </a>
    );
  }
  return <OpenMenu session={session} person={session.person} />;
}

interface Props {
  readonly session: SessionAnswer;
  readonly person: NonNullable<SessionAnswer['person']>;
}

function OpenMenu({ session, person }: Props) {
  const say = useSay(words);
  const { language } = useAddress();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const isKey = event instanceof KeyboardEvent;
      if (isKey ? event.key !== 'Escape' : menu.current?.contains(event.target as Node)) return;
      menu.current?.removeAttribute('open');
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  const leave = (isEverywhere: boolean): void => {
    void signOut(isEverywhere).then(() => location.reload());
  };
  const role = say(`role.${person.role}`);
  const districts = person.districts?.join('、') ?? say('allDistricts');
  const pages = [
    { path: '/admin/people', key: 'people', permission: 'people.manage' },
    { path: '/admin/audit', key: 'audit', permission: 'audit.read' },
    { path: '/admin/stations', key: 'stations', permission: 'station.change' },
  ] as const;
  return (
    <details ref={menu} className="user">
      <summary aria-label={say('menu', { name: person.fullName, role })}>
        <span className="user__sign" aria-hidden="true">
          {Array.from(person.fullName).at(person.demo ? -3 : 0)}
        </span>
        <span className="user__name">{person.fullName}</span>
      </summary>
      <div className="user__menu">
        <p>
          <b>{person.fullName}</b> {person.name}
          <small>
            {role} · {say('districts', { districts })}
          </small>
        </p>
        {pages
          .filter(({ permission }) => isAllowed(session, permission))
          .map(({ path, key }) => (
            <a key={path} href={`${path}?lang=${language}`}>
              {say(key)}
            </a>
          ))}
        {!person.demo && <a href={`/login?lang=${language}&change=1`}>{say('change')}</a>}
        <button type="button" onClick={() => leave(false)}>
          {say('signOut')}
        </button>
        <button type="button" onClick={() => leave(true)}>
          {say('signOutEverywhere')}
        </button>
      </div>
    </details>
  );
}
