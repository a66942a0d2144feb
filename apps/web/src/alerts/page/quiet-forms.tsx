import { DAY, HOUR, WORKS, type ChannelKey, type StationId } from '@clearwell/water-quality';
import { useState } from 'react';
import { useSay, useSession } from '../../state/session-context.ts';
import { useTelling } from '../use-telling.ts';
import { ActForm, type FormProps } from './act-form.tsx';
import { ChoiceField, TextField } from './act-forms.tsx';
import { ChannelChoice } from './channel-choice.tsx';
import { MomentField, useMoment } from './moment-field.tsx';
import { useQuiet } from './use-acts.ts';
import { useQuietLeave } from './use-quiets.ts';
import { say as words } from './words.ts';

const SPANS = [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY] as const;
const MOST_REASON = 500;
/** The longest the server takes is counted from when it gets it. */
const ON_ITS_WAY = 60_000;

function useSpans() {
  const say = useSay(words);
  return SPANS.map((span) => ({
    value: String(span),
    text: span < DAY ? say('quiet.hours', { n: span / HOUR }) : say('quiet.days', { n: span / DAY }),
  }));
}

function useUntil(): (span: string) => number {
  const { now } = useSession();
  // The page's clock goes on in fractions of a millisecond; an instant on the wire has none.
  return (span) => Math.floor(now.get() ?? 0) + Number(span) - (Number(span) === 7 * DAY ? ON_ITS_WAY : 0);
}

/** Those that are theirs to keep quiet. */
function useStationChoices(stations: readonly StationId[]) {
  const { speech, stationOf } = useTelling();
  const maySet = useQuietLeave();
  const own = stations.filter((id) => maySet([id]));
  return own.map((id) => {
    const station = stationOf(id);
    return { value: id, text: station === undefined ? id : speech.name(station.name) };
  });
}

export function MuteForm(form: FormProps) {
  const { alert } = form;
  const say = useSay(words);
  const send = useQuiet(alert);
  const untilAfter = useUntil();
  const spans = useSpans();
  const [of, setOf] = useState('');
  const [span, setSpan] = useState(String(2 * HOUR));
  const [reason, setReason] = useState('');
  const stations = useStationChoices(alert.stations).map(({ value, text }) => ({
    value,
    text: say('mute.station', { station: text }),
  }));
  const scope = of === '' ? { of: 'alert', alert: alert.id } : { of: 'station', station: of };
  return (
    <ActForm {...form} send={() => send('mute', { scope, until: untilAfter(span), reason })}>
      <ScopeField label={say('mute.scope')} value={of} set={setOf} stations={stations} />
      <ChoiceField label={say('quiet.span')} value={span} set={setSpan} choices={spans} />
      <TextField label={say('quiet.reason')} value={reason} set={setReason} most={MOST_REASON} />
      <p className="act__hint">{say('quiet.hint')}</p>
    </ActForm>
  );
}

interface ScopeProps {
  readonly label: string;
  /** Empty: the alert. */
  readonly value: string;
  readonly set: (value: string) => void;
  readonly stations: readonly { readonly value: string; readonly text: string }[];
}

function ScopeField({ label, value, set, stations }: ScopeProps) {
  const say = useSay(words);
  return (
    <p>
      <label>
        {label}
        <select value={value} onChange={(event) => set(event.target.value)}>
          <option value="">{say('mute.alert')}</option>
          {stations.map((station) => (
            <option key={station.value} value={station.value}>
              {station.text}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

export function WindowForm(form: FormProps) {
  const { alert } = form;
  const say = useSay(words);
  const send = useQuiet(alert);
  const untilAfter = useUntil();
  const spans = useSpans();
  const stations = useStationChoices(alert.stations);
  const [station, setStation] = useState<string>(stations[0]?.value ?? '');
  const [channels, setChannels] = useState<readonly ChannelKey[] | null>(null);
  const [work, setWork] = useState<string>(WORKS[0]);
  const start = useMoment();
  const [span, setSpan] = useState(String(2 * HOUR));
  const [reason, setReason] = useState('');
  const works = WORKS.map((value) => ({ value, text: say(`work.${value}`) }));
  const open = (): string | null => {
    const from = start.isNow ? null : start.at;
    const until = from === null ? untilAfter(span) : from + Number(span);
    return send('window', { station, channels, work, from, until, reason });
  };
  return (
    <ActForm {...form} send={open}>
      <ChoiceField
        label={say('window.station')}
        value={station}
        set={(id) => {
          setStation(id);
          setChannels(null);
        }}
        choices={stations}
      />
      <ChannelChoice station={station as StationId} first={alert.channel} chosen={channels} choose={setChannels} />
      <ChoiceField label={say('window.work')} value={work} set={setWork} choices={works} />
      <MomentField label={say('window.from')} moment={start} />
      <ChoiceField label={say('quiet.span')} value={span} set={setSpan} choices={spans} />
      <TextField label={say('quiet.reason')} value={reason} set={setReason} most={MOST_REASON} />
      <p className="act__hint">{say('quiet.hint')}</p>
    </ActForm>
  );
}
