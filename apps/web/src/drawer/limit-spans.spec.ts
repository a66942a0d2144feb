import { DAY, HOUR, type SiteType } from '@clearwell/water-quality';
import { limitSpans } from './limit-spans.ts';

const day = (iso: string): number => Date.parse(`${iso}T00:00:00+08:00`);

const site = (siteType: SiteType, from = 0) => ({ from, station: { siteType } });

describe('the limits of a window', () => {
  it('change at the midnight a standard comes into force', () => {
    const from = day('2023-03-31') + DAY / 2;
    const spans = limitSpans({
      standards: ['GB 5749-2022', 'GB 5749-2006', 'operational'],
      parameter: 'free_chlorine',
      registrations: [site('pipe_end')],
      from,
      to: from + DAY,
    });
    const of = (id: string) => spans.find((span) => span.limit.id === id);
    expect(of('gb2006.free_chlorine.max')).toMatchObject({ from, to: day('2023-04-01') });
    expect(of('gb2022.free_chlorine.max')).toMatchObject({ from: day('2023-04-01'), to: from + DAY });
    expect(of('op.free_chlorine.end.min')).toMatchObject({ from, to: from + DAY });
  });

  it('are none for a parameter that has only a trend', () => {
    expect(
      limitSpans({
        standards: ['GB 5749-2022', 'GB 5749-2006', 'operational'],
        parameter: 'orp',
        registrations: [site('pipe_end')],
        from: 0,
        to: DAY,
      }),
    ).toEqual([]);
  });

  it('are those of the site it was then', () => {
    const from = day('2026-05-01');
    const at = (hours: number) => from + hours * HOUR;
    const spans = limitSpans({
      standards: ['GB 5749-2022'],
      parameter: 'free_chlorine',
      registrations: [site('pipe_end'), site('plant_outlet', at(6)), site('pipe_end', at(9))],
      from,
      to: from + DAY,
    });
    const spansOf = (id: string) => spans.filter(({ limit }) => limit.id === id).map((span) => [span.from, span.to]);
    expect(spansOf('gb2022.free_chlorine.end.min')).toEqual([
      [from, at(6)],
      [at(9), from + DAY],
    ]);
    expect(spansOf('gb2022.free_chlorine.outlet.min')).toEqual([[at(6), at(9)]]);
    expect(spansOf('gb2022.free_chlorine.max')).toEqual([[from, from + DAY]]);
  });
});
