import {
  MINUTE,
  SITE_TYPES,
  stationId,
  type BilingualName,
  type SiteType,
  type Station,
} from '@clearwell/water-quality';
import { keyOf, randomStream } from '../random.ts';
import { channelsOf } from './channels.ts';
import { DISTRICTS, type District } from './districts.ts';
import { PLANT_PLANS } from './names.data.ts';
import { distanceToRing, isInside, kilometres, roundPoint, toLonLat, type LonLat } from './plane.ts';
import { planSites } from './site-plan.ts';
import { WATER_BODIES } from './waters.ts';

export const REGION = 'zz';
const INTERVAL = 10 * MINUTE;
/** Above this many stations nobody looks at single markers, and keeping them apart would cost time squared. */
const SPACED = 400;
const TRIES = 24;

type Random = () => number;

interface Place {
  readonly district: District;
  readonly point: LonLat;
}

/** How much a district of each ring (middle, inner, outer) attracts sites of a type. */
const ATTRACTION: Record<SiteType, readonly [number, number, number]> = {
  plant_outlet: [0, 0, 1],
  pipe_network: [1.2, 1.2, 0.9],
  pipe_end: [0.2, 0.6, 1.2],
  secondary_supply: [1.5, 1.2, 0.4],
  small_supply: [0, 0, 1],
};

/** Invented stations of the city: the same for the same seed and number. */
export function placeStations(seed: number, stations: number): Station[] {
  const random = randomStream(keyOf(seed, 'places'));
  const places: Place[] = [];
  const perDistrict = new Map<District, number>();
  const perType = new Map<SiteType, number>();
  return planSites(stations).map((siteType, index) => {
    const ordinal = (perType.get(siteType) ?? 0) + 1;
    const district = siteType === 'plant_outlet' ? plantDistrict(ordinal) : pickDistrict(siteType, perDistrict, random);
    const point = pickPoint(district, places, random);
    places.push({ district, point });
    perType.set(siteType, ordinal);
    perDistrict.set(district, (perDistrict.get(district) ?? 0) + 1);
    return makeStation({ siteType, ordinal, number: index + 1, stations, place: { district, point } });
  });
}

function plantDistrict(ordinal: number): District {
  const plan = PLANT_PLANS[(ordinal - 1) % PLANT_PLANS.length];
  const found = DISTRICTS.find((district) => district.name.zh === plan?.district);
  if (found === undefined) throw new Error(`no district for waterworks ${ordinal}`);
  return found;
}

/** The district with the fewest stations for what it attracts. */
function pickDistrict(siteType: SiteType, counts: ReadonlyMap<District, number>, random: Random): District {
  const ranked = DISTRICTS.map((district) => {
    const pull = ATTRACTION[siteType][district.ring] * (0.8 + 0.4 * random());
    return { district, pull: pull / ((counts.get(district) ?? 0) + 1) };
  });
  return ranked.reduce((best, next) => (next.pull > best.pull ? next : best)).district;
}

/** A point well inside the district, out of the water and, in a city of ordinary size, far from other stations. */
function pickPoint(district: District, taken: readonly Place[], random: Random): LonLat {
  let best: LonLat | undefined;
  let bestRoom = -Infinity;
  for (let tries = taken.length < SPACED ? TRIES : 1; tries > 0; tries -= 1) {
    const point = randomPoint(district, random);
    const room = taken.length < SPACED ? roomAround(point, district, taken) : 0;
    if (room > bestRoom) [best, bestRoom] = [point, room];
  }
  return best ?? randomPoint(district, random);
}

const roomAround = (point: LonLat, district: District, taken: readonly Place[]): number =>
  taken.reduce(
    (room, place) => Math.min(room, kilometres(point, place.point)),
    2.5 * distanceToRing(point, district.outline),
  );

function randomPoint({ outline }: District, random: Random): LonLat {
  const [west, east] = rangeOf(outline.map(([lon]) => lon));
  const [south, north] = rangeOf(outline.map(([, lat]) => lat));
  for (;;) {
    const point = roundPoint([west + (east - west) * random(), south + (north - south) * random()]);
    if (isInside(point, outline) && distanceToRing(point, outline) > 0.4 && !isWet(point)) return point;
  }
}

const rangeOf = (numbers: readonly number[]): [number, number] => [Math.min(...numbers), Math.max(...numbers)];

const isWet = (point: LonLat): boolean =>
  WATER_BODIES.some(({ kind, outline }) =>
    kind === 'canal'
      ? distanceToRing(point, outline) < 0.3
      : isInside(point, outline) || distanceToRing(point, outline) < 0.3,
  );

interface StationPlan {
  readonly siteType: SiteType;
  /** Among the sites of its type, from 1. */
  readonly ordinal: number;
  /** Among all stations, from 1. */
  readonly number: number;
  readonly stations: number;
  readonly place: Place;
}

function makeStation(plan: StationPlan): Station {
  const digits = Math.max(3, String(plan.stations).length);
  const [lon, lat] = plan.place.point;
  return {
    id: stationId(`${REGION}-${String(plan.number).padStart(digits, '0')}`),
    region: REGION,
    name: plan.siteType === 'plant_outlet' ? outletName(plan.ordinal) : siteName(plan, digits),
    district: plan.place.district.name,
    siteType: plan.siteType,
    position: { lat, lon },
    intervalMs: INTERVAL,
    channels: channelsOf(plan.siteType, plan.ordinal),
  };
}

function siteName({ siteType, number }: StationPlan, digits: number): BilingualName {
  const text = String(number).padStart(digits, '0');
  const { zh, en } = SITE_TYPES[siteType];
  return { zh: `${zh}-${text}`, en: `${en} ${text}` };
}

function outletName(ordinal: number): BilingualName {
  const plant = PLANT_PLANS[(ordinal - 1) % PLANT_PLANS.length]?.name ?? { zh: '水厂', en: 'Waterworks' };
  const text = String(ordinal).padStart(2, '0');
  const { zh, en } = SITE_TYPES.plant_outlet;
  return { zh: `${zh}-${text} (${plant.zh})`, en: `${en} ${text} (${plant.en})` };
}

export const pointOf = (station: Station): LonLat => toLonLat(station.position);
