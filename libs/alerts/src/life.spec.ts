import { channelKey, MINUTE } from '@clearwell/water-quality';
import {
  amber,
  buildEpisode,
  event,
  fault,
  hours,
  minutes,
  NINE,
  over,
  PAGED,
  Rehearsal,
  SHOWN,
  STATION,
} from './rehearsal.ts';

describe('An alert', () => {
  it('is raised with the episode, at once, and wakes the inspectors for a red limit', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    expect(city.alert()).toMatchObject({
      condition: 'active',
      handling: 'new',
      level: 'red',
      revision: 1,
      id: 'WQ-20261121-001',
    });
    expect(city.woken()).toEqual(['raised inspectors']);
  });

  it('is raised for an amber limit and wakes nobody', () => {
    const city = new Rehearsal();
    city.put(amber());
    expect(city.notices).toMatchObject([
      { what: 'raised', audience: 'inspectors', notifies: false, heldBackBecause: null },
    ]);
  });

  it('wakes somebody for an event as was decided when it was weighed', () => {
    const [shown, paged] = [new Rehearsal(), new Rehearsal()];
    shown.putPaged(SHOWN, event());
    paged.putPaged(PAGED, event());
    expect(shown.woken()).toEqual([]);
    expect(paged.woken()).toEqual(['raised inspectors']);
  });

  it('wakes somebody once for an event that grew', () => {
    const city = new Rehearsal();
    city.putPaged(SHOWN, event());
    city.putPaged(PAGED, event({ worst: 5 }));
    city.put(event({ worst: 9 }));
    expect(city.woken()).toEqual(['worsened inspectors']);
  });

  it('tells a fault and a silence to the maintainers, and shows a trend to the supervision', () => {
    const city = new Rehearsal();
    city.put(fault(), buildEpisode({ kind: 'trend', level: 'notice', rule: 'week', channel: channelKey('ph') }));
    city.silence();
    expect(city.woken()).toEqual(['raised maintainers', 'raised maintainers']);
    expect(city.notices.find(({ audience }) => audience === 'supervision')).toMatchObject({ notifies: false });
  });

  it('is none for a hint, which is for the network alone', () => {
    const city = new Rehearsal();
    const hint = event({ kind: 'hint', rule: 'hint' });
    city.put(hint);
    city.withdraw(hint);
    expect(city.alerts()).toEqual([]);
  });

  it('wakes somebody for an event that goes on once its incident is said to', () => {
    const city = new Rehearsal();
    city.putPaged(SHOWN, event());
    city
      .until(minutes(20))
      .incident({ of: 'event', stations: [STATION], paging: { code: 'limit', notifies: true }, parts: [] });
    expect(city.woken('event')).toEqual(['worsened inspectors']);
  });

  it('is one for all limits of a channel and side, and worsens from amber to red', () => {
    const city = new Rehearsal();
    city.put(amber());
    city.until(minutes(10)).put(buildEpisode({ start: minutes(10) }));
    expect(city.alert()).toMatchObject({ level: 'red', revision: 2, start: NINE });
    expect(city.woken()).toEqual(['worsened inspectors']);
  });

  it('is another one for the other side of a limit, another channel and another fault', () => {
    const city = new Rehearsal();
    city.put(buildEpisode({ channel: channelKey('ph'), rule: 'gb2022.ph.min' }));
    city.put(buildEpisode({ channel: channelKey('ph'), rule: 'gb2022.ph.max' }));
    city.put(fault({ channel: channelKey('ph') }), fault({ channel: channelKey('ph'), rule: 'frozen' }));
    expect(city.alerts()).toHaveLength(4);
  });

  it('stays as it is told when the red one of its limits ends and the amber one lasts', () => {
    const city = new Rehearsal();
    city.put(amber(), buildEpisode());
    city.until(hours(1)).put(over(buildEpisode(), hours(1)));
    city.until(hours(2)).put(buildEpisode({ start: hours(2) }));
    expect(city.told()).toEqual(['raised', 'eased', 'worsened']);
    expect(city.woken()).toEqual(['raised inspectors']);
  });

  it('changes its figures without a new revision', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    const { changes, notices } = city.put(buildEpisode({ worst: 4, count: 8 }));
    expect(changes.alerts).toMatchObject([{ alert: { revision: 1, sources: [{ worst: 4 }] }, timeline: [] }]);
    expect(notices).toEqual([]);
  });

  it('tells its end once to those who were told', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).put(over(buildEpisode(), hours(1)));
    city.put(over(buildEpisode({ worst: 3 }), hours(1)));
    expect(city.alert()).toMatchObject({ condition: 'cleared', handling: 'new', end: hours(1) });
    expect(city.woken()).toEqual(['raised inspectors', 'cleared inspectors']);
  });

  it('goes on when its key begins again within six hours, and is another one after that', () => {
    const city = new Rehearsal();
    city.put(over(buildEpisode(), minutes(30)));
    city.until(hours(6)).put(buildEpisode({ start: hours(6) }));
    expect(city.alert().condition).toBe('active');
    city.put(over(buildEpisode({ start: hours(6) }), hours(7)));
    city.until(hours(14)).put(buildEpisode({ start: hours(14) }));
    expect(city.alerts().map(({ condition }) => condition)).toEqual(['cleared', 'active']);
  });

  it('wakes inspectors again for a red limit that is back, and maintainers not again for a fault', () => {
    const city = new Rehearsal();
    city.put(buildEpisode(), fault({ channel: channelKey('ph') }));
    city.put(over(buildEpisode(), minutes(30)), over(fault({ channel: channelKey('ph') }), minutes(30)));
    const again = [buildEpisode({ start: hours(1) }), fault({ channel: channelKey('ph'), start: hours(1) })];
    city.until(hours(1)).put(...again);
    expect(city.woken('limit')).toEqual(['raised inspectors', 'cleared inspectors', 'reactivated inspectors']);
    expect(city.woken('fault')).toEqual(['raised maintainers', 'cleared maintainers']);
  });

  it('that nobody was notified of lapses a week after its end', () => {
    const city = new Rehearsal();
    city.put(over(amber(), hours(1)));
    city.until(hours(7 * 24)).tick();
    expect(city.alert().handling).toBe('new');
    city.until(hours(8 * 24)).tick();
    expect(city.alert()).toMatchObject({ handling: 'closed', verdict: null });
    expect(city.told().at(-1)).toBe('lapsed');
  });

  it('is numbered within the day of its city', () => {
    const city = new Rehearsal();
    city.until(Date.UTC(2026, 10, 21, 15, 59)).put(buildEpisode());
    city.until(Date.UTC(2026, 10, 21, 16)).put(fault());
    expect(city.alerts().map(({ id }) => id)).toEqual(['WQ-20261121-001', 'WQ-20261122-001']);
  });
});

