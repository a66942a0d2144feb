import { useEffect, useReducer } from 'react';
import { cityDayOf } from '@clearwell/contracts/frames';
import { FailureCard } from '../frame/failure-card.tsx';
import { SPEEDS, type ReplayChoice } from '../state/address.ts';
import { useSession, useSay } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import { MomentField, ParameterField, SpanField } from './replay-fields.tsx';
import type { Replay } from './replay.ts';
import { TimeTrack } from './time-track.tsx';
import { say as words } from './words.ts';

interface Props {
  readonly replay: Replay;
  readonly choice: ReplayChoice;
}

/** Time, as one holds it in the hand. */
export function ReplayBar({ replay, choice }: Props) {
  const say = useSay(words);
  return (
    <section className="replay" aria-label={say('label')}>
      <div className="replay__row">
        <PlayButton replay={replay} />
        <SpeedField choice={choice} />
        <MomentField replay={replay} />
        <ViewField choice={choice} />
        <ParameterField choice={choice} />
        <SpanField replay={replay} />
        <BackButton replay={replay} />
      </div>
      <Troubles replay={replay} choice={choice} />
      <TimeTrack replay={replay} />
      <p className="replay__keys">{say('keys')}</p>
    </section>
  );
}

function PlayButton({ replay }: { readonly replay: Replay }) {
  const say = useSay(words);
  const isPlaying = useSignal(replay.isPlaying);
  const label = isPlaying ? say('pause') : say('play');
  return (
    <button type="button" className="replay__play" aria-label={label} title={label} onClick={replay.toggle}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={isPlaying ? 'M6 4h4v16H6zM14 4h4v16h-4z' : 'M7 4l13 8-13 8z'} />
      </svg>
    </button>
  );
}

function SpeedField({ choice }: { readonly choice: ReplayChoice }) {
  const { address } = useSession();
  const say = useSay(words);
  return (
    <div className="segments" role="group" aria-label={say('speed')}>
      {SPEEDS.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={speed === choice.speed}
          onClick={() => {
            address.change({ replay: { ...choice, speed } });
          }}
        >
          {speed}×
        </button>
      ))}
    </div>
  );
}

function ViewField({ choice }: { readonly choice: ReplayChoice }) {
  const { address } = useSession();
  const say = useSay(words);
  return (
    <div className="segments" role="group" aria-label={say('view')}>
      {(['sampled', 'known'] as const).map((view) => (
        <button
          key={view}
          type="button"
          data-view={view}
          title={say(`view.${view}.hint`)}
          aria-pressed={view === choice.view}
          onClick={() => {
            address.change({ replay: { ...choice, view } });
          }}
        >
          {say(`view.${view}`)}
        </button>
      ))}
    </div>
  );
}

function BackButton({ replay }: { readonly replay: Replay }) {
  const { address } = useSession();
  const say = useSay(words);
  const unseen = useSignal(replay.unseen);
  return (
    <button
      type="button"
      className="replay__back"
      onClick={() => {
        address.change({ replay: null });
      }}
    >
      <span aria-hidden="true">●</span> {say('back')} <kbd>Esc</kbd>
      {unseen > 0 && <span className="replay__unseen">{say('back.changes', { count: unseen })}</span>}
    </button>
  );
}

/** The day that is looked at, where it is not there to be seen. */
function Troubles({ replay, choice: { view } }: Props) {
  const say = useSay(words);
  const { frames, board } = replay;
  const index = useSignal(frames.index);
  const at = useSignal(replay.moment);
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => frames.changes.subscribe(again), [frames]);
  useEffect(() => board.standings.subscribe(again), [board]);
  const day = cityDayOf(at);
  if (index.kind === 'failed')
    return <FailureCard title={say('failed.index')} failure={index.failure} retry={frames.retry} />;
  const phase = frames.phaseOf(at);
  if (phase.kind === 'failed')
    return <FailureCard title={say('failed.day', { day })} failure={phase.failure} retry={frames.retry} />;
  const isEmpty = phase.kind === 'ready' && board.isEmpty;
  return (
    <p className="replay__note" role="status">
      {phase.kind === 'loading' ? <span className="replay__loading">{say('loading')}</span> : null}
      {isEmpty && say(`none.${view}`)}
    </p>
  );
}
