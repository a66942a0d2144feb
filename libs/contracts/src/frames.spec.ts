import { STATUSES, channelKey, stationId } from '@clearwell/water-quality';
import fc from 'fast-check';
import {
  cityDayOf,
  cityDaysBetween,
  decodeFrames,
  encodeFrames,
  inResolutions,
  openCell,
  packCell,
  startOfCityDay,
  type Cell,
  type FrameDay,
} from './frames.ts';

const cell: fc.Arbitrary<Cell> = fc.record({
  status: fc.constantFrom(...STATUSES),
  unverified: fc.boolean(),
  late: fc.boolean(),
  flag: fc.constantFrom(0, 1, 2, 3, 4),
});

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const frameDay: fc.Arbitrary<FrameDay> = fc
  .record({ frames: fc.integer({ min: 0, max: 5 }), stations: fc.integer({ min: 0, max: 4 }) })
  .chain(({ frames, stations }) =>
    fc.record({
      head: fc.constant({
        day: '2026-11-20',
        from: startOfCityDay('2026-11-20'),
        step: 600_000,
        frames,
        parameter: 'ph' as const,
        view: 'known' as const,
        stations: Array.from({ length: stations }, (_, i) => ({
          id: stationId(`zz-00${i}`),
          channel: i === 0 ? null : channelKey('ph'),
          resolution: 0.01,
        })),
      }),
      cells: bytes(frames * stations),
      ages: fc.uint16Array({ minLength: frames * stations, maxLength: frames * stations }),
      values: fc
        .array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), {
          minLength: frames * stations,
          maxLength: frames * stations,
        })
        .map((values) => Int32Array.from(values)),
    }),
  );

describe('frames on the wire', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(frameDay, (day) => {
        expect(decodeFrames(encodeFrames(day))).toEqual(day);
      }),
    );
  });

  it('say in a byte what a station shows', () => {
    fc.assert(
      fc.property(cell, (told) => {
        expect(openCell(packCell(told))).toEqual(told);
      }),
    );
  });

  it('are refused when they are cut off, or something else', () => {
    expect(() => decodeFrames(Uint8Array.of(1, 2, 3))).toThrow('no frames');
    const day = fc.sample(frameDay, 50).find(({ values }) => values.length > 0);
    if (day === undefined) throw new Error('a day with a value');
    expect(() => decodeFrames(encodeFrames(day).slice(0, -1))).toThrow('cut off');
  });

  it('hold a value that no probe gives as the largest there is', () => {
    expect([inResolutions(0.304, 0.01), inResolutions(-1e300, 0.01)]).toEqual([30, -(2 ** 30)]);
  });
});

describe('a city day', () => {
  it('begins at midnight in Zhengzhou', () => {
    expect(startOfCityDay('2026-11-20')).toBe(Date.parse('2026-11-20T00:00+08:00'));
    expect(cityDayOf(Date.parse('2026-11-19T15:59:59Z'))).toBe('2026-11-19');
    expect(cityDayOf(Date.parse('2026-11-19T16:00:00Z'))).toBe('2026-11-20');
  });

  it('counts both ends of a span', () => {
    const at = Date.parse('2026-11-20T08:00+08:00');
    expect(cityDaysBetween(at, at)).toEqual(['2026-11-20']);
    expect(cityDaysBetween(at, at + 86_400_000)).toEqual(['2026-11-20', '2026-11-21']);
  });
});