describe('Late data', () => {
  it('opens an alert that says how late it is, and wakes somebody for what still lasts', () => {
    const city = new Rehearsal();
    city.until(hours(40)).put(buildEpisode({ detectedAt: hours(40) }));
    expect(city.alert().lateMs).toBe(40 * 60 * MINUTE);
    expect(city.woken()).toEqual(['raised inspectors']);
  });

  it('wakes somebody once for a red limit that was over less than a day before it was found', () => {
    const city = new Rehearsal();
    city.until(hours(20)).put(over(buildEpisode(), hours(1)));
    city.tick();
    expect(city.alert().condition).toBe('cleared');
    expect(city.woken()).toEqual(['found_over inspectors']);
  });

  it('wakes nobody for what was over too long ago, and says so', () => {
    const city = new Rehearsal();
    city.until(hours(26)).put(over(buildEpisode(), hours(1)));
    expect(city.woken()).toEqual([]);
    expect(city.told()).toEqual(['found_over', 'held_back too_late']);
    expect(city.notices).toMatchObject([{ what: 'found_over', heldBackBecause: 'too_late' }]);
  });

  it('that takes an episode away withdraws its alert, keeps it on record, and tells the end', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).withdraw(buildEpisode());
    expect(city.alert()).toMatchObject({ condition: 'cleared', isWithdrawn: true, end: NINE });
    expect(city.told()).toEqual(['raised', 'corrected', 'withdrawn']);
    expect(city.woken()).toEqual(['raised inspectors', 'withdrawn inspectors']);
  });

  it('that withdraws an alert after its end corrects it and wakes nobody again', () => {
    const city = new Rehearsal();
    city.put(over(buildEpisode(), minutes(30)));
    city.until(hours(1)).withdraw(buildEpisode());
    expect(city.alert().isWithdrawn).toBe(true);
    expect(city.told().at(-1)).toBe('withdrawn');
    expect(city.woken()).toEqual(['found_over inspectors']);
  });

  it('that moves the beginning of an episode corrects the alert, which goes on', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    city.until(hours(1)).judge([buildEpisode({ start: NINE - 10 * MINUTE })], [buildEpisode()]);
    expect(city.alert()).toMatchObject({ condition: 'active', start: NINE - 10 * MINUTE });
    expect(city.told()).toEqual(['raised', 'corrected']);
    expect(city.woken()).toEqual(['raised inspectors']);
  });

  it('that takes away one of several episodes leaves the alert as the others have it', () => {
    const city = new Rehearsal();
    city.put(amber(), buildEpisode());
    city.withdraw(buildEpisode());
    expect(city.alert()).toMatchObject({ condition: 'active', level: 'amber', isWithdrawn: false });
  });

  it('that takes an episode away and finds it again in one entry changes nothing', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    expect(city.judge([buildEpisode()], [buildEpisode()]).changes.alerts).toEqual([]);
  });

  it('that finds another episode goes to the alert that lasts, though a newer one is open', () => {
    const city = new Rehearsal();
    city.put(over(amber(), minutes(30)));
    city.until(hours(10)).put(over(buildEpisode({ start: hours(10) }), hours(11)));
    city.put(amber());
    city.until(hours(12)).put(buildEpisode({ start: hours(12) }));
    expect(city.alerts().map(({ condition, level }) => [condition, level])).toEqual([
      ['active', 'red'],
      ['cleared', 'red'],
    ]);
  });

  it('tells one audience the end, and another what it had not been told', () => {
    const city = new Rehearsal();
    city.put(fault(), buildEpisode());
    const last = buildEpisode({ start: hours(2), detectedAt: hours(4) });
    city.until(hours(4)).put(over(fault(), hours(1)), over(buildEpisode(), hours(1)), over(last, hours(3)));
    expect(city.woken('limit')).toEqual(['raised maintainers', 'cleared maintainers', 'found_over inspectors']);
  });

  it('that lets a closed alert go on opens it again', () => {
    const city = new Rehearsal();
    city.put(over(buildEpisode(), minutes(30)));
    city.act({ do: 'close', alert: city.alert().id, revision: null, verdict: 'real_exceedance', cause: 'flushing' });
    city.until(hours(1)).put(buildEpisode());
    expect(city.alert()).toMatchObject({ condition: 'active', handling: 'new', verdict: null });
    expect(city.woken().at(-1)).toBe('reopened inspectors');
  });

  it('that lets an old episode go on into the next alert gives it to that one', () => {
    const city = new Rehearsal();
    city.put(over(amber(), minutes(30)));
    city.until(hours(10)).put(buildEpisode({ start: hours(10) }));
    city.put(amber());
    expect(city.alerts().map(({ condition, sources }) => [condition, sources.length])).toEqual([
      ['cleared', 0],
      ['active', 2],
    ]);
    expect(city.alerts()[0]?.isWithdrawn).toBe(false);
  });
});
