import { memo, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { FRAME_STEP } from '@clearwell/contracts/frames';
import { DAY, HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import { useSession, useSay } from '../state/session-context.ts';
import { usePicked, useSignal } from '../state/use-signal.ts';
import { dayText, minuteText } from '../words/time-text.ts';
import type { Replay } from './replay.ts';
import type { TrackSpan } from './span.ts';
import { HEIGHT, trackMarks } from './track-marks.ts';
import { say as words } from './words.ts';

/** The past as a strip: where readings are dense, where there are none, where alerts were raised. A slider. */
export function TimeTrack({ replay }: { readonly replay: Replay }) {
  const say = useSay(words);
  const track = useRef<HTMLDivElement>(null);
  const at = useSignal(replay.moment);
  const span = useSignal(replay.span);
  const { from, to } = span;

  const seekTo = (event: PointerEvent): void => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined) return;
    const part = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    replay.seek(Math.min(from + part * (to - from), to - FRAME_STEP));
  };
  const onKey = (event: KeyboardEvent): void => {
    const steps: Partial<Record<string, EpochMs>> = {
      ArrowLeft: at - FRAME_STEP,
      ArrowDown: at - FRAME_STEP,
      ArrowRight: at + FRAME_STEP,
      ArrowUp: at + FRAME_STEP,
      PageDown: at - DAY,
      PageUp: at + DAY,
      Home: from,
      End: to - FRAME_STEP,
    };
    const target = steps[event.key];
    if (target === undefined) return;
    event.preventDefault();
    replay.seek(target);
  };
  return (
    <div
      ref={track}
      className="track"
      role="slider"
      tabIndex={0}
      aria-label={say('track')}
      aria-valuemin={Math.round(from / MINUTE)}
      aria-valuemax={Math.round((to - FRAME_STEP) / MINUTE)}
      aria-valuenow={Math.round(at / MINUTE)}
      aria-valuetext={`${dayText(at)} ${minuteText(at)}`}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
    >
      <Marks replay={replay} />
      <Times span={span} />
      <span className="track__rail">
        <span className="track__hand" style={{ transform: `translateX(${percentOf(span, at)})` }} />
      </span>
    </div>
  );
}

const percentOf = ({ from, to }: TrackSpan, at: EpochMs): string =>
  `${((100 * (at - from)) / (to - from)).toFixed(3)}%`;

/** Painted anew when there are other marks, not when time moves. */
const Marks = memo(function Marks({ replay }: { readonly replay: Replay }) {
  const phase = useSignal(replay.frames.index);
  const { from, to } = useSignal(replay.span);
  const hour = usePicked(useSession().now, (now) => (now === null ? 0 : Math.floor(now / HOUR) * HOUR));
  const marks = useMemo(() => (phase.kind === 'ready' ? trackMarks(phase.index, hour) : null), [phase, hour]);
  if (marks === null) return <span className="track__skeleton" />;
  return (
    <svg
      className="track__marks"
      viewBox={`${(from - marks.start) / HOUR} 0 ${(to - from) / HOUR} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="track__gaps" d={marks.gaps} />
      <path className="track__density" d={marks.density} />
      <path className="track__raised track__raised--amber" d={marks.raised.amber} />
      <path className="track__raised track__raised--red" d={marks.raised.red} />
    </svg>
  );
});

/** Times named on the track; more would not be read. */
const NAMED = 6;
const STEPS = [FRAME_STEP, 4 * HOUR];

const Times = memo(function Times({ span }: { readonly span: TrackSpan }) {
  const { from, to } = span;
  const length = to - from;
  const step = STEPS.find((one) => length / one <= NAMED) ?? Math.ceil(length / DAY / NAMED) * DAY;
  const named = Array.from({ length: Math.ceil(length / step) }, (_, i) => from + i * step);
  return (
    <>
      {named.map((at) => (
        <span key={at} className="track__day" style={{ left: percentOf(span, at) }} aria-hidden="true">
          {step < DAY ? minuteText(at) : dayText(at).slice(5)}
        </span>
      ))}
    </>
  );
});
