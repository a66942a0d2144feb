import { channelKey, HOUR, stationId, type Episode, type IncidentPart, type StationId } from '@clearwell/water-quality';
import {
  buildEpisode,
  event,
  fault,
  hours,
  minutes,
  NINE,
  over,
  PAGED,
  RED_LIMIT,
  Rehearsal,
  STATION,
} from './rehearsal.ts';

const PH = channelKey('ph');
const BOTH = [
  { channel: channelKey('turbidity'), weight: 0.55, direction: 'rise' },
  { channel: PH, weight: 0.45, direction: 'fall' },
] as const;
const LOWER = stationId('lower');
const partOf = (station: StationId): IncidentPart => ({ station, from: NINE, until: null, moved: ['turbidity'] });

describe('A fault', () => {
  it('keeps the event that is mostly its channel from the inspectors, and tells the maintainers instead', () => {
    const city = new Rehearsal();
    city.put(fault());
    city.putPaged(PAGED, event());
    expect(city.woken('event')).toEqual(['raised maintainers']);
    expect(city.notices.at(-1)).toMatchObject({ audience: 'maintainers', heldBackBecause: 'channel_fault' });
    expect(city.told('event')).toEqual(['raised', 'held_back channel_fault']);
  });

  it('does not speak against an event of other channels, or a limit of another', () => {
    const city = new Rehearsal();
    city.put(fault({ channel: channelKey('ph') }), buildEpisode());
    city.putPaged(PAGED, event());
    expect(city.woken('event')).toEqual(['raised inspectors']);
    expect(city.woken('limit')).toEqual(['raised inspectors']);
  });

  it('that ends lets the limit that still lasts through to the inspectors, once, and its end to both', () => {
    const city = new Rehearsal();
    city.put(fault(), buildEpisode());
    city.until(hours(1)).put(over(fault(), hours(1)));
    city.tick();
    expect(city.alert('limit').held).toEqual({ code: 'fault_over', rank: 2 });
    city.until(minutes(100)).tick();
    city.until(hours(2)).put(over(buildEpisode(), hours(2)));
    expect(city.woken('limit')).toEqual([
      'raised maintainers',
      'released inspectors',
      'cleared maintainers',
      'cleared inspectors',
    ]);
  });
});

describe('A limit under a fault', () => {
  it('that takes a reading more to end, as the probe is back, wakes nobody whom it concerns', () => {
    const city = new Rehearsal();
    city.put(fault(), buildEpisode());
    city.until(hours(1)).put(over(fault(), hours(1)));
    city.until(minutes(70)).put(over(buildEpisode(), minutes(60)));
    city.until(hours(2)).tick();
    expect(city.woken('limit')).toEqual(['raised maintainers', 'cleared maintainers']);
    expect(city.told('limit')).toEqual(['raised', 'held_back channel_fault', 'held_back fault_over', 'cleared']);
  });

  it('is told at once where the fault never was', () => {
    const city = new Rehearsal();
    city.put(fault(), buildEpisode());
    city.until(minutes(20)).withdraw(fault());
    expect(city.woken('limit')).toEqual(['raised maintainers', 'released inspectors']);
  });

  it('does not wait where it began after the fault', () => {
    const city = new Rehearsal();
    city.put(fault());
    city.until(minutes(20)).put(over(fault(), minutes(20)));
    city.until(minutes(30)).put(buildEpisode({ start: minutes(30) }));
    expect(city.woken('limit')).toEqual(['raised inspectors']);
  });
});

