import { useEffect, useState } from 'react';
import type { StationId } from '@clearwell/water-quality';
import { speech, type Speech } from '../i18n/translate.ts';
import { useSession } from '../state/session-context.ts';
import type { Session } from '../state/session.ts';
import { worsened } from '../state/worsening.ts';
import { standingRank } from './announcer-rank.ts';
import { SpokenQueue } from './spoken-queue.ts';

function sentence({ t, name }: Speech, { stations, board }: Session, ids: readonly StationId[]): string {
  const [worst, ...others] = ids;
  const phase = stations.get();
  const station = phase.kind === 'ready' && worst !== undefined ? phase.byId.get(worst) : undefined;
  const status = worst === undefined ? undefined : board.standings.get().get(worst)?.status;
  if (station === undefined || status === undefined) return '';
  const values = { name: name(station.name), status: t(`status.${status}`) };
  return others.length === 0 ? t('announce.one', values) : t('announce.more', { ...values, count: others.length });
}

/** Tells those who do not see the map that a status got worse; alerts are spoken of by themselves, and with more urgency. */
export function Announcer() {
  const session = useSession();
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const { board, address } = session;
    let before = board.standings.get();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const queue = new SpokenQueue<StationId>({
      rank: standingRank(board.standings.get),
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
    <p className="unseen" aria-live="polite">
      {spoken}
    </p>
  );
}
