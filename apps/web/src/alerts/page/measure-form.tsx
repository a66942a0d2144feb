import { MEASURING_METHODS, parameterOf, type StationId } from '@clearwell/water-quality';
import { useId, useState } from 'react';
import { useWho } from '../../people/who.ts';
import { useSay } from '../../state/session-context.ts';
import { channelName } from '../../words/value-text.ts';
import { actQueue } from '../acts/queue.ts';
import { alertPath } from '../alerts-door.ts';
import { useTelling } from '../use-telling.ts';
import { ActForm, type FormProps } from './act-form.tsx';
import { ChoiceField, TextField } from './act-forms.tsx';
import { MomentField, useMoment } from './moment-field.tsx';
import { say as words } from './words.ts';

/** A value of a portable meter or a laboratory; sent like an act, so that it outlives a lost connection. */
export function MeasureForm(form: FormProps) {
  const { alert } = form;
  const say = useSay(words);
  const { speech, stationOf } = useTelling();
  const person = useWho()?.person ?? null;
  const [station, setStation] = useState<string>(alert.stations[0] ?? '');
  const channels = stationOf(station as StationId)?.channels ?? [];
  const [chosen, setChannel] = useState<string>(alert.channel ?? '');
  const channel = channels.find(({ key }) => key === chosen) ?? channels[0];
  const [method, setMethod] = useState<string>(MEASURING_METHODS[0]);
  const [value, setValue] = useState('');
  const taken = useMoment();
  const [note, setNote] = useState('');
  const id = useId();
  const send = (): string | null => {
    if (person === null || channel === undefined) return null;
    const body = { station, channel: channel.key, value: Number(value), method, takenAt: taken.at, note };
    return actQueue.add({
      by: person.name,
      path: `${alertPath(alert.id)}/measurements`,
      alert: alert.id,
      what: 'measure',
      body,
    });
  };
  const parameter = channel === undefined ? null : parameterOf(channel.parameter);
  const [low, high] = parameter?.sensorSpan ?? [];
  return (
    <ActForm {...form} send={send}>
      {alert.stations.length > 1 && (
        <ChoiceField
          label={say('window.station')}
          value={station}
          set={setStation}
          choices={alert.stations.map((one) => ({ value: one, text: stationOf(one)?.name[speech.language] ?? one }))}
        />
      )}
      <ChoiceField
        label={say('measured.what')}
        value={channel?.key ?? ''}
        set={setChannel}
        choices={channels.map(({ key }) => ({ value: key, text: channelName(speech, { channels }, key) }))}
      />
      <ChoiceField
        label={say('measured.with')}
        value={method}
        set={setMethod}
        choices={MEASURING_METHODS.map((one) => ({ value: one, text: say(`method.${one}`) }))}
      />
      <p>
        <label htmlFor={id}>
          {say('measured.value')} {parameter?.unitText}
        </label>
        <input
          id={id}
          type="number"
          step="any"
          min={low}
          max={high}
          inputMode="decimal"
          required
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </p>
      <MomentField label={say('measured.at')} moment={taken} isPast />
      <TextField label={say('measured.note')} value={note} set={setNote} isOptional />
      <p className="act__hint">{say('measured.hint')}</p>
    </ActForm>
  );
}
