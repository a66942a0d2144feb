import { channelKey, stationId, type WorkWindow } from '@clearwell/water-quality';
import { buildEpisode, event, fault, hours, minutes, NINE, over, PAGED, Rehearsal, STATION } from './rehearsal.ts';

const [PLANT, UPPER, LOWER] = [stationId('plant'), stationId('upper'), stationId('lower')];

describe('Silence', () => {
  it('makes an open alert unverified, and never tells its end', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).silence();
    city.until(hours(30)).tick();
    expect(city.alert('limit').condition).toBe('unverified');
    expect(city.told('limit')).toEqual(['raised', 'unverified']);
    expect(city.woken('limit')).toEqual(['raised inspectors']);
  });

  describe('of many stations at once', () => {
    const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(stationId);
    const outage = (): Rehearsal => {
      const city = new Rehearsal();
      for (const [i, station] of eight.entries()) city.until(minutes(i)).silence(station);
      return city;
    };

    it('is told of five: it is none of the stations. All stand in the list', () => {
      const city = outage();
      city.until(hours(3)).tick();
      expect(city.alerts('silence').filter(({ condition }) => condition === 'active')).toHaveLength(8);
      expect(city.woken()).toEqual(Array(5).fill('raised maintainers'));
      expect(city.alerts('silence').at(-1)?.held?.code).toBe('many_silent');
    });

    it('is told of who is silent still when the others are back', () => {
      const city = outage();
      city.until(minutes(40));
      for (const station of eight.slice(0, 7)) city.back(station);
      city.tick();
      expect(city.woken()).not.toContain('released maintainers');
      expect(city.woken().filter((what) => what.startsWith('raised'))).toHaveLength(5);
      city.until(hours(2)).tick();
      expect(city.woken().at(-1)).toBe('released maintainers');
    });

    it('is told of each where they are hours apart', () => {
      const city = new Rehearsal();
      for (const [i, station] of eight.entries()) city.until(hours(i)).silence(station);
      expect(city.woken()).toHaveLength(8);
    });
  });

  it('is verified by readings sampled after it: the alert goes on', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).silence();
    city.until(hours(2)).judge([buildEpisode({ count: 5 })], [], hours(2));
    expect(city.alert('limit').condition).toBe('unverified');
    city.back();
    expect(city.alert('limit').condition).toBe('active');
    expect(city.told('limit')).toEqual(['raised', 'unverified', 'verified']);
  });

  it('is not verified by what was sampled before it', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).silence();
    city.take({ kind: 'back', station: STATION, sampledAt: NINE });
    expect(city.alert('limit').condition).toBe('unverified');
    city.judge([], [], minutes(30));
    expect(city.alert('limit').condition).toBe('unverified');
    city.judge([], [], minutes(41));
    expect(city.alert('limit').condition).toBe('active');
  });

  it('leaves it to the backfill to clear an alert', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).silence();
    city.until(hours(2)).put(over(buildEpisode(), minutes(50)));
    expect(city.alert('limit')).toMatchObject({ condition: 'cleared', end: minutes(50) });
    expect(city.woken('limit')).toEqual(['raised inspectors', 'cleared inspectors']);
  });

  it('holds back what is found of its station meanwhile, which is told once after it if it lasts', () => {
    const city = new Rehearsal();
    city.silence();
    city.until(hours(1)).put(buildEpisode());
    expect(city.alert('limit')).toMatchObject({ condition: 'unverified', held: { code: 'station_silent', rank: 2 } });
    city.until(hours(2)).back();
    expect(city.woken('limit')).toEqual([]);
    city.until(hours(2) + 120_000).tick();
    city.tick();
    expect(city.woken('limit')).toEqual(['released inspectors']);
  });

  it('fires nothing a moment before the backfill ends it', () => {
    const city = new Rehearsal();
    city.silence();
    city.put(event(), fault());
    city.until(hours(2)).back();
    city.until(hours(2) + 60_000).put(over(event(), hours(1)), over(fault(), hours(1)));
    city.until(hours(3)).tick();
    expect(city.woken('event')).toEqual([]);
    expect(city.woken('fault')).toEqual([]);
  });

  it('fires nothing of what lasts in old data only, before the rest of it is there', () => {
    const city = new Rehearsal();
    city.until(hours(5)).judge([fault()], [], minutes(20));
    expect(city.alert('fault').condition).toBe('active');
    city.until(hours(5) + 60_000).judge([over(fault(), hours(1))], [], hours(4));
    city.until(hours(6)).tick();
    expect(city.woken('fault')).toEqual([]);
  });

  it('tells what lasts in old data once nothing more comes of it', () => {
    const city = new Rehearsal();
    city.until(hours(5)).judge([buildEpisode()], [], minutes(20));
    expect(city.woken('limit')).toEqual([]);
    city.until(hours(5) + 120_000).tick();
    expect(city.woken('limit')).toEqual(['released inspectors']);
  });

  it('still tells once, as over, of a red limit that was broken while it lasted', () => {
    const city = new Rehearsal();
    city.silence();
    city.until(hours(1)).put(buildEpisode());
    city.until(hours(2)).put(over(buildEpisode(), minutes(90)));
    city.back();
    city.until(hours(2) + 120_000).tick();
    expect(city.woken('limit')).toEqual(['found_over inspectors']);
  });

  it('does not keep waiting what is raised by readings after it', () => {
    const city = new Rehearsal();
    city.silence();
    city.until(hours(2)).back();
    city.until(hours(2) + 60_000).put(buildEpisode({ start: hours(2) + 60_000 }));
    expect(city.woken('limit')).toEqual(['raised inspectors']);
  });

  it('of some stations leaves a cluster active and says which, of all makes it unverified', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER, LOWER] });
    city.silence(UPPER);
    expect(city.alert('cluster')).toMatchObject({ condition: 'active', unheard: [UPPER] });
    city.silence(LOWER);
    expect(city.alert('cluster').condition).toBe('unverified');
    city.until(hours(1)).back(UPPER);
    expect(city.alert('cluster').condition).toBe('active');
    expect(city.told('cluster')).toEqual(['raised', 'unheard', 'unverified', 'verified', 'unheard']);
  });
});

