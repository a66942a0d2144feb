import { sparkPath } from './spark-path.ts';

const box = { width: 100, height: 20 };

describe('a sparkline', () => {
  it('lifts the pen over a gap', () => {
    const path = sparkPath({ at: [0, 1, 2, 3, 4], values: [1, 2, null, 1, 1], flags: [] }, 0, 4, box);
    expect(path).toBe('M0.0 20.0L25.0 0.0M75.0 20.0L100.0 20.0');
  });

  it('draws a flat line in the middle, and nothing without values', () => {
    expect(sparkPath({ at: [0, 4], values: [7, 7], flags: [] }, 0, 4, box)).toBe('M0.0 10.0L100.0 10.0');
    expect(sparkPath({ at: [0], values: [null], flags: [] }, 0, 4, box)).toBe('');
  });
});
