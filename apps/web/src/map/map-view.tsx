import 'leaflet/dist/leaflet.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { StationId } from '@clearwell/water-quality';
import type { Basemap } from '../basemap.schema.ts';
import { getBasemap } from '../door.ts';
import '../styles/map.css';
import { matches } from '../list/order-stations.ts';
import type { Scene } from '../state/scene.ts';
import { useAddressPart, useScene, useSession, useSpeech, useStations } from '../state/session-context.ts';
import type { Signal } from '../state/signal.ts';
import { usePicked } from '../state/use-signal.ts';
import { mainValue } from '../words/value-text.ts';
import { CityMap } from './city-map.ts';
import { Legend } from './legend.tsx';
import { MapControls } from './map-controls.tsx';
import { lookOf } from './marker-look.ts';
import { outlyingOf } from './outlying.ts';

const DRAWER_PX = 440;
const DESK = '(min-width: 1200px)';

/** `undefined` while it loads, null when it failed. */
function useBasemap(): Basemap | null | undefined {
  const [basemap, setBasemap] = useState<Basemap | null>();
  useEffect(() => {
    void getBasemap().then(setBasemap);
  }, []);
  return basemap;
}

/** Repaints the markers whose station changed, and all of them as time passes or another scene is shown. */
function follow(scene: Signal<Scene>, city: CityMap): () => void {
  let ends: (() => void)[] = [];
  const leave = (): void => {
    for (const end of ends) end();
  };
  const attach = (): void => {
    leave();
    const { board, now, kind } = scene.get();
    const repaint = (): void => {
      city.stations.paint();
    };
    ends = [
      board.subscribeAny((changed) => {
        city.stations.paint(changed);
      }),
      // In a replay nothing changes but by the frame.
      ...(kind === 'live' ? [now.subscribe(repaint)] : []),
    ];
    repaint();
  };
  const end = scene.subscribe(attach);
  attach();
  return () => {
    end();
    leave();
  };
}

/** The map for as long as the view stands, following the board without React in between. */
function useCityMap(basemap: Basemap | null | undefined) {
  const container = useRef<HTMLDivElement>(null);
  const session = useSession();
  const speech = useSpeech();
  const [city, setCity] = useState<CityMap | null>(null);
  const speechNow = useRef(speech);

  useEffect(() => {
    if (container.current === null) return;
    const { scene, pill, address } = session;
    const made = new CityMap(container.current, {
      look: (station) => {
        const { board, now, kind, isLate, isCalm, workAt } = scene.get();
        const isCut = kind === 'live' && pill.get().kind === 'disconnected';
        return lookOf(station, board.stateOf(station.id), {
          speech: speechNow.current,
          now: now.get(),
          isCut,
          isLate: isLate(station.id),
          isCalm: isCalm(station.id),
          work: workAt(station.id),
        });
      },
      hint: (station) => {
        const value = mainValue(speechNow.current, station, scene.get().board.stateOf(station.id));
        const name = speechNow.current.name(station.name);
        return value === null ? name : `${name} · ${value}`;
      },
      open: (id) => {
        address.change({ station: id });
      },
    });
    const unfollow = follow(scene, made);
    setCity(made);
    return () => {
      unfollow();
      made.remove();
    };
  }, [session]);

  useEffect(() => {
    speechNow.current = speech;
    city?.stations.paint();
    city?.relabel(speech);
  }, [city, speech]);

  useEffect(() => {
    if (city !== null && basemap != null) city.draw(basemap, speechNow.current);
  }, [city, basemap]);

  return { container, city };
}

function useFollowedState(city: CityMap | null): void {
  const { stations: phase } = useSession();
  const { board } = useScene();
  const stations = useStations();
  const station = useAddressPart((part) => part.station);
  const statuses = useAddressPart((part) => part.statuses);
  const search = useAddressPart((part) => part.search);
  const standings = usePicked(board.standings, (value) => value);

  useEffect(() => {
    city?.place(stations);
  }, [city, stations]);

  useEffect(() => {
    city?.stations.show((candidate) => matches(candidate, standings.get(candidate.id)?.status, { statuses, search }));
  }, [city, stations, standings, statuses, search]);

  useEffect(() => {
    const ready = phase.get();
    const selected = ready.kind === 'ready' && station !== null ? ready.byId.get(station as StationId) : undefined;
    city?.stations.select(selected?.id ?? null);
    if (selected !== undefined && window.matchMedia(DESK).matches) city?.reveal(selected, DRAWER_PX);
  }, [city, phase, stations, station]);
}

export function MapView() {
  const { pill } = useSession();
  const { t } = useSpeech();
  const basemap = useBasemap();
  const { container, city } = useCityMap(basemap);
  useFollowedState(city);
  const isMoving = usePicked(pill, ({ kind }) => kind === 'live' || kind === 'silent' || kind === 'connecting');
  const isLive = useScene().kind === 'replay' || isMoving;
  return (
    <section className={isLive ? 'map' : 'map map--cut'} aria-label={t('map.label')}>
      <div ref={container} className="map__canvas" />
      {city !== null && <MapControls city={city} />}
      <FarHint />
      <Legend />
      <MapAttribution basemap={basemap} />
    </section>
  );
}

/** The first view leaves out what would make the city a dot: here is the way there. */
function FarHint() {
  const { address } = useSession();
  const { t } = useSpeech();
  const stations = useStations();
  const far = useMemo(() => outlyingOf(stations), [stations]);
  if (far.length === 0) return null;
  const next = (): void => {
    const at = far.findIndex(({ id }) => id === address.get().station);
    address.change({ station: far[(at + 1) % far.length]?.id ?? null });
  };
  return (
    <button type="button" className="map__far" onClick={next}>
      {t('map.far', { count: far.length })}
    </button>
  );
}

function MapAttribution({ basemap }: { readonly basemap: Basemap | null | undefined }) {
  const { t, name } = useSpeech();
  if (basemap === undefined) return null;
  if (basemap === null) return <p className="map__attribution">{t('map.failed')}</p>;
  const { attribution, reviewNumber } = basemap.frame;
  return (
    <p className="map__attribution">
      {name(attribution)}
      {reviewNumber != null && ` · ${reviewNumber}`}
    </p>
  );
}
