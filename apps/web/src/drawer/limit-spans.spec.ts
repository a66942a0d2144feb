import { DAY } from '@clearwell/water-quality';
import { limitSpans } from './limit-spans.ts';

const day = (iso: string): number => Date.parse(`${iso}T00:00:00+08:00`);

describe('the limits of a window', () => {
  it('change at the midnight a standard comes into force', () => {
    const from = day('2023-03-31') + DAY / 2;
    const spans = limitSpans({
      standards: ['GB 5749-2022', 'GB 5749-2006', 'operational'],
      parameter: 'free_chlorine',
      siteType: 'pipe_end',
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
        siteType: 'pipe_end',
        from: 0,
        to: DAY,
      }),
    ).toEqual([]);
  });
});
