import { useState } from 'react';
import type { Answer, Failure } from '../door.ts';
import { useSay, useSpeech } from '../state/session-context.ts';
import { AdminPage } from './admin-page.tsx';
import { ServiceList } from './service-list.tsx';
import { WaitingList } from './waiting-list.tsx';
import { say as words } from './words.ts';

/** Asks the server for a change, tells what became of it, and says whether it was done. */
export type Act = (work: () => Promise<Answer<unknown>>, done: string) => Promise<boolean>;

interface Notice {
  readonly isGood: boolean;
  readonly text: string;
}

/** Who waits to be adopted, and which stations are in service. */
export function StationsPage() {
  const { t } = useSpeech();
  const say = useSay(words);
  const [notice, setNotice] = useState<Notice | null>(null);
  const wordsOf = (failure: Failure): string =>
    failure.kind === 'refused' ? (failure.message ?? failure.code) : t(`failure.${failure.kind}`);
  const act: Act = async (work, done) => {
    const answer = await work();
    const refused = answer.ok ? null : say('refused', { message: wordsOf(answer.failure) });
    setNotice({ isGood: refused === null, text: refused ?? done });
    return refused === null;
  };
  return (
    <AdminPage title={say('title')} permission="station.change">
      <p className={notice?.isGood === false ? 'admin__notice admin__notice--bad' : 'admin__notice'} role="status">
        {notice?.text}
      </p>
      <WaitingList act={act} />
      <ServiceList act={act} />
    </AdminPage>
  );
}
