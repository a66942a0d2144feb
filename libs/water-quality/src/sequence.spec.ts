import fc from 'fast-check';
import { addToRanges, holesBetween, type SeqRanges } from './sequence.ts';

const membersOf = (ranges: SeqRanges): number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));

describe('ranges of seq', () => {
  it('hold what was added, however it was cut up, and their holes hold the rest', () => {
    const seqs = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(seqs, fc.integer({ min: 1, max: 9 }), (numbers, size) => {
        let ranges: SeqRanges = [];
        for (let i = 0; i < numbers.length; i += size) ranges = addToRanges(ranges, numbers.slice(i, i + size));
        const expected = [...new Set(numbers)].sort((a, b) => a - b);
        expect(membersOf(ranges)).toEqual(expected);
        const [first = 0, last = 0] = [expected[0], expected.at(-1)];
        const missing = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
          (seq) => !numbers.includes(seq),
        );
        expect(membersOf(holesBetween(ranges))).toEqual(missing);
      }),
    );
  });

  it('are one for a sequence without a hole', () => {
    expect(addToRanges([[1, 9]], [10])).toEqual([[1, 10]]);
    expect(holesBetween([[1, 10]])).toEqual([]);
  });

  it('are bounded: the oldest holes are given up first', () => {
    const odd = Array.from({ length: 700 }, (_, i) => 2 * i + 1);
    const ranges = addToRanges([], odd);
    expect(ranges).toHaveLength(500);
    expect([ranges[0]?.[0], ranges.at(-1)]).toEqual([1, [1399, 1399]]);
  });
});
