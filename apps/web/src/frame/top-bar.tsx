import { useAddress, useSession, useSpeech } from '../state/session-context.ts';
import { CityClock } from './city-clock.tsx';
import { Counters } from './counters.tsx';
import { TimePill } from './time-pill.tsx';

export function TopBar() {
  return (
    <header className="bar">
      <ProductName />
      <TimePill />
      <Counters />
      <CityClock />
      <CountersLink />
      <LanguageSwitch />
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

/** A page of its own: a map that is closed need not be kept up to date. */
function CountersLink() {
  const { language } = useAddress();
  const { t } = useSpeech();
  return (
    <a className="bar__link" href={`/counters?lang=${language}`}>
      {t('outcomes.link')}
    </a>
  );
}

function LanguageSwitch() {
  const { address } = useSession();
  const { language } = useAddress();
  const { t } = useSpeech();
  return (
    <button
      type="button"
      className="language"
      onClick={() => {
        address.change({ language: language === 'zh' ? 'en' : 'zh' });
      }}
    >
      <span className={language === 'zh' ? 'language__on' : ''}>中</span>/
      <span className={language === 'en' ? 'language__on' : ''}>EN</span>
      <span className="unseen"> {t('app.otherLanguage')}</span>
    </button>
  );
}