describe('A limit that one parameter breaks alone', () => {
  const agreed = (other: IncidentPart) => ({
    ...{ stations: [STATION, LOWER], parts: [partOf(STATION), other] },
    paging: { code: 'cluster', notifies: false } as const,
  });
  const alone = (): Rehearsal => new Rehearsal({ loneParameterWaits: 30 * 60_000 });

  it('is shown at once, and told if it goes on', () => {
    const city = alone();
    city.put(buildEpisode());
    expect(city.alert('limit')).toMatchObject({ condition: 'active', held: { code: 'lone_parameter', rank: 2 } });
    city.until(minutes(29)).tick();
    expect(city.woken('limit')).toEqual([]);
    city.until(minutes(30)).tick();
    expect(city.woken('limit')).toEqual(['released inspectors']);
  });

  it('goes to the maintainers alone where its probe is found at fault meanwhile', () => {
    const city = alone();
    city.put(buildEpisode());
    city.until(minutes(20)).put(fault());
    city.until(hours(3)).tick();
    city.until(hours(5)).put(over(fault(), hours(5)));
    city.until(hours(5) + 30 * 60_000).put(over(buildEpisode(), hours(5)));
    city.until(hours(6)).tick();
    expect(city.woken('limit')).toEqual(['released maintainers', 'cleared maintainers']);
  });

  it('wakes nobody if it is over by then, and is told at once if it was found late', () => {
    const city = alone();
    city.put(buildEpisode());
    city.until(minutes(20)).put(over(buildEpisode(), minutes(20)));
    city.until(hours(1)).tick();
    expect(city.woken('limit')).toEqual([]);
    const later = alone();
    later.until(hours(1)).put(buildEpisode());
    expect(later.woken('limit')).toEqual(['raised inspectors']);
  });

  it.each([
    ['another parameter breaks one', (city) => city.put(buildEpisode({ channel: PH, rule: 'gb2022.ph.min' }))],
    ['another parameter moved as well', (city) => city.put(event({}, [BOTH[0], BOTH[1]]))],
    ['several stations agree that it moved', (city) => city.incident(agreed(partOf(LOWER)))],
    [
      'it moved at another station hours ago, and the water is still on its way',
      (city) => city.incident(agreed({ ...partOf(LOWER), until: NINE - 9 * HOUR })),
    ],
  ] satisfies [string, (city: Rehearsal) => unknown][])('does not wait where %s', (_, then) => {
    const city = alone();
    city.put(buildEpisode());
    then(city);
    expect(city.woken('limit')).toContain('released inspectors');
  });

  it.each([
    ['its second probe breaks it too', (city) => city.put(buildEpisode({ channel: channelKey('turbidity.2') }))],
    ['the event is its own', (city) => city.put(event())],
    ['several stations agree on something else', (city) => city.incident(agreed({ ...partOf(LOWER), moved: ['ph'] }))],
    [
      'what several stations agreed on has long left the other one',
      (city) => city.incident(agreed({ ...partOf(LOWER), until: NINE - 11 * HOUR })),
    ],
    ['what several stations agreed on is over', (city) => city.incident({ ...agreed(partOf(LOWER)), clearedAt: NINE })],
    [
      'another parameter breaks one by a fault of its probe',
      (city) => city.put(fault({ channel: PH }), buildEpisode({ channel: PH, rule: 'gb2022.ph.min' })),
    ],
  ] satisfies [string, (city: Rehearsal) => unknown][])('waits though %s', (_, then) => {
    const city = alone();
    city.put(buildEpisode());
    then(city);
    expect(city.woken('limit')).not.toContain('raised inspectors');
    expect(city.woken('limit')).not.toContain('released inspectors');
  });
});

