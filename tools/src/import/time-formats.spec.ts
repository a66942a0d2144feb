import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { instantsOf } from './local-time.ts';
import { namedFormat, recognizeFormat, TIME_FORMATS } from './time-formats.ts';

const wall = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => Math.floor(date.getTime() / 1_000) * 1_000);

const write = (ms: number, format: string): string => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat(format);

describe('time formats', () => {
  it('read back what is written in them, by their own reading and by their name', () => {
    fc.assert(
      fc.property(wall, fc.constantFrom(...TIME_FORMATS), (ms, format) => {
        const text = write(ms, format.name);
        expect(format.read(text)).toEqual({ kind: 'wall', ms });
        const named = 'dd MMM yyyy HH.mm.ss';
        expect(namedFormat(named).read(write(ms, named))).toEqual({ kind: 'wall', ms });
      }),
    );
  });

  it.each([
    ['2016-08-03T09:49:00Z', 'instant', '2016-08-03T09:49:00Z'],
    ['2016-08-03 09:49:00.250+08:00', 'instant', '2016-08-03T01:49:00.250Z'],
    ['2016/8/3 9:49', 'wall', '2016-08-03T09:49:00Z'],
    ['20160803094900', 'wall', '2016-08-03T09:49:00Z'],
    ['2016年8月3日 9:49', 'wall', '2016-08-03T09:49:00Z'],
    ['02/21/2006 12:05:00 AM', 'wall', '2006-02-21T00:05:00Z'],
    ['21.2.2006 23:59', 'wall', '2006-02-21T23:59:00Z'],
  ])('understand %s', async (text, kind, iso) => {
    const found = await recognizeFormat([text]);
    expect(found.kind === 'one' && found.format.read(text)).toEqual({ kind, ms: Date.parse(iso) });
  });

  it.each(['2016-02-30 00:00', '13/13/2006 00:00', '02/21/2006 24:00', '02/21/2006 13:00 PM', 'soon', '20'])(
    'refuse %s',
    async (text) => {
      expect(await recognizeFormat([text])).toEqual({ kind: 'none', example: text });
    },
  );

  it('tell day from month by the first row that decides, and say when none does', async () => {
    const early = ['02/03/2006 00:00', '02/04/2006 00:00'];
    expect(await recognizeFormat([...early, '02/21/2006 00:00'])).toMatchObject({
      format: { name: 'MM/dd/yyyy HH:mm:ss' },
    });
    expect(await recognizeFormat([...early, '21/02/2006 00:00'])).toMatchObject({
      format: { name: 'dd/MM/yyyy HH:mm:ss' },
    });
    expect(await recognizeFormat(early)).toMatchObject({
      kind: 'several',
      formats: [{ name: 'MM/dd/yyyy HH:mm:ss' }, { name: 'dd/MM/yyyy HH:mm:ss' }],
    });
  });
});

describe('instantsOf', () => {
  const newYork = IANAZone.create('America/New_York');

  it('gives none, one or two instants where clocks go forward and back', () => {
    expect(instantsOf(Date.UTC(2006, 3, 2, 2, 30), newYork)).toEqual([]);
    expect(instantsOf(Date.UTC(2006, 3, 2, 3, 0), newYork)).toEqual([Date.UTC(2006, 3, 2, 7, 0)]);
    expect(instantsOf(Date.UTC(2006, 9, 29, 1, 30), newYork)).toEqual([
      Date.UTC(2006, 9, 29, 5, 30),
      Date.UTC(2006, 9, 29, 6, 30),
    ]);
  });

  it('finds every instant again by what its clock showed', () => {
    const zones = [
      'Asia/Shanghai',
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ];
    fc.assert(
      fc.property(wall, fc.constantFrom(...zones), (at, name) => {
        const zone = IANAZone.create(name);
        expect(instantsOf(at + zone.offset(at) * 60_000, zone)).toContain(at);
      }),
    );
  });
});
