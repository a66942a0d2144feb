import type { ReactNode } from 'react';
import { isOfWater, isUnacknowledged } from '../state/alert-sight.ts';
import { useAddressPart, useSession, useSpeech } from '../state/session-context.ts';
import { usePicked } from '../state/use-signal.ts';

interface Props {
  readonly className?: string;
  /** Before the count. */
  readonly children?: ReactNode;
}

/** How many alerts of the water nobody has acknowledged, and the way to them. */
export function Bell({ className = '', children }: Props) {
  const language = useAddressPart((part) => part.language);
  const { t } = useSpeech();
  const count = usePicked(
    useSession().board.alerts,
    (alerts) => [...alerts.values()].filter((alert) => isUnacknowledged(alert) && isOfWater(alert)).length,
  );
  return (
    <a className={`bell ${className} ${count > 0 ? 'bell--rings' : ''}`} href={`/alerts?lang=${language}`}>
      {children}
      {t('bell.link')}
      <b className="bell__count">
        {count}
        <span className="unseen"> {t('bell.waiting')}</span>
      </b>
    </a>
  );
}
