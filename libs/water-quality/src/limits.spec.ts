import {
  excessOver,
  guardBandOf,
  isBeyond,
  isExtreme,
  limitById,
  limitBook,
  LIMITS,
  PARAMETERS,
  type SiteType,
} from './index.ts';
import { required } from '@clearwell/testkit';

const book = limitBook(['GB 5749-2006', 'GB 5749-2022', 'operational']);

const day = (iso: string): number => Date.parse(`${iso}T12:00:00+08:00`);

const figures = (at: string, siteType: SiteType, parameter: keyof typeof PARAMETERS): string[] =>
  book(parameter, siteType, day(at)).map((limit) => `${limit.level} ${limit.side} ${String(limit.value)}`);

describe('the limits', () => {
  it('have names of their own', () => {
    expect(new Set(LIMITS.map((limit) => limit.id)).size).toBe(LIMITS.length);
  });

  it.each(LIMITS.map((limit) => [limit.id, limit] as const))(
    '%s lies within what its sensor can measure',
    (_, limit) => {
      const [low, high] = PARAMETERS[limit.parameter].sensorSpan;
      expect(limit.value).toBeGreaterThanOrEqual(low);
      expect(limit.value).toBeLessThanOrEqual(high);
      expect(limit.clause).not.toBe('');
      expect(Number.isNaN(Date.parse(limit.validFrom))).toBe(false);
    },
  );

  it('keep the operational level inside the legal one', () => {
    for (const level of LIMITS.filter((limit) => limit.standard === 'operational')) {
      const legal = LIMITS.filter(
        (limit) =>
          limit.standard === 'GB 5749-2022' &&
          limit.parameter === level.parameter &&
          limit.side === level.side &&
          (limit.sites === 'all' || level.sites === 'all' || limit.sites.some((site) => level.sites.includes(site))),
      );
      expect(legal.length).toBeGreaterThan(0);
      for (const limit of legal) expect(isBeyond(limit, level.value)).toBe(false);
    }
  });

  it('bind a pipe end to 0.05 mg/L and an outlet to 0.3', () => {
    expect(figures('2026-05-01', 'pipe_end', 'free_chlorine')).toEqual(['red min 0.05', 'red max 2', 'amber min 0.1']);
    expect(figures('2026-05-01', 'plant_outlet', 'free_chlorine')).toEqual([
      'red min 0.3',
      'red max 2',
      'amber min 0.4',
    ]);
  });

  it('are those of the day: chlorine up to 4 until 2023-03-31, up to 2 from 2023-04-01', () => {
    expect(figures('2023-03-31', 'pipe_end', 'free_chlorine')).toContain('red max 4');
    expect(figures('2023-04-01', 'pipe_end', 'free_chlorine')).toContain('red max 2');
    expect(figures('2023-04-01', 'pipe_end', 'free_chlorine')).not.toContain('red max 4');
  });

  it('allow a small supply turbidity 3', () => {
    expect(figures('2026-05-01', 'small_supply', 'turbidity')).toEqual(['red max 3', 'amber max 1.5']);
  });

  it('are not broken by a value that stands on them', () => {
    const turbidity = required(limitById('gb2022.turbidity'));
    expect(isBeyond(turbidity, 1)).toBe(false);
    expect(isBeyond(turbidity, 1.01)).toBe(true);
    expect(isExtreme(turbidity, 5)).toBe(false);
    expect(isExtreme(turbidity, 5.01)).toBe(true);
    expect(excessOver(required(limitById('gb2022.free_chlorine.end.min')), 0.02)).toBeCloseTo(0.03);
  });

  it('have a guard band of the instrument: 0.02 mg/L at 0.05, a tenth at 2', () => {
    expect(guardBandOf(required(limitById('gb2022.free_chlorine.end.min')))).toBe(0.02);
    expect(guardBandOf(required(limitById('gb2022.free_chlorine.max')))).toBeCloseTo(0.2);
  });
});
