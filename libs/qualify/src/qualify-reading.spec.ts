import { buildReading, buildValues, NOON } from '@clearwell/testkit';
import { DAY, MINUTE, type ChannelKey, type Reading } from '@clearwell/water-quality';
import fc from 'fast-check';
import { qualifyReading } from './qualify-reading.ts';

const qualify = (reading: Partial<Reading>) => qualifyReading(buildReading(reading));
const ofPh = (value: number | null, more: Partial<Reading> = {}) =>
  qualify({ values: buildValues({ ph: value }), ...more }).quality;

describe('qualifyReading', () => {
  it.each([
    [7.4, { flag: 1 }],
    [null, { flag: 9, test: 'missing' }],
    [14.01, { flag: 4, test: 'gross_range_sensor' }],
    [-0.01, { flag: 4, test: 'gross_range_sensor' }],
    [4.99, { flag: 3, test: 'gross_range_user' }],
    [10.01, { flag: 3, test: 'gross_range_user' }],
    [10, { flag: 1 }],
  ])('flags pH %p as %p', (value, expected) => {
    expect(ofPh(value)).toEqual({ ph: expected });
  });

  it('says nothing of a channel that was not sent', () => {
    expect(ofPh(7)).not.toHaveProperty('turbidity');
  });

  it.each([
    ['N', { flag: 1 }],
    ['C', { flag: 2, test: 'mark' }],
    ['T', { flag: 3, test: 'mark' }],
    ['D', { flag: 4, test: 'mark' }],
  ] as const)('takes the mark %s for %p', (mark, expected) => {
    const marks = { ph: mark } as Reading['marks'];
    expect(ofPh(7, { marks })).toEqual({ ph: expected });
  });

  it('takes what is measured in the cell for invalid while no water flows through it', () => {
    const values = buildValues({ ph: 7, pressure: 0.3, turbidity: null });
    const marks = { ph: 'T' } as Reading['marks'];
    expect(qualify({ values, marks, device: { sampleFlow: 0 } }).quality).toEqual({
      ph: { flag: 4, test: 'zero_flow' },
      pressure: { flag: 1 },
      turbidity: { flag: 9, test: 'missing' },
    });
    expect(qualify({ values, device: { sampleFlow: 0.4 } }).quality['ph' as ChannelKey]).toEqual({ flag: 1 });
  });

  it('says of a calibration that it is one, though no water flows meanwhile', () => {
    const marks = { ph: 'C' } as Reading['marks'];
    expect(ofPh(7, { marks, device: { sampleFlow: 0 } })).toEqual({ ph: { flag: 2, test: 'mark' } });
  });

  it('takes the spans somebody set for a station', () => {
    const reading = buildReading({ values: buildValues({ ph: 7.9 }) });
    const ranges = () => ({ sensorSpan: [0, 14], userSpan: [6, 7.8] }) as const;
    expect(qualifyReading(reading, ranges).quality).toEqual({ ph: { flag: 3, test: 'gross_range_user' } });
  });

  it("does not evaluate a reading of the server's future, and says so", () => {
    const ahead = qualify({ sampledAt: NOON + 3 * MINUTE, receivedAt: NOON, values: buildValues({ ph: 7 }) });
    expect(ahead).toMatchObject({ timing: 'ahead', quality: { ph: { flag: 2, test: 'time_ahead' } } });
    expect(qualify({ sampledAt: NOON, receivedAt: NOON + 30 * DAY }).timing).toBe('judged');
  });

  it('changes no value and leaves none out', () => {
    const values = fc.dictionary(
      fc.constantFrom('ph', 'turbidity', 'free_chlorine'),
      fc.option(fc.double({ noNaN: true })),
    );
    fc.assert(
      fc.property(values, (sent) => {
        const qualified = qualify({ values: buildValues(sent) });
        expect(qualified.values).toEqual(sent);
        expect(Object.keys(qualified.quality).sort()).toEqual(Object.keys(sent).sort());
      }),
    );
  });
});
