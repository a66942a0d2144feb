import { useScene, useSession, useSpeech } from '../state/session-context.ts';
import { usePicked, useSignal } from '../state/use-signal.ts';
import type { Pill } from '../state/pill.ts';
import { ageText, dayText, minuteText, secondText } from '../words/time-text.ts';
import type { Speech } from '../i18n/translate.ts';

const SIGNS: Readonly<Record<Pill['kind'], string>> = {
  connecting: '⟳',
  live: '●',
  silent: '⚠',
  unkept: '⚠',
  filling: '⟳',
  reconnecting: '⟳',
  disconnected: '⚠',
};

export const NO_TIME = '--:--:--';

function pillText(speech: Speech, pill: Pill): string {
  const { t } = speech;
  switch (pill.kind) {
    case 'live':
      return pill.age === null ? t('pill.noneYet') : t('pill.live', { age: ageText(speech, pill.age) });
    case 'silent':
      return t('pill.silent', { age: ageText(speech, pill.age) });
    case 'filling':
      return t('pill.filling', { percent: pill.percent });
    case 'disconnected':
      return t('pill.disconnected', { time: pill.dataAsOf === null ? NO_TIME : secondText(pill.dataAsOf) });
    default:
      return t(`pill.${pill.kind}`);
  }
}

export function TimePill() {
  const isReplay = usePicked(useSession().address, ({ replay }) => replay !== null);
  return isReplay ? <ReplayPill /> : <LivePill />;
}

/** 回放 11-20 08:30 */
function ReplayPill() {
  const { t } = useSpeech();
  const chosen = usePicked(useSession().address, ({ replay }) => replay?.at ?? null);
  const shown = useSignal(useScene().now);
  const at = shown ?? chosen;
  return (
    <p className="pill pill--replay">
      <span className="pill__sign" aria-hidden="true">
        ◀
      </span>{' '}
      {at === null ? '' : t('pill.replay', { time: `${dayText(at).slice(5)} ${minuteText(at)}` })}
    </p>
  );
}

function LivePill() {
  const speech = useSpeech();
  const pill = useSignal(useSession().pill);
  return (
    <p className={`pill pill--${pill.kind}`}>
      <span className="pill__sign" aria-hidden="true">
        {SIGNS[pill.kind]}
      </span>{' '}
      {pillText(speech, pill)}
    </p>
  );
}
