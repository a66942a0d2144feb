import type { Quiet } from '@clearwell/contracts';
import type { AlertDetail } from '@clearwell/contracts/alerts';
import type { ChannelKey, EpochMs, StationId } from '@clearwell/water-quality';
import { useSay } from '../../state/session-context.ts';
import { shortText } from '../../words/time-text.ts';
import { channelName } from '../../words/value-text.ts';
import { useTelling } from '../use-telling.ts';
import { useQuiet, type QuietName } from './use-acts.ts';
import type { NameOf } from '../use-names.ts';
import { useQuietLeave, useQuiets } from './use-quiets.ts';
import { say as words } from './words.ts';

interface Props {
  readonly alert: AlertDetail;
  readonly now: EpochMs;
  readonly nameOf: NameOf;
}

/** Who keeps it quiet, until when and why. Whoever may do that may end it. */
export function QuietNow({ alert, now, nameOf }: Props) {
  const say = useSay(words);
  const scopeText = useScopeText();
  const nameChannels = useChannelsName();
  const { mutes, windows } = useQuiets(alert, now);
  const maySet = useQuietLeave();
  const until = (at: EpochMs): string => shortText(at, now);
  if (mutes.length + windows.length === 0) return null;
  return (
    <ul className="quiets">
      {mutes.map((mute) => (
        <Line
          key={mute.id}
          alert={alert}
          id={mute.id}
          end="unmute"
          why={whyText(nameOf(mute.by), mute.reason)}
          mayEnd={maySet(stationsOf(mute.scope, alert))}
        >
          {say('quiet.mute', { scope: scopeText(mute.scope), until: until(mute.until) })}
        </Line>
      ))}
      {windows.map(({ id, station, channels, work, from, until: end, by, reason }) => (
        <Line
          key={id}
          alert={alert}
          id={id}
          end="endWindow"
          why={by === null ? say('quiet.announced') : whyText(nameOf(by), reason)}
          mayEnd={maySet([station])}
        >
          {say(from > now ? 'quiet.window.later' : 'quiet.window', {
            ...{ work: say(`work.${work}`), station: nameChannels(station, channels) },
            ...{ from: until(from), until: until(end) },
          })}
        </Line>
      ))}
    </ul>
  );
}

/** What a mute of this alert is about; none: the whole city. */
function stationsOf(scope: Quiet['mutes'][number]['scope'], { stations }: AlertDetail): readonly StationId[] {
  if (scope.of === 'alert') return stations;
  return scope.station === null ? [] : [scope.station];
}

const whyText = (name: string, reason: string): string => (reason === '' ? name : `${name} — ${reason}`);

function useStationName(): (id: StationId) => string {
  const { speech, stationOf } = useTelling();
  return (id) => {
    const station = stationOf(id);
    return station === undefined ? id : speech.name(station.name);
  };
}

/** A station, and which of its channels where it is not all of them. */
function useChannelsName(): (id: StationId, channels: readonly ChannelKey[] | null) => string {
  const say = useSay(words);
  const { speech, stationOf } = useTelling();
  const nameStation = useStationName();
  return (id, channels) => {
    const station = nameStation(id);
    if (channels === null) return station;
    const known = stationOf(id) ?? { channels: [] };
    const names = channels.map((key) => channelName(speech, known, key));
    return say('channels.of', { station, channels: names.join(speech.language === 'zh' ? '、' : ', ') });
  };
}

function useScopeText(): (scope: Quiet['mutes'][number]['scope']) => string {
  const say = useSay(words);
  const nameStation = useStationName();
  return (scope) => {
    if (scope.of === 'alert') return say('mute.alert');
    return scope.of === 'station' ? say('mute.station', { station: nameStation(scope.station) }) : scope.rule;
  };
}

interface LineProps {
  readonly alert: AlertDetail;
  readonly id: string;
  readonly end: Extract<QuietName, 'unmute' | 'endWindow'>;
  readonly why: string;
  readonly mayEnd: boolean;
  readonly children: string;
}

function Line({ alert, id, end, why, mayEnd, children }: LineProps) {
  const say = useSay(words);
  const send = useQuiet(alert);
  return (
    <li data-quiet={end}>
      <span>
        <b>{children}</b> {why}
      </span>
      {mayEnd && (
        <button type="button" className="button button--quiet" onClick={() => send(end, {}, id)}>
          {say(end)}
        </button>
      )}
    </li>
  );
}
