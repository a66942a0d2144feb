import type { EpochMs, StationId } from '@clearwell/water-quality';
import { muteOf, workOf } from '../state/quiet-sight.ts';
import { useSay, useScene, useSession, useSpeech } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import { shortText } from '../words/time-text.ts';
import { say as words } from './words.ts';

/** Who works at a station or has muted it: why nobody is notified of what stands below. */
export function StationQuiet({ station, now }: { readonly station: StationId; readonly now: EpochMs }) {
  const say = useSay(words);
  const { t } = useSpeech();
  const isLive = useScene().kind === 'live';
  const quiet = useSignal(useSession().board.quiet);
  const [work, mute] = [workOf(quiet, station, now), muteOf(quiet, station, now)];
  if (!isLive || (work === null && mute === null)) return null;
  return (
    <ul className="drawer__quiet">
      {work !== null && (
        <li data-work={work.work}>
          {say('quiet.work', { work: t(`work.${work.work}`), until: shortText(work.until, now) })}
          {work.reason !== '' && ` — ${work.reason}`}
        </li>
      )}
      {mute !== null && (
        <li data-mute={mute.id}>
          {say('quiet.mute', { until: shortText(mute.until, now) })}
          {mute.reason !== '' && ` — ${mute.reason}`}
        </li>
      )}
    </ul>
  );
}
