import { SITE_TYPES } from '@clearwell/water-quality';
import { retireStation } from '../door.ts';
import { useSay, useSpeech, useStations } from '../state/session-context.ts';
import { channelNames } from '../words/value-text.ts';
import type { Act } from './stations-page.tsx';
import { SureButton } from './sure-button.tsx';
import { say as words } from './words.ts';

/** The stations in service. The page hears of changes by itself, whoever made them. */
export function ServiceList({ act }: { readonly act: Act }) {
  const speech = useSpeech();
  const { name } = speech;
  const say = useSay(words);
  const stations = useStations();
  return (
    <section aria-labelledby="in-service">
      <h2 id="in-service">{say('stations')}</h2>
      {stations.length === 0 && <p>{say('none')}</p>}
      <ul className="admin__rows">
        {stations.map((station) => (
          <li key={station.id} className="admin__row" data-station={station.id}>
            <span>
              <b>{station.id}</b> {name(station.name)} · {name(station.district)} · {name(SITE_TYPES[station.siteType])}
              <small>{channelNames(speech, station)}</small>
            </span>
            <SureButton
              text={say('retire')}
              sure={say('retireSure')}
              work={() => void act(() => retireStation(station.id), say('retired', { id: station.id }))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
