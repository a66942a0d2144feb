import { FRAME_STEP } from '@clearwell/contracts/frames';
import type { EpochMs, Station } from '@clearwell/water-quality';
import { FailureCard } from '../frame/failure-card.tsx';
import { StatusIcon } from '../map/status-icon.tsx';
import { FIRST_CHOICE } from '../state/address.ts';
import { useSay, useSession, useSpeech } from '../state/session-context.ts';
import { shortText } from '../words/time-text.ts';
import { parameterFor } from '../words/value-text.ts';
import { ruleText, type Raised, type RaisedPhase } from './raised.ts';
import { say as words } from './words.ts';

interface Props {
  readonly station: Station;
  readonly now: EpochMs;
  readonly phase: RaisedPhase;
  readonly retry: () => void;
}

/** More would not be read here. */
const SHOWN = 10;

/** What was raised at the station, each with a way back to its moment. */
export function RaisedList({ station, now, phase, retry }: Props) {
  const say = useSay(words);
  const all = phase.kind === 'ready' ? phase.raised : [];
  return (
    <section className="raised" aria-labelledby="raised-title">
      <h3 id="raised-title">{phase.kind === 'ready' && all.length === 0 ? say('none') : say('title')}</h3>
      {phase.kind === 'loading' && <p role="status">{say('loading')}</p>}
      {phase.kind === 'failed' && <FailureCard title={say('failed')} failure={phase.failure} retry={retry} />}
      <ul>
        {all.slice(0, SHOWN).map((raised) => (
          <RaisedRow key={`${raised.at} ${raised.channel} ${raised.rule}`} {...{ raised, station, now }} />
        ))}
      </ul>
      {all.length > SHOWN && <p>{say('more', { count: all.length - SHOWN })}</p>}
    </section>
  );
}

interface RowProps {
  readonly raised: Raised;
  readonly station: Station;
  readonly now: EpochMs;
}

function RaisedRow({ raised, station, now }: RowProps) {
  const { address } = useSession();
  const speech = useSpeech();
  const say = useSay(words);
  const from = shortText(raised.at, now);
  const replay = (): void => {
    const choice = address.get().replay ?? FIRST_CHOICE;
    const own = raised.channel === null ? null : parameterFor(station, raised.channel);
    const parameter = own ?? choice.parameter;
    // The first frame that shows it.
    address.change({ replay: { ...choice, parameter, at: Math.ceil(raised.at / FRAME_STEP) * FRAME_STEP } });
  };
  return (
    <li>
      <StatusIcon status={raised.level === 'red' ? 'exceedance' : 'warning'} />
      <span>
        {ruleText({ speech, say, station }, raised)}
        <small>
          {raised.clearedAt === null
            ? say('lasting', { from })
            : say('over', { from, to: shortText(raised.clearedAt, raised.at) })}
        </small>
      </span>
      <button
        type="button"
        className="button button--quiet"
        aria-label={say('replay.at', { time: from })}
        onClick={replay}
      >
        {say('replay')}
      </button>
    </li>
  );
}
