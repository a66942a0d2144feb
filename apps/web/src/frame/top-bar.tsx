import { Suspense } from 'react';
import { HOUR } from '@clearwell/water-quality';
import { FIRST_CHOICE } from '../state/address.ts';
import { useAddress, useSession, useSpeech } from '../state/session-context.ts';
import { Bell } from './bell.tsx';
import { CityClock } from './city-clock.tsx';
import { CountersLink } from './counters-link.tsx';
import { Counters } from './counters.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { UserMenu } from './lazy-user-menu.ts';
import { TimePill } from './time-pill.tsx';

export function TopBar() {
  return (
    <header className="bar">
      <ProductName />
      <TimePill />
      <ReplaySwitch />
      <Counters />
      <CityClock />
      <Bell className="bar__bell" />
      <CountersLink className="bar__link" />
      <LanguageSwitch />
      <Suspense>
        <UserMenu />
      </Suspense>
    </header>
  );
}

/** A narrow screen keeps only the first of the two. */
function ProductName() {
  const { language } = useAddress();
  const zh = <b lang="zh-CN">清水池</b>;
  const en = <b lang="en">Clearwell</b>;
  return (
    <h1 className="bar__name">
      {language === 'zh' ? zh : en} {language === 'zh' ? en : zh}
    </h1>
  );
}

/** Winds the map back by an hour, for a start. */
function ReplaySwitch() {
  const { address, now } = useSession();
  const { replay } = useAddress();
  const { t } = useSpeech();
  if (replay !== null) return null;
  const begin = (): void => {
    const at = now.get();
    if (at !== null) address.change({ replay: { ...FIRST_CHOICE, at: at - HOUR } });
  };
  return (
    <button type="button" className="rewind" title={t('replay.begin')} onClick={begin}>
      <span aria-hidden="true">◀</span> <span className="rewind__word">{t('replay.word')}</span>
    </button>
  );
}
