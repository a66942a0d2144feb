import { useSession, useSpeech } from '../state/session-context.ts';
import { usePicked, useSignal } from '../state/use-signal.ts';
import { ageText, secondText } from '../words/time-text.ts';
import { NO_TIME } from './time-pill.tsx';

/** What is wrong with the whole screen, over its whole width. */
export function Strip() {
  const { pill, intake } = useSession();
  const speech = useSpeech();
  const { t } = speech;
  const isUnreadable = usePicked(intake.connection, ({ kind }) => kind === 'unreadable');
  const { kind } = useSignal(pill);
  // A text that changes every second would be read aloud every second.
  const time = usePicked(pill, (now) => (now.kind === 'disconnected' ? now.dataAsOf : null));
  const age = usePicked(pill, (now) =>
    now.kind === 'silent' ? ageText(speech, Math.max(60_000, Math.floor(now.age / 60_000) * 60_000)) : '',
  );
  const code = usePicked(pill, (now) => (now.kind === 'unkept' ? now.code : 'unknown'));
  const text = isUnreadable
    ? t('strip.unreadable')
    : kind === 'disconnected'
      ? t('strip.disconnected', { time: time === null ? NO_TIME : secondText(time) })
      : kind === 'silent'
        ? t('strip.silent', { age })
        : kind === 'unkept'
          ? t(`strip.unkept.${code}`)
          : kind === 'filling'
            ? t('strip.filling')
            : null;
  return <div role="status">{text !== null && <p className={`strip strip--${kind}`}>{text}</p>}</div>;
}
