import type { AlertSummary } from '@clearwell/contracts';
import type { ReactNode } from 'react';
import { isUnacknowledged } from '../state/alert-sight.ts';
import type { OpenAlerts } from '../state/board.ts';
import { useAddressPart, useSession, useSpeech } from '../state/session-context.ts';
import { usePicked } from '../state/use-signal.ts';

interface Props {
  readonly className?: string;
  /** Before the count. */
  readonly children?: ReactNode;
}

const waitingOf = (open: OpenAlerts): readonly AlertSummary[] => [...open.values()].filter(isUnacknowledged);

/** How many alerts of the water nobody has acknowledged, and the way to them. It is red as long as one of them goes on. */
export function Bell({ className = '', children }: Props) {
  const language = useAddressPart((part) => part.language);
  const { t } = useSpeech();
  const { alerts } = useSession().board;
  const count = usePicked(alerts, (open) => waitingOf(open).length);
  const isRinging = usePicked(alerts, (open) => waitingOf(open).some(({ condition }) => condition !== 'cleared'));
  return (
    <a className={`bell ${className} ${isRinging ? 'bell--rings' : ''}`} href={`/alerts?lang=${language}`}>
      {children}
      {t('bell.link')}
      <b className="bell__count">
        {count}
        <span className="unseen"> {t('bell.waiting')}</span>
      </b>
    </a>
  );
}
