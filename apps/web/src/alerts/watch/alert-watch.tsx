import type { AlertId } from '@clearwell/water-quality';
import { useEffect, useState } from 'react';
import { isTyping } from '../../frame/typing.ts';
import { useAddressPart, useSession } from '../../state/session-context.ts';
import { timeOn } from '../../state/server-clock.ts';
import { useSignal } from '../../state/use-signal.ts';
import { minuteText } from '../../words/time-text.ts';
import '../../styles/alert-watch.css';
import { actQueue } from '../acts/queue.ts';
import { AlertIcon } from '../alert-icon.tsx';
import { whatText, whereText } from '../alert-title.ts';
import { useTelling } from '../use-telling.ts';
import type { Ringer } from './ringer.ts';
import { useCalling, useSigns, useSpoken } from './use-calling.ts';

const HIDDEN = 'clearwell.banner';

/** Hidden for as long as this window is open. */
function hiddenIds(): readonly string[] {
  try {
    return (sessionStorage.getItem(HIDDEN) ?? '').split(' ');
  } catch {
    return [];
  }
}

function keepHidden(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(HIDDEN, ids.join(' '));
  } catch {
    return;
  }
}

/** Calls whoever is at the page when an alert wakes people: a banner, the title, the icon, a sound and a voice. */
export function AlertWatch() {
  const calling = useCalling();
  const ringer = useSigns(calling);
  const spoken = useSpoken(calling);
  const { intake } = useSession();
  const connection = useSignal(intake.connection).kind;
  // What was done while the connection was lost is sent wherever one is by then.
  useEffect(() => {
    if (connection === 'live') void actQueue.flush();
  }, [connection]);
  return (
    <>
      <p className="unseen" aria-live="assertive">
        {spoken}
      </p>
      {calling.length > 0 && <Banner calling={calling} ringer={ringer} />}
    </>
  );
}

interface Props {
  readonly calling: ReturnType<typeof useCalling>;
  readonly ringer: Ringer;
}

function Banner({ calling, ringer }: Props) {
  const telling = useTelling();
  const { say } = telling;
  const language = useAddressPart((part) => part.language);
  const [hidden, setHidden] = useState<readonly string[]>(hiddenIds);
  const shown = calling.filter(({ id }) => !hidden.includes(id));
  const [alert, ...others] = shown;
  const path = alert === undefined ? null : pathOf(alert.id, language);
  useEffect(() => {
    if (path === null || location.pathname.startsWith('/alerts/')) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'a' && !isTyping(event)) location.assign(path);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [path]);
  if (alert === undefined || path === null || location.pathname === `/alerts/${alert.id}`) return null;
  const hide = (): void => {
    const ids = calling.map(({ id }) => id);
    keepHidden(ids);
    setHidden(ids);
  };
  return (
    <section className={`banner banner--${alert.level}`} aria-label={say('banner.label')} data-alert={alert.id}>
      <AlertIcon alert={alert} />
      <p className="banner__text">
        <b>{whatText(telling, alert)}</b>{' '}
        <span>
          {whereText(telling, alert.stations)} · {minuteText(alert.start)}
          {others.length > 0 && ` · ${say('banner.more', { count: others.length })}`}
        </span>
      </p>
      <a className="banner__open" href={path}>
        {say('banner.open')}
      </a>
      <Sound ringer={ringer} />
      <button type="button" className="banner__hide" onClick={hide} aria-label={say('banner.hide')}>
        ✕
      </button>
    </section>
  );
}

const pathOf = (id: AlertId, language: string): string => `/alerts/${id}?lang=${language}`;

function Sound({ ringer }: { readonly ringer: Ringer }) {
  const { say } = useTelling();
  const { intake } = useSession();
  const mutedUntil = useSignal(ringer.mutedUntil);
  const isLocked = useSignal(ringer.isLocked);
  const clock = intake.clock.get();
  if (mutedUntil !== null && clock !== null) {
    const time = minuteText(timeOn(clock, mutedUntil));
    return (
      <button type="button" className="banner__sound" onClick={ringer.unmute} title={say('banner.unmute')}>
        {say('banner.muted', { time })}
      </button>
    );
  }
  return (
    <button
      type="button"
      className="banner__sound"
      onClick={ringer.mute}
      title={isLocked ? say('banner.locked') : undefined}
    >
      {say('banner.mute')} <kbd aria-hidden="true">M</kbd>
    </button>
  );
}