describe('A limit of which inspectors know already', () => {
  it('is not told beside the event its parameter is part of, until that is over', () => {
    const city = new Rehearsal();
    city.putPaged(PAGED, event({ level: 'red' }, BOTH));
    city.put(buildEpisode());
    expect(city.alert('limit').held).toEqual({ code: 'told_otherwise', rank: 2 });
    city.until(hours(1)).put(over(event({ level: 'red' }, BOTH), hours(1)));
    expect(city.woken()).toEqual(['raised inspectors', 'cleared inspectors', 'released inspectors']);
  });

  it.each([
    ['an event', (city) => city.putPaged(PAGED, event({}, BOTH))],
    ['a cluster', (city) => city.incident({ stations: [STATION, LOWER], parts: [partOf(STATION), partOf(LOWER)] })],
  ] satisfies [string, (city: Rehearsal) => unknown][])('is told beside %s that is less grave', (_, then) => {
    const city = new Rehearsal();
    then(city);
    city.put(buildEpisode());
    expect(city.woken('limit')).toEqual(['raised inspectors']);
  });

  it('is told beside an event that tells of something else', () => {
    const city = new Rehearsal();
    const little = { channel: channelKey('turbidity'), weight: 0.1, direction: 'rise' } as const;
    city.putPaged(PAGED, event({}, [{ ...BOTH[1], weight: 0.9 }, little]));
    city.put(buildEpisode());
    expect(city.woken('limit')).toEqual(['raised inspectors']);
  });

  it('is told beside an event that is held back, and one of other parameters', () => {
    const city = new Rehearsal();
    city.act({ do: 'mute', scope: { of: 'rule', rule: 'event', station: null }, until: hours(5), reason: 'x' });
    city.putPaged(PAGED, event());
    city.put(buildEpisode(), buildEpisode({ channel: PH, rule: 'gb2022.ph.min' }));
    expect(city.woken('limit')).toEqual(['raised inspectors', 'raised inspectors']);
  });

  it('confirms an event that is not told beside it', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.putPaged({ code: 'limit', notifies: true }, event());
    expect(city.woken()).toEqual(['raised inspectors']);
    expect(city.told('event')).toEqual(['raised', 'held_back told_otherwise']);
    city.until(hours(1)).put(over(buildEpisode(), hours(1)));
    city.until(hours(2)).tick();
    expect(city.woken()).toEqual(['raised inspectors', 'cleared inspectors']);
  });

  it('confirms an event that is told all the same, where nobody was told of the limit', () => {
    const city = new Rehearsal();
    city.act({ do: 'mute', scope: { of: 'rule', rule: RED_LIMIT, station: null }, until: hours(5), reason: 'x' });
    city.put(buildEpisode());
    city.putPaged({ code: 'limit', notifies: true }, event());
    expect(city.woken()).toEqual(['raised inspectors']);
    expect(city.woken('event')).toEqual(['raised inspectors']);
  });

  it('is told beside a cluster that says its parameter moved at another station', () => {
    const city = new Rehearsal();
    const here = { ...partOf(STATION), moved: ['ph'] } as const;
    city.incident({ stations: [STATION, LOWER], parts: [here, partOf(LOWER)] });
    city.put(buildEpisode());
    expect(city.woken('limit')).toEqual(['raised inspectors']);
  });

  it('is not told beside the cluster that says its parameter moved at its station, until that is over', () => {
    const city = new Rehearsal();
    const turbid = { level: 'red', stations: [STATION, LOWER], parts: [partOf(STATION), partOf(LOWER)] } as const;
    city.incident(turbid);
    city.put(buildEpisode(), buildEpisode({ channel: PH, rule: 'gb2022.ph.min' }));
    expect(city.alerts('limit').map(({ held }) => held?.code)).toEqual(['told_otherwise', undefined]);
    city.until(hours(1)).incident({ ...turbid, clearedAt: hours(1) });
    city.tick();
    expect(city.woken('limit')).toEqual(['raised inspectors', 'released inspectors']);
  });

  it('is told within a cluster nobody was told of', () => {
    const city = new Rehearsal();
    city.incident({ stations: [STATION], parts: [partOf(STATION)], paging: { code: 'cluster', notifies: false } });
    city.put(buildEpisode());
    expect(city.woken()).toEqual(['raised inspectors']);
  });
});

describe('A limit that is broken day by day', () => {
  const night = (day: number, of: Partial<Episode> = {}): Episode => buildEpisode({ start: hours(24 * day), ...of });
  const live = (nights: readonly Episode[]): Rehearsal => {
    const city = new Rehearsal({ habitFrom: 4 });
    for (const one of nights) {
      city.until(one.start).put(one);
      city.until(one.start + 2 * HOUR).put(over(one, one.start + 2 * HOUR));
    }
    return city;
  };
  const beginnings = (city: Rehearsal): number =>
    city.woken('limit').filter((told) => told.startsWith('raised')).length;

  it('wakes inspectors three times, and then once a week', () => {
    const city = live([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((day) => night(day)));
    expect(beginnings(city)).toBe(4);
    expect(city.told('limit')).toContain('held_back habitual');
  });

  it('is no habit for being broken again and again on one day', () => {
    const flicker = [0, 1, 2, 3].map((hour) => buildEpisode({ start: hours(2 * hour) }));
    const city = new Rehearsal({ habitFrom: 4 });
    for (const one of flicker) {
      city.until(one.start).put(one);
      city.until(one.start + HOUR).put(over(one, one.start + HOUR));
    }
    expect(city.told('limit')).not.toContain('held_back habitual');
  });

  it('wakes them at once where it is worse than on the other days', () => {
    const city = live([0, 1, 2, 3].map((day) => night(day)));
    const bad = night(4);
    city.until(bad.start).put(bad);
    expect(city.alerts('limit').at(-1)?.held).toEqual({ code: 'habitual', rank: 2 });
    city.until(bad.start + HOUR).put({ ...bad, worst: 4 });
    expect(city.woken('limit').at(-1)).toBe('released inspectors');
  });

  it('does not forget the days because their alerts were closed', () => {
    const city = new Rehearsal({ habitFrom: 4 });
    for (const day of [0, 1, 2, 3]) {
      const one = night(day);
      city.until(one.start).put(one);
      city.until(one.start + 2 * HOUR).put(over(one, one.start + 2 * HOUR));
      const { id, revision } = city.alerts('limit').at(-1) ?? city.alert('limit');
      city.act({ do: 'close', alert: id, revision, verdict: 'real_exceedance', cause: 'x' });
    }
    expect(beginnings(city)).toBe(3);
  });
});
