import { buildChannel, buildRegistration, buildStation, NOON } from '@clearwell/testkit';
import { channelKey, HOUR, SINCE_EVER, stationId, type Registration, type Station } from '@clearwell/water-quality';
import fc from 'fast-check';
import { findFaults } from './station-faults.ts';
import { StationRegister, type Statement } from './register.ts';

const station = buildStation();
const { id } = station;

const say = (from: number, more: Partial<Station> = {}, rest: Partial<Statement> = {}): Statement => ({
  station: { ...station, ...more },
  from,
  retired: false,
  recordedBy: 'api',
  ...rest,
});

function openRegister(kept: Registration[] = []) {
  const register = new StationRegister({ all: () => kept, add: (registration) => kept.push(registration) });
  return { register, kept };
}

describe('StationRegister', () => {
  it('takes what is said first for true of all a station ever sampled', () => {
    const { register } = openRegister();
    expect(register.record(say(NOON), NOON)).toMatchObject({ from: SINCE_EVER, revision: 1, recordedAt: NOON });
    expect(register.at(id, SINCE_EVER - 1)?.station).toEqual(station);
  });

  it('tells what is true now from what was true', () => {
    const { register } = openRegister([buildRegistration()]);
    register.record(say(NOON, { siteType: 'pipe_end' }), NOON + HOUR);
    register.record(say(NOON - HOUR, { siteType: 'plant_outlet' }), NOON + HOUR);
    const siteTypes = [NOON - HOUR - 1, NOON - HOUR, NOON - 1, NOON].map((at) => register.at(id, at)?.station.siteType);
    expect(siteTypes).toEqual(['pipe_network', 'plant_outlet', 'plant_outlet', 'pipe_end']);
    expect(register.find(id)?.siteType).toBe('pipe_end');
    expect(register.all(NOON - 1)).toMatchObject([{ siteType: 'plant_outlet' }]);
  });

  it('lists a retired station no longer, and still knows it', () => {
    const { register } = openRegister([buildRegistration()]);
    register.record(say(NOON, {}, { retired: true }), NOON);
    expect(register.all()).toEqual([]);
    expect(register.all(NOON - 1)).toEqual([station]);
    expect(register.find(id)).toEqual(station);
    expect(register.retirementBetween(id, NOON - 1, NOON)).toBe(NOON);
    expect(register.retirementBetween(id, NOON, NOON + HOUR)).toBeNull();
  });

  it('holds after a start what it held before, and after a transaction that failed what is kept', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(instants, (froms) => {
        const { register, kept } = openRegister();
        froms.forEach((from, i) => register.record(say(NOON + from, { intervalMs: (i + 1) * 1_000 }), NOON));
        const again = openRegister([...kept]).register;
        expect(again.standing(id)).toEqual(register.standing(id));
        expect(again.revision).toBe(register.revision);
        kept.pop();
        register.restore();
        expect(register.recorded(id)).toEqual(kept);
      }),
    );
  });

  it('hears news from a file only where it says otherwise than it did before', () => {
    const { register } = openRegister();
    const renamed = { ...station, name: { zh: '新名', en: 'New name' } };
    expect(register.isNews(station)).toBe(true);
    register.record(say(NOON, {}, { recordedBy: 'file' }), NOON);
    expect(register.isNews(station)).toBe(false);
    register.record(say(NOON + 1, { name: { zh: '旧名', en: 'Other name' } }), NOON + 1);
    expect(register.isNews(station)).toBe(false);
    expect(register.isNews(renamed)).toBe(true);
    register.record(say(NOON + 2, renamed, { recordedBy: 'file' }), NOON + 2);
    expect(register.isNews(station)).toBe(true);
  });

  it('hears no news from a file that says what a request said', () => {
    const { register } = openRegister();
    register.record(say(NOON), NOON);
    expect(register.isNews(station)).toBe(false);
    expect(register.isNews({ ...station, id: stationId('zz-002') })).toBe(true);
  });

  it('remembers every channel a station ever had', () => {
    const { register } = openRegister([buildRegistration()]);
    register.record(say(NOON, { channels: [buildChannel('orp')] }), NOON);
    expect([...register.channelsEver(id)]).toEqual(['free_chlorine', 'turbidity', 'ph', 'orp']);
  });
});

describe('findFaults', () => {
  it('counts the channels a station had before', () => {
    const before = new Set(Array.from({ length: 22 }, (_, i) => channelKey(`before_${String(i)}`)));
    expect(findFaults(station)).toEqual([]);
    expect(findFaults(station, before)).toEqual([expect.stringMatching(/more than 24 channels/)]);
    expect(findFaults({ ...station, channels: station.channels.slice(0, 2) }, before)).toEqual([]);
  });
});
