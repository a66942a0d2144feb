import { HOUR, stationId } from '@clearwell/water-quality';
import { buildEpisode, event, hours, NINE, over, PAGED, Rehearsal, SHOWN, STATION } from './rehearsal.ts';

const [PLANT, UPPER, LOWER] = [stationId('plant'), stationId('upper'), stationId('lower')];

describe('A cluster', () => {
  it('takes in the events of its stations, and wakes somebody once', () => {
    const city = new Rehearsal();
    city.putPaged(SHOWN, event({ station: UPPER }));
    city.incident({ stations: [UPPER, LOWER] });
    city.putPaged(PAGED, event({ station: LOWER }));
    expect(city.alerts('event').map(({ partOf }) => partOf)).toEqual(Array(2).fill(city.alert('cluster').id));
    expect([city.woken('cluster'), city.woken('event')]).toEqual([['raised inspectors'], []]);
    expect(city.told('event')).toContain('grouped');
    expect(city.told('event')).toContain('held_back part_of');
  });

  it('holds back no event that was weighed by itself while it went on', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER, LOWER] });
    city.put(event({ station: UPPER }));
    expect(city.told('event')).toContain('grouped');
    city.incident({ of: 'event', incident: 'i2', stations: [UPPER], paging: PAGED });
    expect(city.woken('event')).toEqual(['worsened inspectors']);
    const later = new Rehearsal();
    later.incident({ stations: [UPPER, LOWER], clearedAt: NINE });
    later.put(event({ station: UPPER }));
    later.incident({ of: 'event', incident: 'i2', stations: [UPPER], paging: PAGED });
    expect(later.alert('event').sources[0]?.paging).toEqual(PAGED);
  });

  it('that is back wakes somebody again where it reaches further than it did', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER, LOWER] });
    city.until(hours(1)).incident({ stations: [UPPER, LOWER], clearedAt: hours(1) });
    city.until(hours(2)).incident({ stations: [UPPER, LOWER] });
    expect(city.woken('cluster')).toEqual(['raised inspectors', 'cleared inspectors']);
    expect(city.alert('cluster').condition).toBe('active');
    city.until(hours(3)).incident({ stations: [PLANT, UPPER, LOWER] });
    expect(city.woken('cluster')).toEqual(['raised inspectors', 'cleared inspectors', 'released inspectors']);
    city.until(hours(4)).incident({ stations: [PLANT, UPPER, LOWER], clearedAt: hours(4) });
    city.until(hours(5)).incident({ stations: [STATION, PLANT, UPPER, LOWER] });
    expect(city.woken('cluster').slice(3)).toEqual(['cleared inspectors', 'reactivated inspectors']);
  });

  describe('that was closed while it goes on', () => {
    const closed = (): Rehearsal => {
      const city = new Rehearsal();
      city.incident({ stations: [UPPER, LOWER] });
      const alert = city.alert('cluster').id;
      city.act({ do: 'close', alert, revision: null, verdict: 'network_work', cause: 'Flushing' });
      return city;
    };

    it.each([
      ['reaches further', { stations: [UPPER, LOWER, PLANT] }],
      ['is worse', { stations: [UPPER, LOWER], level: 'red' }],
    ] as const)('is opened again, and wakes somebody, where it %s than what was judged', (_, more) => {
      const city = closed();
      city.until(hours(1)).incident(more);
      expect(city.alert('cluster')).toMatchObject({ handling: 'new', verdict: null, condition: 'active' });
      expect(city.woken()).toEqual(['raised inspectors', 'closed inspectors', 'reopened inspectors']);
    });

    it('stays closed, and keeps its events quiet, where it is as it was', () => {
      const city = closed();
      city.until(hours(1)).incident({ stations: [UPPER, LOWER], strength: 6 });
      city.putPaged(PAGED, event({ station: LOWER }));
      expect(city.alert('cluster').handling).toBe('closed');
      expect(city.woken()).toEqual(['raised inspectors', 'closed inspectors']);
    });
  });

  describe('that is over at all its stations', () => {
    const TWO = {
      stations: [UPPER, LOWER],
      parts: [UPPER, LOWER].map((station) => ({ station, from: NINE, until: null })),
    };
    const quiet = (): Rehearsal => {
      const city = new Rehearsal({ clusterSettles: 2 * HOUR });
      city.incident(TWO);
      city.until(hours(1)).incident({ ...TWO, clearedAt: hours(1) });
      return city;
    };

    it('goes on until one of them has been heard of for two hours more, and ended when it was over', () => {
      const city = quiet();
      city.until(hours(3) - 1).back(UPPER);
      expect(city.alert('cluster')).toMatchObject({ condition: 'active', end: null });
      city.until(hours(3)).back(LOWER);
      expect(city.alert('cluster')).toMatchObject({ condition: 'cleared', end: hours(1) });
      expect(city.woken('cluster')).toEqual(['raised inspectors', 'cleared inspectors']);
    });

    it('is not over because nothing more is heard of them', () => {
      const city = quiet();
      city.until(hours(2)).silence(UPPER);
      city.silence(LOWER);
      city.until(hours(9)).tick();
      city.until(hours(9)).put(over(buildEpisode(), hours(9)));
      expect(city.alert('cluster').condition).toBe('unverified');
      city.back(LOWER);
      expect(city.alert('cluster')).toMatchObject({ condition: 'cleared', end: hours(1) });
    });

    it('says nothing where it goes on at the next', () => {
      const city = quiet();
      city.until(hours(2)).incident({ stations: [STATION, UPPER, LOWER] });
      city.until(hours(4)).back(UPPER);
      expect(city.alert('cluster').condition).toBe('active');
      expect(city.told('cluster')).toEqual(['raised']);
    });

    it('is over once somebody closes it, and is back where it goes on at the next', () => {
      const city = quiet();
      const alert = city.alert('cluster').id;
      const close = { do: 'close', alert, revision: null, verdict: 'real_event', cause: 'Burst main' } as const;
      expect(city.act(close).outcome).toBe('done');
      expect(city.alert('cluster')).toMatchObject({ condition: 'cleared', handling: 'closed', end: hours(1) });
      city.until(hours(1.5)).incident({ ...TWO, clearedAt: hours(1) });
      expect(city.alert('cluster').handling).toBe('closed');
      city.until(hours(2)).incident({ stations: [STATION, UPPER, LOWER] });
      expect(city.alert('cluster')).toMatchObject({ condition: 'active', handling: 'new' });
      expect(city.woken('cluster')).toEqual(['raised inspectors', 'closed inspectors', 'reopened inspectors']);
    });

    it('is not told again by who opens what somebody closed', () => {
      const city = quiet();
      const alert = city.alert('cluster').id;
      city.act({ do: 'close', alert, revision: null, verdict: 'real_event', cause: 'Burst main' });
      city.act({ do: 'reopen', alert, revision: null, reason: 'Which main?' });
      city.until(hours(3)).back(UPPER);
      expect(city.woken('cluster')).toEqual(['raised inspectors', 'closed inspectors']);
    });

    it('does not go on where it was an operation, which leaves nobody waiting', () => {
      const city = new Rehearsal({ clusterSettles: 2 * HOUR });
      city.until(hours(1)).incident({ ...TWO, of: 'operation', clearedAt: hours(1) });
      expect(city.alert('operation').condition).toBe('cleared');
    });

    it('does not go on where that was long ago when it was found', () => {
      const city = new Rehearsal({ clusterSettles: 2 * HOUR });
      city.until(hours(3)).incident({ ...TWO, clearedAt: hours(1) });
      expect(city.told('cluster')).toEqual(['found_over']);
    });

    it('takes in an event of its own kind, and not one that is weighed by itself', () => {
      const city = quiet();
      city.until(hours(2)).put(event({ station: UPPER, start: hours(2) }));
      city.incident({ of: 'event', incident: 'i2', stations: [UPPER], start: hours(2), paging: PAGED });
      expect(city.woken('event')).toEqual(['worsened inspectors']);
    });
  });

  it('that is over lets an event that still lasts be told, and one that ended meanwhile not', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER, LOWER] });
    city.putPaged(PAGED, event({ station: UPPER }));
    city.putPaged(PAGED, event({ station: LOWER }));
    city.until(hours(1)).put(over(event({ station: UPPER }), hours(1)));
    city.until(hours(2)).incident({ stations: [UPPER, LOWER], clearedAt: hours(2) });
    city.tick();
    expect(city.woken('event')).toEqual(['released inspectors']);
    expect(city.notices.at(-1)?.alert).toBe(city.alerts('event')[1]?.id);
  });

  it('that takes in an event somebody was told of leaves its end to be told', () => {
    const city = new Rehearsal();
    city.putPaged(PAGED, event({ station: UPPER }));
    city.incident({ stations: [UPPER, LOWER] });
    city.until(hours(1)).put(over(event({ station: UPPER }), hours(1)));
    expect(city.woken('event')).toEqual(['raised inspectors', 'cleared inspectors']);
  });

  it('that late data takes back is withdrawn, and lets its events go', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER, LOWER] });
    city.putPaged(PAGED, event({ station: UPPER }));
    city.take({ kind: 'incident_withdrawn', incident: 'i1' });
    expect(city.alert('cluster').isWithdrawn).toBe(true);
    expect(city.alert('event').partOf).toBeNull();
    expect(city.woken('event')).toEqual(['released inspectors']);
    expect(city.woken('cluster')).toEqual(['raised inspectors', 'withdrawn inspectors']);
  });

  it('does not take in what its stations did at another time', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER], clearedAt: hours(1), parts: [{ station: UPPER, from: NINE, until: hours(1) }] });
    city.until(hours(9)).putPaged(PAGED, event({ station: UPPER, start: hours(9) }));
    expect(city.woken('event')).toEqual(['raised inspectors']);
  });

  it('that is an operation keeps its events quiet, and itself', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER, LOWER], of: 'operation', paging: { code: 'operation', notifies: false } });
    city.putPaged(PAGED, event({ station: UPPER }));
    expect([city.woken('operation'), city.woken('event')]).toEqual([[], []]);
  });
});
