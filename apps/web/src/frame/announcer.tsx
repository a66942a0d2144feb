import { useEffect, useState } from 'react';
import type { StationId } from '@clearwell/water-quality';
import { speech, type Speech } from '../i18n/translate.ts';
import { useSession } from '../state/session-context.ts';
import type { Session } from '../state/session.ts';
import { worsened } from '../state/worsening.ts';
import { SpokenQueue } from './spoken-queue.ts';

interface Spoken {
  readonly text: string;
  readonly isUrgent: boolean;
}

const SILENT: Spoken = { text: '', isUrgent: false };

function sentence({ t, name }: Speech, { stations, board }: Session, ids: readonly StationId[]): Spoken {
  const [worst, ...others] = ids;
  const phase = stations.get();
  const station = phase.kind === 'ready' && worst !== undefined ? phase.byId.get(worst) : undefined;
  const status = worst === undefined ? undefined : board.standings.get().get(worst)?.status;
  if (station === undefined || status === undefined) return SILENT;
  const values = { name: name(station.name), status: t(`status.${status}`) };
  const text =
    others.length === 0 ? t('announce.one', values) : t('announce.more', { ...values, count: others.length });
  return { text, isUrgent: status === 'exceedance' };
}

/** Tells those who do not see the map that a status got worse. */
export function Announcer() {
  const session = useSession();
  const [spoken, setSpoken] = useState(SILENT);
  useEffect(() => {
    const { board, address } = session;
    let before = board.standings.get();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const queue = new SpokenQueue({
      standings: board.standings.get,
      monotonic: () => performance.now(),
      speak: (ids) => {
        setSpoken(sentence(speech(address.get().language), session, ids));
      },
      after: (ms, then) => {
        timer = setTimeout(then, ms);
      },
    });
    const end = board.standings.subscribe(() => {
      const after = board.standings.get();
      queue.add(worsened(before, after));
      before = after;
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [session]);
  return (
    <div className="unseen">
      <p aria-live="assertive">{spoken.isUrgent ? spoken.text : ''}</p>
      <p aria-live="polite">{spoken.isUrgent ? '' : spoken.text}</p>
    </div>
  );
}
