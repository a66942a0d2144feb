import { memo } from 'react';
import type { StationState } from '@clearwell/contracts';
import { SITE_TYPES, type Station } from '@clearwell/water-quality';
import { StatusIcon } from '../map/status-icon.tsx';
import { useScene, useSession, useSpeech, useStationState } from '../state/session-context.ts';
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
  const speech = useSpeech();
  const { t, name } = speech;
  const state = useStationState(station.id);
  const status = state?.status ?? null;
  const classes = [
    'row',
    status === null ? 'row--pending' : `row--${status}`,
    state?.unverified === true && 'row--unverified',
  ];
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
        <StatusIcon status={status ?? 'stale'} unverified={state?.unverified === true} />
        <span className="row__name">{name(station.name)}</span>
        <span className="row__status">{t(`status.${status ?? 'pending'}`)}</span>
        <span className="row__place">
          {name(station.district)} · {name(SITE_TYPES[station.siteType])}
        </span>
        <span className="row__value">{mainValue(speech, station, state) ?? t('value.none')}</span>
        <span className="row__age">
          <Age station={station} state={state} />
        </span>
      </button>
    </li>
  );
});

/** How old what is shown is, and what one has to know of it. */
function Age({ station, state }: { readonly station: Station; readonly state: StationState | undefined }) {
  const speech = useSpeech();
  const { now, isLate } = useScene();
  const age = usePicked(now, (at) => (at === null ? '' : ageOf(speech, state, at)));
  return (
    <>
      {state?.unverified === true && <strong>{speech.t('unverified.word')} </strong>}
      {isLate(station.id) && <strong>{speech.t('replay.late')} </strong>}
      {age}
    </>
  );
}
