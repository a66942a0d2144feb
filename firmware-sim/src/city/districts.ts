import type { BilingualName } from '@clearwell/water-quality';
import { DISTRICT_PLANS, type DistrictPlan } from './names.data.ts';
import { roundPoint, type LonLat } from './plane.ts';

export interface District {
  readonly name: BilingualName;
  readonly ring: 0 | 1 | 2;
  /** Closed, anticlockwise. */
  readonly outline: readonly LonLat[];
}

const CENTRE: LonLat = [113.675, 34.757];
/** Degrees from the centre to the city's edge, along longitude and along latitude. */
const REACH: LonLat = [0.2, 0.122];
/** Where the rings end, as a share of the way to the edge. */
const RINGS = [0.31, 0.63, 1] as const;
/** Degrees between two points of a ring; every border stands on such a point. */
const STEP = 3;
const BORDER_STEPS = 8;

/** Ring of the city → how it departs from an ellipse: [waves around it, depth, phase]. */
const WOBBLES: readonly (readonly (readonly [waves: number, depth: number, phase: number])[])[] = [
  [[2, 0.07, 0.4], [3, 0.06, 2.1], [5, 0.035, 4.0], [11, 0.012, 1.0]], // prettier-ignore
  [[2, 0.035, 1.9], [3, 0.04, 0.3], [5, 0.025, 5.2], [9, 0.014, 2.4], [17, 0.006, 0.7]], // prettier-ignore
  [[2, 0.03, 3.3], [3, 0.03, 1.2], [4, 0.025, 5.9], [7, 0.02, 0.2], [13, 0.01, 2.8], [23, 0.005, 4.4]], // prettier-ignore
];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Share of the way to the edge at which a ring of the city ends in this direction; ring −1 is the centre itself. */
function ringReach(ring: number, angle: number): number {
  const base = RINGS[ring];
  if (base === undefined) return 0;
  const waves = WOBBLES[ring] ?? [];
  const wobble = waves.reduce((sum, [n, depth, phase]) => sum + depth * Math.sin(n * radians(angle) + phase), 0);
  return base * (1 + wobble);
}

function pointAt(reach: number, angle: number): LonLat {
  const a = radians(angle);
  return roundPoint([CENTRE[0] + REACH[0] * reach * Math.cos(a), CENTRE[1] + REACH[1] * reach * Math.sin(a)]);
}

/** The end of a ring between two angles: neighbours on both sides walk the same points, so their edges are one. */
function arc(ring: number, from: number, to: number): LonLat[] {
  const points: LonLat[] = [];
  for (let angle = from; angle <= to; angle += STEP) {
    // 381° and 21° are one point, to the last digit.
    points.push(pointAt(ringReach(ring, angle % 360), angle % 360));
  }
  return points;
}

/** The border between two districts of a ring, from the inside out, swaying a little. Depends on nothing but ring and angle. */
function border(ring: number, angle: number): LonLat[] {
  const turn = angle % 360;
  const sway = 4.5 * Math.sin(turn * 1.7 + ring);
  return Array.from({ length: BORDER_STEPS + 1 }, (_, step) => {
    const t = step / BORDER_STEPS;
    const a = turn + sway * Math.sin(Math.PI * t) + 1.5 * Math.sin(3 * Math.PI * t);
    const [inner, outer] = [ringReach(ring - 1, a), ringReach(ring, a)];
    return pointAt(inner + (outer - inner) * t, a);
  });
}

function outlineOf({ ring, from, to }: DistrictPlan): LonLat[] {
  const outside = arc(ring, from, to);
  if (ring === 0) return outside;
  const left = border(ring, to).toReversed().slice(1, -1);
  const inside = arc(ring - 1, from, to).toReversed();
  const right = border(ring, from).slice(1, -1);
  return closed([...outside, ...left, ...inside, ...right]);
}

const closed = (points: readonly LonLat[]): LonLat[] => [...points, ...points.slice(0, 1)];

/** Twelve districts that tile the city: a middle, four around it, seven outside. */
export const DISTRICTS: readonly District[] = DISTRICT_PLANS.map((plan) => ({
  name: plan.name,
  ring: plan.ring,
  outline: outlineOf(plan),
}));
