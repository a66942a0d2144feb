import type { StationState } from '@clearwell/contracts';
import type { EpochMs, Station } from '@clearwell/water-quality';
import { useSay, useSpeech } from '../state/session-context.ts';
import { shortText, spanText } from '../words/time-text.ts';
import { say as words } from './words.ts';

interface Props {
  readonly station: Station;
  readonly state: StationState | undefined;
  readonly now: EpochMs;
}

export function StationFacts({ station, state, now }: Props) {
  const speech = useSpeech();
  const { t } = speech;
  const say = useSay(words);
  const latest = state?.latest ?? null;
  const link = state?.link ?? null;
  const { lat, lon } = station.position;
  const seen =
    latest === null
      ? t('age.never')
      : say('drawer.lastSeen.value', {
          sampled: shortText(latest.sampledAt, now),
          received: shortText(latest.receivedAt, now),
        });
  const facts = [
    [say('drawer.lastSeen'), seen],
    [say('drawer.link'), say(`drawer.link.${link === null ? 'unknown' : link ? 'up' : 'down'}`)],
    [say('drawer.interval'), spanText(speech, station.intervalMs)],
    [say('drawer.position'), `${lat.toFixed(4)}, ${lon.toFixed(4)}`],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
