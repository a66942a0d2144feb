import type { ChannelKey, StationId } from '@clearwell/water-quality';
import { useId } from 'react';
import { useSay } from '../../state/session-context.ts';
import { channelName } from '../../words/value-text.ts';
import { useTelling } from '../use-telling.ts';
import { say as words } from './words.ts';

interface Props {
  readonly station: StationId;
  /** Chosen first where some are. */
  readonly first: ChannelKey | null;
  /** Null: all of the station. */
  readonly chosen: readonly ChannelKey[] | null;
  readonly choose: (channels: readonly ChannelKey[] | null) => void;
}

/** All of a station, or some of its channels. */
export function ChannelChoice({ station, first, chosen, choose }: Props) {
  const say = useSay(words);
  const { speech, stationOf } = useTelling();
  const area = useId();
  const channels = stationOf(station)?.channels ?? [];
  const keys = channels.map(({ key }) => key);
  const toggle = (key: ChannelKey): void => {
    const isChosen = chosen?.includes(key) === true;
    choose(keys.filter((one) => (one === key ? !isChosen : chosen?.includes(one))));
  };
  return (
    <fieldset className="act__choice">
      <legend>{say('window.channels')}</legend>
      <label>
        <input type="radio" name={area} checked={chosen === null} onChange={() => choose(null)} />
        {say('channels.all')}
      </label>
      <label>
        <input
          type="radio"
          name={area}
          checked={chosen !== null}
          onChange={() => choose(keys.filter((key) => key === first))}
        />
        {say('channels.some')}
      </label>
      {chosen !== null &&
        keys.map((key) => (
          <label key={key}>
            <input
              type="checkbox"
              // The browser asks for one of them.
              required={chosen.length === 0}
              checked={chosen.includes(key)}
              onChange={() => toggle(key)}
            />
            {channelName(speech, { channels }, key)}
          </label>
        ))}
    </fieldset>
  );
}