describe('The event of a plant outlet', () => {
  const reaches = (city: Rehearsal, from = PLANT, to = LOWER) =>
    city.incident({ of: 'event', stations: [from], paging: PAGED, parts: [{ station: to, from: NINE, until: null }] });

  it('takes in the events downstream, and is paged as the desk decided', () => {
    const city = new Rehearsal();
    city.put(event({ station: PLANT }));
    reaches(city);
    city.putPaged(PAGED, event({ station: LOWER, start: hours(2) }));
    const [plant, lower] = city.alerts('event');
    expect(lower?.partOf).toBe(plant?.id);
    expect(city.woken('event')).toEqual(['worsened inspectors']);
  });

  it('never holds back one that takes it in too', () => {
    const city = new Rehearsal();
    city.put(event({ station: PLANT }));
    reaches(city);
    city.put(event({ station: LOWER }));
    reaches(city, LOWER, PLANT);
    expect(city.alerts('event').map(({ held }) => held)).toEqual([null, null]);
    expect(city.woken('event')).toHaveLength(2);
  });
});

describe('A window', () => {
  const open = (city: Rehearsal, channels: WorkWindow['channels'] = null) =>
    city.act({
      ...{ do: 'open_window', station: STATION, channels, work: 'maintenance' },
      ...{ from: null, until: hours(2), reason: 'new membrane' },
    });

  it('keeps recording, holds notices back, and ends by itself: what still lasts is told then', () => {
    const city = new Rehearsal();
    expect(open(city)).toMatchObject({ outcome: 'done' });
    city.until(hours(1)).put(buildEpisode());
    expect(city.alert()).toMatchObject({ condition: 'active', held: { code: 'window' } });
    expect(city.woken()).toEqual([]);
    city.until(hours(2)).tick();
    city.tick();
    expect(city.woken()).toEqual(['released inspectors']);
  });

  it('lets what ended under it go, though its end was noticed late', () => {
    const city = new Rehearsal();
    open(city);
    city.until(hours(1)).put(buildEpisode());
    city.until(hours(3)).put(over(buildEpisode(), hours(2)));
    city.tick();
    expect(city.woken()).toEqual([]);
  });

  it('holds back what late data finds within it', () => {
    const city = new Rehearsal();
    open(city);
    city.until(hours(5)).tick();
    city.put(over(buildEpisode({ start: hours(1) }), minutes(90)));
    expect(city.told()).toEqual(['found_over', 'held_back window']);
  });

  it('of one channel leaves the others as they are', () => {
    const city = new Rehearsal();
    open(city, [channelKey('ph')]);
    city.put(buildEpisode(), buildEpisode({ channel: channelKey('ph'), rule: 'gb2022.ph.min' }));
    expect(city.woken()).toEqual(['raised inspectors']);
    expect(city.alerts()[1]?.held?.code).toBe('window');
  });

  it('still lets the end of what was told before it through', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    open(city);
    city.until(hours(1)).put(over(buildEpisode(), hours(1)));
    expect(city.woken()).toEqual(['raised inspectors', 'cleared inspectors']);
  });

  it('is opened and ended by what the station says of its work', () => {
    const city = new Rehearsal();
    const said = { kind: 'work', station: STATION, work: 'calibration', channels: null } as const;
    const { changes } = city.take({ ...said, state: 'begin', said: NINE });
    expect(changes.windows).toMatchObject([{ by: null, until: hours(2), endedAt: null }]);
    city.put(buildEpisode());
    city.until(minutes(30)).take({ ...said, state: 'end', said: minutes(30) });
    expect(city.woken()).toEqual(['released inspectors']);
  });

  it('is not ended by an end of work before it, which came late or twice', () => {
    const city = new Rehearsal();
    const said = { kind: 'work', station: STATION, work: 'calibration', channels: null } as const;
    city.until(minutes(30)).take({ ...said, state: 'begin', said: minutes(30) });
    city.take({ ...said, state: 'end', said: minutes(20) });
    city.until(minutes(40)).put(buildEpisode({ start: minutes(40) }));
    expect(city.woken()).toEqual([]);
    city.until(minutes(50)).take({ ...said, state: 'end', said: minutes(50) });
    expect(city.woken()).toEqual(['released inspectors']);
  });

  it('that a station never ends is ended after two hours of calibration', () => {
    const city = new Rehearsal();
    city.take({ kind: 'work', station: STATION, work: 'calibration', channels: null, state: 'begin', said: NINE });
    expect(city.until(hours(2)).tick().changes.windows).toMatchObject([{ endedAt: hours(2) }]);
  });

  it('may be scheduled, ended early, and is refused where it would last for ever', () => {
    const city = new Rehearsal();
    const wanted = { do: 'open_window', station: STATION, channels: null, work: 'maintenance', reason: '' } as const;
    expect(city.act({ ...wanted, from: null, until: hours(8 * 24) }).refusal).toBe('too_long');
    expect(city.act({ ...wanted, from: hours(2), until: hours(1) }).refusal).toBe('ends_before_it_begins');
    const { made } = city.act({ ...wanted, from: hours(1), until: hours(3) });
    city.put(buildEpisode());
    expect(city.woken()).toEqual(['raised inspectors']);
    city.until(hours(2)).put(fault());
    expect(city.alert('fault').held?.code).toBe('window');
    city.act({ do: 'end_window', window: made ?? '' });
    expect(city.woken('fault')).toEqual(['released maintainers']);
    expect(city.act({ do: 'end_window', window: made ?? '' }).refusal).toBe('ended_already');
  });
});

