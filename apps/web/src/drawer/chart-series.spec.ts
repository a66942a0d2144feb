import { chartSeries, extremesOf } from './chart-series.ts';

const series = chartSeries({ at: [1_000, 2_000, 3_000, 4_000], values: [7, 8, 99, null], flags: [1, 3, 4, 9] });

describe("a chart's columns", () => {
  it('mark suspect values on the line and failed ones beside it', () => {
    expect(series).toEqual({
      x: [1, 2, 3, 4],
      line: [7, 8, null, null],
      suspect: [null, 8, null, null],
      fail: [null, null, 99, null],
    });
  });

  it('have their extremes among what was measured', () => {
    expect(extremesOf(series)).toEqual({ count: 2, min: 7, max: 8 });
    expect(extremesOf(chartSeries({ at: [1], values: [null], flags: [9] }))).toBeNull();
  });
});
