import { useSession, useSpeech } from '../state/session-context.ts';
import { usePicked, useSignal } from '../state/use-signal.ts';
import { dayText, secondText } from '../words/time-text.ts';
import { NO_TIME } from './time-pill.tsx';

/** The server's clock: the browser's own date may be wrong. */
export function CityClock() {
  const { now, intake } = useSession();
  const { t } = useSpeech();
  const at = useSignal(now);
  const rate = usePicked(intake.clock, (clock) => (clock?.simulated === true ? clock.rate : null));
  return (
    <div className="clock">
      <span className="clock__words">{t('clock.label')}</span>
      <span className="clock__day">{at === null ? '' : dayText(at)}</span>{' '}
      <time className="clock__time" dateTime={at === null ? undefined : new Date(at).toISOString()}>
        {at === null ? NO_TIME : secondText(at)}
      </time>
      {rate !== null && <span className="clock__simulated">{t('clock.simulated', { rate })}</span>}
    </div>
  );
}
