import { stationId } from '@clearwell/water-quality';
import { formsFor } from './forms-for.ts';

const open = { handling: 'new', may: ['acknowledge', 'close'], stations: [stationId('zz-017')] } as const;
type Seen = Parameters<typeof formsFor>[0];
const offered = (overrides: object, mayKeepQuiet: boolean) =>
  formsFor({ ...open, ...overrides } as unknown as Seen, mayKeepQuiet);

describe('what is offered on the page of an alert', () => {
  it('is all that whoever is there may do', () => {
    expect(offered({}, true)).toEqual(['comment', 'assign', 'call', 'measure', 'close', 'mute', 'window']);
  });

  it('is nothing in a district that is not theirs', () => {
    expect(offered({ may: [] }, false)).toEqual([]);
  });

  it('is a mute and a window to whoever handles no alerts', () => {
    expect(offered({ may: [] }, true)).toEqual(['mute', 'window']);
  });

  it('is a measurement too once it is closed', () => {
    expect(offered({ handling: 'closed' }, true)).toEqual(['measure', 'reopen']);
  });

  it('is no window where there is no station to work at', () => {
    expect(offered({ may: [], stations: [] }, true)).toEqual(['mute']);
  });
});
