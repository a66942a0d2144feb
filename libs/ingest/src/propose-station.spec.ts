import { NOON } from '@clearwell/testkit';
import { MINUTE } from '@clearwell/water-quality';
import { proposeStation } from './propose-station.ts';

const message = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const at = (slot: number, values: object) => ({ sampledAt: NOON + slot * 5 * MINUTE, values });

describe('proposeStation', () => {
  it('finds the channels and the interval of what came, in whatever order', () => {
    const proposal = proposeStation([
      message(at(2, { turbidity: 0.2 })),
      message({ readings: [at(0, { ph: 7 }), at(1, { 'ph.2': null }), at(9, { lead: 1 })] }),
    ]);
    expect(proposal.channels.map(({ key, parameter, unit }) => [key, parameter, unit])).toEqual([
      ['ph', 'ph', '[pH]'],
      ['ph.2', 'ph', '[pH]'],
      ['turbidity', 'turbidity', '[NTU]'],
    ]);
    expect(proposal.intervalMs).toBe(5 * MINUTE);
    expect(proposal.unknown).toEqual(['lead']);
  });

  it('says nothing it does not know', () => {
    const nothing = { intervalMs: null, channels: [], unknown: [] };
    expect(proposeStation([])).toEqual(nothing);
    expect(proposeStation(['hello', '[]', '{"online":true}', '{"readings":"x"}'].map(message))).toEqual(nothing);
  });
});
