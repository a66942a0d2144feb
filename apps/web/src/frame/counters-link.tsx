import type { ReactNode } from 'react';
import { useAddress, useSpeech } from '../state/session-context.ts';

interface Props {
  readonly className?: string;
  /** Before the word. */
  readonly children?: ReactNode;
}

/** A page of its own: a map that is closed need not be kept up to date. On the top bar, or on a narrow screen among the tabs. */
export function CountersLink({ className, children }: Props) {
  const { language } = useAddress();
  const { t } = useSpeech();
  return (
    <a className={className} href={`/counters?lang=${language}`}>
      {children}
      {t('outcomes.link')}
    </a>
  );
}
