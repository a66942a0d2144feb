import { FRAME_STEP } from '@clearwell/contracts/frames';
import type { AlertDetail } from '@clearwell/contracts/alerts';
import { SITE_TYPES, type EpochMs, type StationId } from '@clearwell/water-quality';
import { StatusIcon } from '../../map/status-icon.tsx';
import { useSay, useStationState } from '../../state/session-context.ts';
import { shortText } from '../../words/time-text.ts';
import { useTelling } from '../use-telling.ts';
import { say as words } from './words.ts';

interface Props {
  readonly alert: AlertDetail;
  readonly now: EpochMs;
}

/** Where it is, each with the ways to the map now and then. */
export function AlertStations({ alert, now }: Props) {
  const say = useSay(words);
  if (alert.stations.length === 0) return null;
  return (
    <section aria-labelledby="stations">
      <h2 id="stations">{say('stations')}</h2>
      <ul className="places">
        {alert.stations.map((id) => (
          <Place key={id} id={id} alert={alert} now={now} />
        ))}
      </ul>
    </section>
  );
}

/** Times in the address are the city's. */
const cityInstant = (at: EpochMs): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16) + '+08:00';

function Place({ id, alert, now }: Props & { readonly id: StationId }) {
  const { speech, stationOf } = useTelling();
  const say = useSay(words);
  const state = useStationState(id);
  const station = stationOf(id);
  const part = alert.parts.find((one) => one.station === id);
  const to = `/map?lang=${speech.language}&station=${encodeURIComponent(id)}`;
  // The first frame that shows it; of what began just now there is none yet.
  const then = Math.min(Math.ceil(alert.start / FRAME_STEP), Math.floor(now / FRAME_STEP)) * FRAME_STEP;
  return (
    <li>
      <StatusIcon status={state?.status ?? 'stale'} unverified={state?.unverified === true} />
      <span>
        <b>{station === undefined ? id : speech.name(station.name)}</b>
        <small>
          {station !== undefined && `${speech.name(station.district)} · ${speech.name(SITE_TYPES[station.siteType])}`}
          {alert.unheard.includes(id) && ` · ${say('station.unheard')}`}
          {part !== undefined && ` · ${partText(say, part, now)}`}
        </small>
      </span>
      <a href={to}>{say('station.map')}</a>
      <a href={`${to}&t=${encodeURIComponent(cityInstant(then))}`}>
        {say('station.replay', { time: shortText(then, now) })}
      </a>
    </li>
  );
}

function partText(say: ReturnType<typeof words>, { from, until }: AlertDetail['parts'][number], now: EpochMs): string {
  const begun = shortText(from, now);
  return until === null
    ? say('station.part', { from: begun })
    : say('station.part.over', { from: begun, until: shortText(until, now) });
}
