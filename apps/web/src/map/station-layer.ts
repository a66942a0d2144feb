import type { Station, StationId } from '@clearwell/water-quality';
import * as L from 'leaflet';
import { severity } from '../state/severity.ts';
import { paintMarker, type MarkerLook } from './marker-element.ts';

interface Placed {
  station: Station;
  readonly marker: L.Marker;
  readonly element: HTMLElement;
  look: MarkerLook | null;
  visible: boolean;
}

interface Sources {
  readonly look: (station: Station) => MarkerLook;
  /** What a pointer resting on a marker is told. */
  readonly hint: (station: Station) => string;
  readonly open: (id: StationId) => void;
}

const TARGET_PX = 32;

/** The markers: made once, then repainted one by one. One of them is the map's tab stop. */
export class StationLayer {
  private readonly map: L.Map;
  private readonly sources: Sources;
  private readonly placed = new Map<StationId, Placed>();
  private stop: StationId | null = null;

  constructor(map: L.Map, sources: Sources) {
    this.map = map;
    this.sources = sources;
  }

  /** Places stations that are new, moves those that moved and takes away those that are gone. */
  place(stations: readonly Station[]): void {
    const ids = new Set(stations.map((station) => station.id));
    for (const [id, { marker }] of this.placed) {
      if (ids.has(id)) continue;
      marker.remove();
      this.placed.delete(id);
    }
    for (const station of stations) {
      const placed = this.placed.get(station.id);
      if (placed === undefined) this.add(station);
      else move(placed, station);
    }
    this.paint(ids);
    if (this.stop === null || !ids.has(this.stop)) this.makeStop(stations[0]?.id ?? null);
  }

  paint(ids: Iterable<StationId> = this.placed.keys()): void {
    for (const id of ids) {
      const placed = this.placed.get(id);
      if (placed === undefined) continue;
      const look = this.sources.look(placed.station);
      paintMarker(placed.element, look, placed.look);
      if (look.status !== placed.look?.status && look.status !== null)
        placed.marker.setZIndexOffset(-1_000 * severity(look.status));
      placed.look = look;
    }
  }

  /** Hides what a filter leaves out. */
  show(visible: (station: Station) => boolean): void {
    for (const placed of this.placed.values()) {
      placed.visible = visible(placed.station);
      placed.element.hidden = !placed.visible;
    }
    const stop = this.stop === null ? undefined : this.placed.get(this.stop);
    if (stop?.visible !== true) this.makeStop([...this.placed.values()].find((p) => p.visible)?.station.id ?? null);
  }

  select(id: StationId | null): void {
    for (const [key, { element }] of this.placed) element.classList.toggle('marker--selected', key === id);
    if (id !== null && this.placed.has(id)) this.makeStop(id);
  }

  focus(id: StationId): void {
    const placed = this.placed.get(id);
    if (placed === undefined) return;
    this.makeStop(id);
    this.map.panInside(placed.marker.getLatLng(), { padding: [40, 40], animate: false });
    placed.element.focus({ preventScroll: true });
  }

  /** Where the visible markers stand on screen. */
  spots(): { id: StationId; x: number; y: number }[] {
    return [...this.placed]
      .filter(([, { visible }]) => visible)
      .map(([id, { marker }]) => {
        const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
        return { id, x, y };
      });
  }

  private makeStop(id: StationId | null): void {
    if (this.stop !== null) this.placed.get(this.stop)?.element.setAttribute('tabindex', '-1');
    this.stop = id;
    if (id !== null) this.placed.get(id)?.element.setAttribute('tabindex', '0');
  }

  private add(station: Station): void {
    const { lat, lon } = station.position;
    const icon = L.divIcon({ className: 'marker', iconSize: [TARGET_PX, TARGET_PX] });
    const marker = L.marker([lat, lon], { icon, keyboard: false, riseOnHover: true }).addTo(this.map);
    const element = marker.getElement();
    if (element === undefined) return;
    const placed: Placed = { station, marker, element, look: null, visible: true };
    element.dataset['station'] = station.id;
    element.setAttribute('role', 'button');
    element.setAttribute('tabindex', '-1');
    marker.on('click', () => {
      this.makeStop(station.id);
      this.sources.open(station.id);
    });
    marker.bindTooltip(() => this.sources.hint(placed.station), {
      direction: 'top',
      offset: [0, -12],
      className: 'hint',
    });
    this.placed.set(station.id, placed);
  }
}

/** Something else is true of a station that stands on the map. */
function move(placed: Placed, station: Station): void {
  const { lat, lon } = placed.station.position;
  placed.station = station;
  if (lat !== station.position.lat || lon !== station.position.lon)
    placed.marker.setLatLng([station.position.lat, station.position.lon]);
}
