import { useCallback, useEffect, useState } from 'react';
import type { Parked } from '@clearwell/contracts';
import type { EpochMs } from '@clearwell/water-quality';
import { dismissParked, getParked, registerStation, type Answer, type StationDraft } from '../door.ts';
import { FailureCard } from '../frame/failure-card.tsx';
import { useSay, useSession, useSpeech } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import { dayText, minuteText } from '../words/time-text.ts';
import { channelNames } from '../words/value-text.ts';
import { AdoptForm } from './adopt-form.tsx';
import type { Act } from './stations-page.tsx';
import { SureButton } from './sure-button.tsx';
import { say as words } from './words.ts';

export type Waiting = Parked['parked'][number];

/** Nobody tells the page who waits: it asks. */
const ASK_EVERY_MS = 10_000;

function useParked() {
  const { board } = useSession();
  const snapshots = useSignal(board.snapshots);
  const [answer, setAnswer] = useState<Answer<Parked> | null>(null);
  const load = useCallback(() => void getParked().then(setAnswer), []);
  useEffect(load, [load, snapshots]);
  useEffect(() => {
    const timer = setInterval(load, ASK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [load]);
  return { answer, load };
}

/** Who reports and is not registered. */
export function WaitingList({ act }: { readonly act: Act }) {
  const say = useSay(words);
  const { answer, load } = useParked();
  const actAndLook: Act = async (work, done) => {
    const isDone = await act(work, done);
    load();
    return isDone;
  };
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{say('waiting')}</h2>
      {answer?.ok === false && <FailureCard title={say('failed')} failure={answer.failure} retry={load} />}
      {answer?.ok === true && answer.value.parked.length === 0 && <p>{say('nobody')}</p>}
      <ul className="admin__rows">
        {answer?.ok === true &&
          answer.value.parked.map((waiting) => (
            <WaitingRow key={`${waiting.region} ${waiting.station}`} waiting={waiting} act={actAndLook} />
          ))}
      </ul>
    </section>
  );
}

const momentText = (at: EpochMs): string => `${dayText(at)} ${minuteText(at)}`;

function WaitingRow({ waiting, act }: { readonly waiting: Waiting; readonly act: Act }) {
  const speech = useSpeech();
  const say = useSay(words);
  const [isOpen, setIsOpen] = useState(false);
  const { station: id, region, messages, firstAt, lastAt, proposal, unknown } = waiting;
  const channels = channelNames(speech, proposal);
  const span = { since: momentText(firstAt), last: momentText(lastAt) };
  const adopt = (draft: StationDraft) => act(() => registerStation(draft), say('adopted', { id }));
  return (
    <li className="admin__row" data-waiting={id}>
      <span>
        <b>{id}</b> {say('waitingLine', { region, messages, ...span })}
        <small>{say('seen', { channels: channels === '' ? '–' : channels })}</small>
        {unknown.length > 0 && <small>{say('unknown', { channels: unknown.join(' · ') })}</small>}
      </span>
      <span className="admin__sure">
        <button type="button" className="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {say('open')}
        </button>
        <SureButton
          text={say('dismiss')}
          sure={say('dismissSure')}
          work={() => void act(() => dismissParked(id), say('dismissed', { id }))}
        />
      </span>
      {isOpen && <AdoptForm waiting={waiting} adopt={adopt} />}
    </li>
  );
}
