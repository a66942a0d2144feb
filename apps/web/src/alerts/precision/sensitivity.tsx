import type { PrecisionAnswer } from '@clearwell/contracts/alerts';
import { useRef, useState } from 'react';
import { isAllowed, useWho } from '../../people/who.ts';
import { useSay } from '../../state/session-context.ts';
import { dayText } from '../../words/time-text.ts';
import { newKey } from '../acts/new-key.ts';
import { postTuning } from '../alerts-door.ts';
import { say as words } from './words.ts';

type Row = PrecisionAnswer['sensitivity'][number];

interface Props {
  readonly rows: readonly Row[];
  readonly nameOf: (station: string) => string;
  /** Something was taken up or back. */
  readonly onChange: () => void;
}

const score = (figure: number): string => figure.toFixed(2);

/** From which score on stations alert of events, and what verdicts propose: nothing changes until somebody takes it up. */
export function SensitivitySection({ rows, nameOf, onChange }: Props) {
  const say = useSay(words);
  return (
    <section aria-labelledby="sensitivity">
      <h2 id="sensitivity">{say('sensitivity')}</h2>
      <p className="quiet">{say('sensitivity.lead')}</p>
      {rows.length === 0 && <p className="quiet">{say('sensitivity.none')}</p>}
      <ul className="wolves">
        {rows.map((row) => (
          <li key={row.station}>
            {say('sensitivity.line', { station: nameOf(row.station), judged: row.judged, wrong: row.wrong })}
            {row.since !== null && (
              <b>
                {say('sensitivity.now', {
                  threshold: score(row.threshold),
                  usual: score(row.usual),
                  day: dayText(row.since),
                })}
              </b>
            )}
            {row.proposed !== null && (
              <b>{say('sensitivity.proposed', { from: score(row.threshold), to: score(row.proposed.threshold) })}</b>
            )}
            <Acts row={row} onChange={onChange} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Acts({ row: { station, lift, proposed }, onChange }: { readonly row: Row; readonly onChange: () => void }) {
  const say = useSay(words);
  const session = useWho();
  const [state, setState] = useState<'idle' | 'sending' | 'failed'>('idle');
  // Sent again after a failure, it is the same act.
  const keys = useRef(new Map<number, string>());
  if (!isAllowed(session, 'detector.tune')) return null;
  const tune = async (to: number): Promise<void> => {
    setState('sending');
    const key = keys.current.get(to) ?? newKey();
    keys.current.set(to, key);
    const { ok } = await postTuning(station, { key, lift: to });
    setState(ok ? 'idle' : 'failed');
    if (!ok) return;
    keys.current.delete(to);
    onChange();
  };
  const button = (text: string, to: number) => (
    <button type="button" className="button" disabled={state === 'sending'} onClick={() => void tune(to)}>
      {text}
    </button>
  );
  return (
    <span className="wolves__acts">
      {proposed !== null && button(say('sensitivity.take'), proposed.lift)}
      {lift !== 0 && button(say('sensitivity.back'), 0)}
      {state === 'failed' && <span role="alert">{say('sensitivity.failed')}</span>}
    </span>
  );
}
