import type { History } from '@clearwell/contracts';
import type { Channel, Station } from '@clearwell/water-quality';
import { useSay, useSpeech } from '../state/session-context.ts';
import { shortText } from '../words/time-text.ts';
import { channelName, valueText } from '../words/value-text.ts';
import { qualityText } from './quality-text.ts';
import { say as words } from './words.ts';

interface Props {
  readonly station: Station;
  readonly channel: Channel;
  readonly history: History;
}

/** The chart in figures, newest first. */
export function DayTable({ station, channel, history }: Props) {
  const speech = useSpeech();
  const { t } = speech;
  const say = useSay(words);
  const { key, parameter } = channel;
  const caption = say('table.caption', { parameter: channelName(speech, station, key) });
  const rows = history.sampledAt.map((at, i) => ({
    at,
    value: history.values[key]?.[i],
    flag: history.flags[key]?.[i],
    test: history.tests?.[key]?.[i] ?? null,
  }));
  return (
    <div className="table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say('table.time')}</th>
            <th scope="col">{say('table.value')}</th>
            <th scope="col">{say('table.flag')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ at, value, flag, test }) => (
            <tr key={at}>
              <td>{shortText(at, history.to)}</td>
              <td>{value == null ? t('value.none') : valueText(parameter, value)}</td>
              <td>{flag == null ? '–' : (qualityText({ speech, say }, flag, test) ?? say('table.good'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
