import { useEffect, useState } from 'react';
import type { Answer, Failure } from '../door.ts';
import { LANGUAGE_TAGS } from '../i18n/translate.ts';
import '../styles/admin.css';
import { useAddress, useSay, useSpeech } from '../state/session-context.ts';
import { ServiceList } from './service-list.tsx';
import { WaitingList } from './waiting-list.tsx';
import { say as words } from './words.ts';

/** Asks the server for a change, tells what became of it, and says whether it was done. */
export type Act = (work: (key: string) => Promise<Answer<unknown>>, done: string) => Promise<boolean>;

interface Notice {
  readonly isGood: boolean;
  readonly text: string;
}

/** Who waits to be adopted, and which stations are in service. */
export function StationsPage() {
  const { language } = useAddress();
  const { t } = useSpeech();
  const say = useSay(words);
  const [key, setKey] = useState('');
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = say('title');
  }, [language, say]);
  const wordsOf = (failure: Failure): string =>
    failure.kind === 'refused' ? (failure.message ?? failure.code) : t(`failure.${failure.kind}`);
  const act: Act = async (work, done) => {
    const answer = await work(key);
    const refused = answer.ok ? null : say('refused', { message: wordsOf(answer.failure) });
    setNotice({ isGood: refused === null, text: refused ?? done });
    return refused === null;
  };
  return (
    <main className="admin">
      <header className="admin__head">
        <h1>{say('title')}</h1>
        <a href={`/?lang=${language}`}>{t('page.back')}</a>
      </header>
      <label className="admin__key">
        {say('key')}
        <input
          type="password"
          autoComplete="off"
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
          }}
        />
        <small>{say('keyHint')}</small>
      </label>
      <p className={notice?.isGood === false ? 'admin__notice admin__notice--bad' : 'admin__notice'} role="status">
        {notice?.text}
      </p>
      <WaitingList act={act} />
      <ServiceList act={act} />
    </main>
  );
}
