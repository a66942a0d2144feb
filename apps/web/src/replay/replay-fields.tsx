import { useEffect, useId, useState } from 'react';
import { cityDayOf, FRAME_STEP } from '@clearwell/contracts/frames';
import { DAY, HOUR, PARAMETER_CODES, PARAMETERS, type ParameterCode } from '@clearwell/water-quality';
import type { ReplayChoice } from '../state/address.ts';
import { useSession, useSay, useSpeech, useStations } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import type { Replay } from './replay.ts';
import { fieldMoment, fieldText } from '../words/time-text.ts';
import { daysSpan, SPANS, spanAround } from './span.ts';
import { say as words } from './words.ts';

const STEP_SECONDS = FRAME_STEP / 1_000;

/** The browser takes longer to lay out this field than all markers: in a run it follows now and then. */
const FOLLOWS_EVERY_MS = 250;

function useCalmMoment({ moment }: Replay) {
  const [at, setAt] = useState(moment.get);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setAt(moment.get());
      }, FOLLOWS_EVERY_MS);
    };
    follow();
    const end = moment.subscribe(follow);
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [moment]);
  return [at, setAt] as const;
}

export function MomentField({ replay }: { readonly replay: Replay }) {
  const say = useSay(words);
  const [at, setAt] = useCalmMoment(replay);
  return (
    <input
      type="datetime-local"
      className="replay__moment"
      aria-label={say('moment')}
      title={say('moment')}
      step={STEP_SECONDS}
      max={fieldText(replay.newest)}
      value={fieldText(at)}
      onChange={(event) => {
        const to = fieldMoment(event.target.value);
        if (to === null) return;
        setAt(to);
        replay.seek(to);
      }}
    />
  );
}

export function ParameterField({ choice }: { readonly choice: ReplayChoice }) {
  const { address } = useSession();
  const say = useSay(words);
  const { name } = useSpeech();
  const stations = useStations();
  const measured = new Set(stations.flatMap(({ channels }) => channels.map(({ parameter }) => parameter)));
  return (
    <select
      aria-label={say('parameter')}
      title={say('parameter')}
      value={choice.parameter}
      onChange={(event) => {
        address.change({ replay: { ...choice, parameter: event.target.value as ParameterCode } });
      }}
    >
      {PARAMETER_CODES.filter((code) => measured.has(code) || code === choice.parameter).map((code) => (
        <option key={code} value={code}>
          {name(PARAMETERS[code].name)}
        </option>
      ))}
    </select>
  );
}

const OWN = 'own';

/** How much of the past is on the track, and where playing ends. */
export function SpanField({ replay }: { readonly replay: Replay }) {
  const say = useSay(words);
  const span = useSignal(replay.span);
  const [chosen, setChosen] = useState<string>(String(SPANS[0]));
  const ids = useId();
  const choose = (text: string): void => {
    setChosen(text);
    if (text !== OWN) replay.cover(spanAround(replay.moment.get(), Number(text), replay.newest));
  };
  const days = { from: cityDayOf(span.from), to: cityDayOf(span.to - 1) };
  const change = (part: Partial<typeof days>): void => {
    const { from, to } = { ...days, ...part };
    if (from !== '' && from <= to) replay.cover(daysSpan(from, to));
  };
  return (
    <>
      <select
        aria-label={say('span')}
        title={say('span')}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      >
        {SPANS.map((length) => (
          <option key={length} value={length}>
            {length < 2 * DAY ? say('span.hours', { n: length / HOUR }) : say('span.days', { n: length / DAY })}
          </option>
        ))}
        <option value={OWN}>{say('span.own')}</option>
      </select>
      {chosen === OWN &&
        (['from', 'to'] as const).map((end) => (
          <label key={end} htmlFor={`${ids}-${end}`} className="replay__end">
            {say(end)}
            <input
              id={`${ids}-${end}`}
              type="date"
              value={days[end]}
              max={cityDayOf(replay.newest)}
              onChange={(event) => {
                change({ [end]: event.target.value });
              }}
            />
          </label>
        ))}
    </>
  );
}
