import * as L from 'leaflet';
import type { Basemap } from '../basemap.schema.ts';
import type { Speech } from '../i18n/translate.ts';

/** A canvas cannot read the style sheet: its colours are taken from there. */
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const WIDE_PIPE_MM = 600;

const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');

/** Our schematic: districts, water and pipes on one canvas, names as quiet labels. */
export class BasemapLayer {
  private readonly map: L.Map;
  private readonly basemap: Basemap;
  private readonly groups: L.GeoJSON[];
  private labels: L.Marker[] = [];

  constructor(map: L.Map, basemap: Basemap) {
    this.map = map;
    this.basemap = basemap;
    const renderer = L.canvas({ padding: 0.3 });
    const layer = (data: unknown, style: (properties: Record<string, unknown>) => L.PathOptions): L.GeoJSON => {
      const options = {
        renderer,
        interactive: false,
        style: (feature?: GeoJSON.Feature) => style(feature?.properties ?? {}),
      };
      return L.geoJSON(data as GeoJSON.GeoJsonObject, options as L.GeoJSONOptions).addTo(map);
    };
    this.groups = [
      layer(basemap.districts, districtStyle),
      layer(basemap.water, waterStyle),
      layer(basemap.pipes, ({ diameter_mm }) => pipeStyle(Number(diameter_mm))),
    ];
    // Browsers before 2020 lack addEventListener here; the colours then change at the next visit.
    darkScheme.addEventListener('change', this.recolour);
  }

  /** Names the districts in a language. */
  label(speech: Speech): void {
    for (const label of this.labels) label.remove();
    this.labels = (this.groups[0]?.getLayers() ?? []).flatMap((layer, i) => {
      const name = this.basemap.districts.features[i]?.properties;
      if (name === undefined || !(layer instanceof L.Polygon)) return [];
      return [districtLabel(layer, speech.name(name)).addTo(this.map)];
    });
  }

  remove(): void {
    darkScheme.removeEventListener('change', this.recolour);
    for (const part of [...this.groups, ...this.labels]) part.remove();
  }

  private readonly recolour = (): void => {
    for (const group of this.groups) group.resetStyle();
  };
}

function districtLabel(polygon: L.Polygon, name: string): L.Marker {
  const text = document.createElement('span');
  text.textContent = name;
  text.setAttribute('aria-hidden', 'true');
  const icon = L.divIcon({ className: 'district-label', html: text, iconSize: [0, 0] });
  return L.marker(polygon.getCenter(), { icon, interactive: false, keyboard: false, zIndexOffset: -20_000 });
}

const districtStyle = (): L.PathOptions => ({
  color: colour('--map-border'),
  weight: 1,
  fillColor: colour('--map-land'),
  fillOpacity: 1,
});

const waterStyle = ({ kind }: Record<string, unknown>): L.PathOptions => ({
  color: colour('--map-water'),
  weight: kind === 'canal' ? 3 : 2,
  fillColor: colour('--map-water'),
  fillOpacity: 1,
});

const pipeStyle = (diameter: number): L.PathOptions => ({
  color: colour('--map-pipe'),
  weight: diameter >= WIDE_PIPE_MM ? 2.2 : 1.1,
  opacity: 0.9,
  fill: false,
});
