import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { FRAME_STEP } from '@clearwell/contracts/frames';
import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';
import { useSession, useSpeech } from '../state/session-context.ts';
import { usePicked, useSignal } from '../state/use-signal.ts';
import { dayText, minuteText } from '../words/time-text.ts';
import type { Replay } from './replay.ts';
import { endOf, startOf } from './span.ts';
import { HEIGHT, trackMarks } from './track-marks.ts';

/** The past as a strip: where readings are dense, where there are none, where alerts were raised. A slider. */
export function TimeTrack({ replay }: { readonly replay: Replay }) {
  const { t } = useSpeech();
  const track = useRef<HTMLDivElement>(null);
  const at = useSignal(replay.moment);
  const span = useSignal(replay.span);
  const [from, to] = [startOf(span), endOf(span)];
  const percent = (instant: EpochMs): string => `${((100 * (instant - from)) / (to - from)).toFixed(3)}%`;

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
      aria-label={t('replay.track')}
      aria-valuemin={Math.round(from / 60_000)}
      aria-valuemax={Math.round((to - FRAME_STEP) / 60_000)}
      aria-valuenow={Math.round(at / 60_000)}
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
      <Days from={from} to={to} percent={percent} />
      <span className="track__hand" style={{ left: percent(at) }} />
    </div>
  );
}

function Marks({ replay }: { readonly replay: Replay }) {
  const phase = useSignal(replay.frames.index);
  const hour = usePicked(useSession().now, (now) => (now === null ? 0 : Math.floor(now / HOUR) * HOUR));
  const marks = useMemo(() => (phase.kind === 'ready' ? trackMarks(phase.index, hour) : null), [phase, hour]);
  if (marks === null) return <span className="track__skeleton" />;
  return (
    <svg
      className="track__marks"
      viewBox={`0 0 ${marks.width} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="track__gaps" d={marks.gaps} />
      <path className="track__density" d={marks.density} />
      <path className="track__raised track__raised--amber" d={marks.raised.amber} />
      <path className="track__raised track__raised--red" d={marks.raised.red} />
    </svg>
  );
}

/** Days named on the track; more would not be read. */
const NAMED = 6;

interface DaysProps {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly percent: (at: EpochMs) => string;
}

function Days({ from, to, percent }: DaysProps) {
  const days = Math.round((to - from) / DAY);
  const step = Math.ceil(days / NAMED) * DAY;
  const isShort = days === 1;
  const named = Array.from({ length: isShort ? NAMED : Math.ceil((to - from) / step) }, (_, i) =>
    isShort ? from + i * 4 * HOUR : from + i * step,
  );
  return (
    <>
      {named.map((at) => (
        <span key={at} className="track__day" style={{ left: percent(at) }} aria-hidden="true">
          {isShort ? minuteText(at) : dayText(at).slice(5)}
        </span>
      ))}
    </>
  );
}
