import type { Failure } from '../door.ts';
import { useSpeech } from '../state/session-context.ts';

interface Props {
  readonly title: string;
  readonly failure: Failure;
  readonly retry: () => void;
}

/** A request that failed, where its answer would have stood. */
export function FailureCard({ title, failure, retry }: Props) {
  const { t } = useSpeech();
  const reason =
    failure.kind === 'refused' ? t('failure.refused', { code: failure.code }) : t(`failure.${failure.kind}`);
  return (
    <div className="card card--failure" role="alert">
      <p className="card__title">{title}</p>
      <p>{reason}</p>
      {failure.requestId !== null && <p className="card__id">{t('failure.request', { id: failure.requestId })}</p>}
      <button type="button" className="button" onClick={retry}>
        {t('failure.retry')}
      </button>
    </div>
  );
}
