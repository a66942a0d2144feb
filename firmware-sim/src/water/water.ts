/** What truly flows past a station, in the units of the catalogue, before any instrument. One key a modelled parameter. */
export interface Water {
  readonly free_chlorine: number;
  readonly chlorine_dioxide: number;
  readonly turbidity: number;
  readonly ph: number;
  readonly conductivity: number;
  readonly temperature: number;
  readonly orp: number;
  readonly codmn: number;
  readonly ammonia_n: number;
  readonly flow: number;
  readonly pressure: number;
}

/** Redox potential follows disinfectant and pH: about 640 mV at 0.3 mg/L of free chlorine and pH 7.6. */
export function redoxOf({ free_chlorine, ph }: Pick<Water, 'free_chlorine' | 'ph'>): number {
  return 640 + 75 * Math.log(Math.max(free_chlorine, 0.005) / 0.3) - 25 * (ph - 7.6);
}

/** Whatever changes chlorine or pH changes the redox potential with it. */
export function change(water: Water, changes: Partial<Water>): Water {
  const changed = { ...water, ...changes };
  return { ...changed, orp: changed.orp + redoxOf(changed) - redoxOf(water) };
}

/** Water on the way from one state to another: `share` 0 is the first, 1 the second. */
export function blend(water: Water, other: Water, share: number): Water {
  const between = (key: keyof Water): number => water[key] + (other[key] - water[key]) * share;
  const mixed = Object.fromEntries(Object.keys(water).map((key) => [key, between(key as keyof Water)]));
  return change(water, { ...(mixed as unknown as Water), orp: water.orp });
}
