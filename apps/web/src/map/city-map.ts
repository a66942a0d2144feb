import type { Station, StationId } from '@clearwell/water-quality';
import * as L from 'leaflet';
import type { Basemap } from '../basemap.schema.ts';
import type { Speech } from '../i18n/translate.ts';
import { BasemapLayer } from './basemap-layer.ts';
import { nearestIn, type Direction } from './nearest.ts';
import { outlyingOf } from './outlying.ts';
import { StationLayer } from './station-layer.ts';

type Sources = ConstructorParameters<typeof StationLayer>[1];

const ARROWS: Readonly<Partial<Record<string, Direction>>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

const MARGIN_PX: L.PointTuple = [28, 28];
/** The legend stands over the lower edge. */
const LEGEND_PX: L.PointTuple = [28, 64];

/** Around a station that lies far out, m. */
const ROOM_M = 100_000;

const pointOf = ({ position }: Station): L.LatLngTuple => [position.lat, position.lon];

/** The Leaflet map, with one tab stop. Made once; React only tells it what changed. */
export class CityMap {
  readonly stations: StationLayer;
  private readonly map: L.Map;
  private readonly sources: Sources;
  private readonly container: HTMLElement;
  private readonly resizes: ResizeObserver;
  private basemap: BasemapLayer | null = null;
  /** Of the bulk of the stations. */
  private bounds: L.LatLngBounds | null = null;
  /** Of the basemap. */
  private frame: L.LatLngBounds | null = null;
  private outlying: readonly L.LatLngTuple[] = [];
  private isFitted = false;
  /** Somebody chose what is in sight: it stays so when the window changes. */
  private isChosen = false;

  constructor(container: HTMLElement, sources: Sources) {
    this.container = container;
    this.sources = sources;
    this.map = L.map(container, {
      keyboard: false,
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      minZoom: 8,
      maxZoom: 17,
      zoomAnimation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    this.stations = new StationLayer(this.map, sources);
    this.resizes = new ResizeObserver(() => {
      this.map.invalidateSize({ pan: false });
      if ((this.isFitted && this.isChosen) || !this.hasSize()) return;
      this.fitCity();
      this.isFitted = this.stations.spots().length > 0;
    });
    this.resizes.observe(container);
    container.addEventListener('keydown', this.onKey);
    container.addEventListener('wheel', this.choose, { passive: true });
    container.addEventListener('dblclick', this.choose);
    this.map.on('dragstart', this.choose);
  }

  remove(): void {
    this.container.removeEventListener('keydown', this.onKey);
    this.container.removeEventListener('wheel', this.choose);
    this.container.removeEventListener('dblclick', this.choose);
    this.resizes.disconnect();
    this.basemap?.remove();
    this.map.remove();
  }

  place(stations: readonly Station[]): void {
    const outlying = new Set(outlyingOf(stations));
    const points = stations.filter((one) => !outlying.has(one)).map(pointOf);
    this.outlying = [...outlying].map(pointOf);
    this.limitPan();
    if (points.length > 0) {
      this.bounds = L.latLngBounds(points);
      if (!this.isFitted) this.fitCity();
      this.isFitted = this.hasSize();
    }
    this.stations.place(stations);
  }

  draw(basemap: Basemap, speech: Speech): void {
    const frame = L.latLngBounds(basemap.frame.bounds);
    if (this.bounds === null) {
      this.bounds = frame;
      this.fitCity();
    }
    this.frame = frame;
    this.limitPan();
    this.basemap?.remove();
    this.basemap = new BasemapLayer(this.map, basemap);
    this.basemap.label(speech);
  }

  /** So far that fitting the city into any window never meets the bounds: Leaflet would pan back. No station is out of reach. */
  private limitPan(): void {
    if (this.frame === null) return;
    const bounds = this.frame.pad(1);
    for (const point of this.outlying) bounds.extend(L.latLng(point).toBounds(ROOM_M));
    this.map.setMaxBounds(bounds);
  }

  relabel(speech: Speech): void {
    this.basemap?.label(speech);
  }

  readonly fitCity = (): void => {
    this.isChosen = false;
    // Without any view Leaflet makes no markers.
    if (this.bounds !== null)
      this.map.fitBounds(this.bounds, {
        ...(this.hasSize() && { paddingTopLeft: MARGIN_PX, paddingBottomRight: LEGEND_PX }),
        animate: false,
      });
  };

  readonly zoomBy = (steps: number): void => {
    this.isChosen = true;
    this.map.setZoom(this.map.getZoom() + steps);
  };

  /** Keeps a station in sight beside a drawer that covers `right` pixels. */
  reveal(station: Station, right: number): void {
    if (!this.isFitted) return;
    this.isChosen = true;
    this.map.panInside(pointOf(station), {
      paddingTopLeft: [48, 48],
      // The caption of a marker stays above the legend, also where that takes two lines.
      paddingBottomRight: [right + 90, 130],
      animate: false,
    });
  }

  private readonly choose = (): void => {
    this.isChosen = true;
  };

  private hasSize(): boolean {
    const { x, y } = this.map.getSize();
    return x > 0 && y > 0;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const id = this.focused();
    const direction = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || id === null) return;
    if (direction !== undefined) this.step(id, direction);
    else if (event.key === 'Enter' || event.key === ' ') this.sources.open(id);
    else if (event.key === '+' || event.key === '=') this.zoomBy(1);
    else if (event.key === '-') this.zoomBy(-1);
    else return;
    event.preventDefault();
  };

  private focused(): StationId | null {
    const station =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['station'] : undefined;
    return this.stations.spots().find(({ id }) => id === station)?.id ?? null;
  }

  private step(from: StationId, direction: Direction): void {
    const spots = this.stations.spots();
    const spot = spots.find(({ id }) => id === from);
    const next = spot === undefined ? null : nearestIn(spot, direction, spots);
    if (next !== null) this.stations.focus(next.id);
  }
}