describe('A mute', () => {
  it('of a rule holds it back until it ends, and what still lasts is told then', () => {
    const city = new Rehearsal();
    const scope = { of: 'rule', rule: 'flatline', station: null } as const;
    city.act({ do: 'mute', scope, until: hours(1), reason: 'known bad probe' });
    city.put(fault(), buildEpisode({ channel: channelKey('ph'), rule: 'gb2022.ph.min' }));
    expect(city.woken()).toEqual(['raised inspectors']);
    city.until(hours(1)).tick();
    expect(city.woken('fault')).toEqual(['released maintainers']);
  });

  it('of an alert does not keep its end from those who were told', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.act({ do: 'mute', scope: { of: 'alert', alert: city.alert().id }, until: hours(5), reason: '' });
    city.until(hours(1)).put(over(buildEpisode(), hours(1)));
    expect(city.woken()).toEqual(['raised inspectors', 'cleared inspectors']);
  });

  it('of a station is lifted by hand', () => {
    const city = new Rehearsal();
    const { made } = city.act({ do: 'mute', scope: { of: 'station', station: STATION }, until: hours(5), reason: '' });
    city.put(buildEpisode());
    expect(city.act({ do: 'unmute', mute: made ?? '' }).outcome).toBe('done');
    expect(city.woken()).toEqual(['released inspectors']);
    expect(city.act({ do: 'unmute', mute: made ?? '' }).refusal).toBe('no_such_mute');
  });
});

describe('Faults of Alertmanager that are none of ours', () => {
  it('does not say resolved when the source falls silent', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).silence();
    city.until(hours(100)).tick();
    expect(city.notices.filter(({ what }) => what === 'cleared')).toEqual([]);
  });

  it('does not fire a suppressed alert a second before resolving it', () => {
    const city = new Rehearsal();
    city.incident({ stations: [UPPER] });
    city.putPaged(PAGED, event({ station: UPPER }));
    city.until(hours(1)).put(over(event({ station: UPPER }), hours(1)));
    city.until(hours(1) + 1000).incident({ stations: [UPPER], clearedAt: hours(1) });
    city.tick();
    expect(city.woken('event')).toEqual([]);
  });

  it('tells the end of a notified alert that was inhibited later', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).put(fault());
    city.silence();
    city.until(hours(2)).put(over(buildEpisode(), hours(1)));
    expect(city.woken('limit')).toEqual(['raised inspectors', 'cleared inspectors']);
  });
});
