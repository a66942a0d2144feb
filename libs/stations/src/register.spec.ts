import { buildChannel, buildStation } from '@clearwell/testkit';
import type { Station } from '@clearwell/water-quality';
import { StationRegister } from './register.ts';

describe('StationRegister', () => {
  it('keeps the place of every channel when a station changes', () => {
    const kept: Station[] = [];
    const register = new StationRegister({ all: () => [buildStation()], put: (station) => kept.push(station) });
    register.put(buildStation({ channels: ['orp', 'ph'].map((key) => buildChannel(key)) }));
    const keys = ['free_chlorine', 'turbidity', 'ph', 'orp'];
    expect(kept[0]?.channels.map((channel) => channel.key)).toEqual(keys);
    expect(register.all()[0]?.channels.map((channel) => channel.key)).toEqual(keys);
  });
});
