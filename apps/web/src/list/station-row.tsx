import { memo } from 'react';
import { SITE_TYPES, type Station } from '@clearwell/water-quality';
import { StatusIcon } from '../map/status-icon.tsx';
import { useScene, useSession, useSpeech, useStationPart, useStationState } from '../state/session-context.ts';
import { usePicked } from '../state/use-signal.ts';
import { ageOf } from '../words/status-sentence.ts';
import { mainValue } from '../words/value-text.ts';

interface Props {
  readonly station: Station;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
}

export const StationRow = memo(function StationRow({ station, isSelected, isTabStop }: Props) {
  const { address } = useSession();
  const { t, name } = useSpeech();
  const status = useStationPart(station.id, (state) => state?.status ?? null);
  const isUnverified = useStationPart(station.id, (state) => state?.unverified === true);
  const classes = ['row', status === null ? 'row--pending' : `row--${status}`, isUnverified && 'row--unverified'];
  return (
    <li>
      <button
        type="button"
        className={classes.filter(Boolean).join(' ')}
        data-station={station.id}
        data-status={status ?? ''}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => {
          address.change({ station: station.id });
        }}
      >
        <StatusIcon status={status ?? 'stale'} unverified={isUnverified} />
        <span className="row__name">{name(station.name)}</span>
        <span className="row__status">{t(`status.${status ?? 'pending'}`)}</span>
        <span className="row__place">
          {name(station.district)} · {name(SITE_TYPES[station.siteType])}
        </span>
        <Value station={station} />
        <Age station={station} />
      </button>
    </li>
  );
});

interface PartProps {
  readonly station: Station;
}

/** With each reading the value changes, and the rest of the row does not. */
function Value({ station }: PartProps) {
  const speech = useSpeech();
  const text = useStationPart(station.id, (state) => mainValue(speech, station, state));
  return <span className="row__value">{text ?? speech.t('value.none')}</span>;
}

/** How old what is shown is, and what one has to know of it. */
function Age({ station }: PartProps) {
  const speech = useSpeech();
  const state = useStationState(station.id);
  const { now, isLate } = useScene();
  const age = usePicked(now, (at) => (at === null ? '' : ageOf(speech, state, at)));
  return (
    <span className="row__age">
      {state?.unverified === true && <strong>{speech.t('unverified.word')} </strong>}
      {isLate(station.id) && <strong>{speech.t('replay.late')} </strong>}
      {age}
    </span>
  );
}
