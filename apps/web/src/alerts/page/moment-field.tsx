import type { EpochMs } from '@clearwell/water-quality';
import { useId, useState } from 'react';
import { useSession } from '../../state/session-context.ts';
import { usePicked } from '../../state/use-signal.ts';
import { fieldMoment, fieldText } from '../../words/time-text.ts';

export interface Moment {
  /** As the field shows it, by the city's clock. */
  readonly text: string;
  readonly set: (text: string) => void;
  /** What it shows; null where that is no time. */
  readonly at: EpochMs | null;
  /** Nobody has chosen another than now. */
  readonly isNow: boolean;
}

/** A time that goes on with the server's clock, in whole minutes, until somebody chooses another. */
export function useMoment(): Moment {
  const now = usePicked(useSession().now, (at) => fieldText(at ?? 0));
  const [chosen, set] = useState<string | null>(null);
  const text = chosen ?? now;
  return { text, set, at: fieldMoment(text), isNow: chosen === null };
}

interface Props {
  readonly label: string;
  readonly moment: Moment;
  /** It lies behind. */
  readonly isPast?: boolean;
}

export function MomentField({ label, moment, isPast = false }: Props) {
  const id = useId();
  const now = usePicked(useSession().now, (at) => fieldText(at ?? 0));
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        required
        max={isPast ? now : undefined}
        value={moment.text}
        onChange={(event) => moment.set(event.target.value)}
      />
    </p>
  );
}
