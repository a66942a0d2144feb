import { STATUSES } from '@clearwell/water-quality';
import { useScene, useSpeech } from '../state/session-context.ts';
import { StatusIcon } from './status-icon.tsx';

export function Legend() {
  const { t } = useSpeech();
  const isReplay = useScene().kind === 'replay';
  return (
    <ul className="legend" aria-label={t('legend.label')}>
      {STATUSES.map((status) => (
        <li key={status}>
          <StatusIcon status={status} />
          {t(`status.${status}`)}
        </li>
      ))}
      <li>
        <StatusIcon status="warning" unverified />
        {t('legend.unverified')}
      </li>
      {isReplay && (
        <li>
          <span className="legend__late" aria-hidden="true" />
          {t('replay.late')}
        </li>
      )}
    </ul>
  );
}
