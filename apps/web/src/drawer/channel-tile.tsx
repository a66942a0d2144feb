import type { History, StationState } from '@clearwell/contracts';
import type { Channel, EpochMs, Station } from '@clearwell/water-quality';
import { useMemo } from 'react';
import { limitBook, parameterOf } from '@clearwell/water-quality';
import { stripOf, testAt } from '../state/day-history.ts';
import { useSay, useStandards, useSpeech } from '../state/session-context.ts';
import { limitTexts } from '../words/limit-text.ts';
import { channelName, numberText } from '../words/value-text.ts';
import { qualityText } from './quality-text.ts';
import { Sparkline } from './sparkline.tsx';
import { say as words } from './words.ts';

interface Props {
  readonly station: Station;
  readonly channel: Channel;
  readonly state: StationState | undefined;
  readonly history: History | null;
  /** The time whose limits hold. */
  readonly at: EpochMs;
  readonly isSelected: boolean;
  readonly select: () => void;
}

export function ChannelTile({ station, channel, state, history, at, isSelected, select }: Props) {
  const speech = useSpeech();
  const say = useSay(words);
  const { key, parameter } = channel;
  const finding = state?.findings.find((candidate) => candidate.channel === key);
  const value = state?.latest?.values[key];
  const flag = state?.latest?.flags[key];
  const sampledAt = state?.latest?.sampledAt;
  const test = history === null || sampledAt === undefined ? null : testAt(history, key, sampledAt);
  const quality = flag === undefined ? null : qualityText({ speech, say }, flag, test);
  const limits = limitBook(useStandards())(parameter, station.siteType, at);
  return (
    <button
      type="button"
      className={finding === undefined ? 'tile' : `tile tile--${finding.level}`}
      data-channel={key}
      aria-pressed={isSelected}
      onClick={select}
    >
      <span className="tile__name">{channelName(speech, station, key)}</span>
      <span className="tile__value">
        {value == null ? speech.t('value.none') : numberText(parameter, value)}
        {value != null && <small> {parameterOf(parameter).unitText}</small>}
      </span>
      {quality !== null && <span className="tile__flag">{quality}</span>}
      <TileSpark history={history} channel={channel} intervalMs={station.intervalMs} />
      <span className="tile__limits">
        {limitTexts(speech, limits).map((text) => (
          <span key={text}>{text}</span>
        ))}
      </span>
    </button>
  );
}

interface SparkProps {
  readonly history: History | null;
  readonly channel: Channel;
  readonly intervalMs: number;
}

function TileSpark({ history, channel, intervalMs }: SparkProps) {
  const strip = useMemo(
    () => (history === null ? null : stripOf(history, channel.key, intervalMs)),
    [history, channel.key, intervalMs],
  );
  if (history === null || strip === null) return <span className="spark" />;
  return <Sparkline strip={strip} from={history.from} to={history.to} />;
}
