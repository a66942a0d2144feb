import { required } from '@clearwell/testkit';
import type { Act, AlertAct, Verdict } from '@clearwell/water-quality';
import { AlertBook } from './book.ts';
import { amber, buildEpisode, event, fault, hours, minutes, over, PAGED, Rehearsal } from './rehearsal.ts';
import { takeEntry } from './step.ts';

type Wanted = AlertAct extends infer A ? (A extends AlertAct ? Omit<A, 'alert'> : never) : never;

function alerted(episode = buildEpisode()) {
  const city = new Rehearsal();
  city.put(episode);
  const { id: alert } = city.alert();
  const act = (wanted: Wanted, by?: string, key?: string) => city.act({ ...wanted, alert }, by, key);
  const close = (verdict: Verdict, cause = 'found on site') => act({ do: 'close', revision: null, verdict, cause });
  return { city, act, close };
}

describe('People', () => {
  it('acknowledge, are assigned, comment, investigate and close, each a line of the timeline with their name', () => {
    const { city, act, close } = alerted();
    act({ do: 'acknowledge', revision: 1 });
    act({ do: 'assign', revision: 2, to: 'wang' });
    act({ do: 'comment', revision: null, text: 'on my way' }, 'wang');
    act({ do: 'investigate', revision: null }, 'wang');
    city.until(hours(1)).put(over(buildEpisode(), hours(1)));
    close('real_exceedance');
    expect(city.timeline.map(({ what, by }) => [what, by])).toEqual([
      ['raised', null],
      ['acknowledged', 'li'],
      ['assigned', 'li'],
      ['commented', 'wang'],
      ['investigating', 'wang'],
      ['cleared', null],
      ['closed', 'li'],
    ]);
    expect(city.alert()).toMatchObject({
      ...{ handling: 'closed', assignee: 'wang', revision: 7, closedAt: hours(1) },
      verdict: { verdict: 'real_exceedance', cause: 'found on site', wasLasting: false },
    });
  });

  it('who acknowledge and do nothing more lose it after a while, and those who were told are reminded', () => {
    const { city, act } = alerted();
    act({ do: 'acknowledge', revision: null });
    city.until(minutes(29)).tick();
    expect(city.alert().handling).toBe('acknowledged');
    city.until(minutes(30)).tick();
    city.tick();
    expect(city.alert()).toMatchObject({ handling: 'new', acknowledgement: null });
    expect(city.woken()).toEqual(['raised inspectors', 'ack_expired inspectors']);
  });

  it('who say something keep it longer, and who investigate keep it', () => {
    const { city, act } = alerted();
    act({ do: 'acknowledge', revision: null });
    city.until(minutes(20));
    act({ do: 'comment', revision: null, text: 'called the plant' });
    city.until(minutes(40)).tick();
    expect(city.alert().handling).toBe('acknowledged');
    act({ do: 'investigate', revision: null });
    city.until(hours(9)).tick();
    expect(city.alert().handling).toBe('investigating');
  });

  it('are not reminded of what is muted', () => {
    const { city, act } = alerted();
    act({ do: 'acknowledge', revision: null });
    city.act({ do: 'mute', scope: { of: 'alert', alert: city.alert().id }, until: hours(2), reason: '' });
    city.until(hours(1)).tick();
    const reminder = city.notices.find(({ what }) => what === 'ack_expired');
    expect(reminder).toMatchObject({ notifies: false, heldBackBecause: 'muted' });
    expect(city.woken()).toEqual(['raised inspectors']);
  });

  it('are told anew once it is muted no longer, where nobody could be reminded', () => {
    const { city, act } = alerted();
    act({ do: 'acknowledge', revision: null });
    city.act({ do: 'mute', scope: { of: 'alert', alert: city.alert().id }, until: hours(2), reason: '' });
    city.until(hours(1)).tick();
    expect(city.alert().held).toEqual({ code: 'muted', rank: 2 });
    city.until(hours(2)).tick();
    expect(city.woken()).toEqual(['raised inspectors', 'released inspectors']);
  });

  it('are told the end of what they could not be reminded of', () => {
    const { city, act } = alerted();
    act({ do: 'acknowledge', revision: null });
    city.act({ do: 'mute', scope: { of: 'alert', alert: city.alert().id }, until: hours(5), reason: '' });
    city.until(hours(1)).tick();
    city.until(hours(2)).put(over(buildEpisode(), hours(2)));
    expect(city.woken()).toEqual(['raised inspectors', 'cleared inspectors']);
  });

  it('who saw an older revision are told who did what meanwhile, and nothing is done', () => {
    const { city, act } = alerted();
    city.until(minutes(5));
    act({ do: 'acknowledge', revision: 1 }, 'li');
    const answer = act({ do: 'acknowledge', revision: 1 }, 'wang');
    expect(answer).toMatchObject({
      outcome: 'conflict',
      conflict: { what: 'acknowledged', by: 'li', at: minutes(5) },
      revision: 2,
    });
    expect(city.alert().acknowledgement?.by).toBe('li');
  });

  it('take an assignment back', () => {
    const { city, act } = alerted();
    act({ do: 'assign', revision: null, to: 'wang' });
    expect(city.alert().assignee).toBe('wang');
    expect(act({ do: 'assign', revision: null, to: null }).outcome).toBe('done');
    expect(city.alert().assignee).toBeNull();
    expect(city.timeline.map(({ what, to }) => [what, to])).toEqual([
      ['raised', undefined],
      ['assigned', 'wang'],
      ['unassigned', undefined],
    ]);
  });

  it('conflict with the data where it changed more than figures', () => {
    const { city, act } = alerted(amber());
    city.put(amber({ worst: 0.9 }));
    expect(act({ do: 'acknowledge', revision: 1 }).outcome).toBe('done');
    city.put(buildEpisode());
    expect(act({ do: 'investigate', revision: 2 })).toMatchObject({ conflict: { what: 'worsened', by: null } });
  });

  it('who say the same twice have the same answer, and one line in the timeline', () => {
    const { city, act } = alerted();
    const first = act({ do: 'comment', revision: null, text: 'hm' }, 'li', 'once');
    expect(act({ do: 'comment', revision: null, text: 'hm' }, 'li', 'once')).toEqual(first);
    expect(city.told()).toEqual(['raised', 'commented']);
    expect(act({ do: 'acknowledge', revision: 1 }, 'li', 'lost').outcome).toBe('conflict');
    expect(act({ do: 'acknowledge', revision: 1 }, 'li', 'lost').outcome).toBe('conflict');
  });

  it('who use a key for anything else are refused, and nothing is done', () => {
    const { city, act } = alerted();
    const { id: alert } = city.alert();
    const first = act({ do: 'acknowledge', revision: 1 }, 'li', 'once');
    const before = city.book.records();
    const again = { do: 'acknowledge', alert, revision: 1 } as const;
    const until = hours(1);
    const others = [
      city.act({ do: 'acknowledge', alert, revision: null }, 'li', 'once'),
      city.act({ do: 'comment', alert, revision: null, text: 'hm' }, 'li', 'once'),
      city.act({ do: 'mute', scope: { of: 'alert', alert }, until, reason: 'x' }, 'li', 'once'),
      city.act({ ...again, alert: 'WQ-1' as never }, 'li', 'once'),
      city.act(again, 'wang', 'once'),
    ];
    for (const answer of others) expect(answer).toMatchObject({ outcome: 'refused', refusal: 'key_used', made: null });
    expect(city.book.records()).toEqual(before);
    expect(city.act(again, 'li', 'once')).toEqual(first);
  });

  it('are answered as before by a book that did not keep who asked for what', () => {
    const { city, act } = alerted();
    const { id: alert } = city.alert();
    const { asked, ...old } = act({ do: 'acknowledge', revision: 1 }, 'li', 'once');
    expect(asked).toContain('"li"');
    const book = AlertBook.open({ ...city.book.records(), answers: [old] });
    const answerTo = (wanted: Act) =>
      takeEntry(book, { kind: 'act', at: hours(1), by: 'li', key: 'once', act: wanted }).answer;
    expect(answerTo({ do: 'acknowledge', alert, revision: 1 })).toEqual(old);
    expect(answerTo({ do: 'acknowledge', alert: 'WQ-1' as never, revision: 1 })?.refusal).toBe('key_used');
    expect(answerTo({ do: 'end_window', window: 'w' })?.refusal).toBe('key_used');
  });

  it('close with a cause only', () => {
    const { city, close } = alerted();
    city.put(over(buildEpisode(), minutes(30)));
    expect(close('unknown', ' ').refusal).toBe('cause_missing');
    expect(close('unknown').outcome).toBe('done');
    expect(close('unknown').refusal).toBe('is_closed');
  });

  it.each(['real_exceedance', 'real_event', 'communication', 'network_work', 'unknown'] as const)(
    'cannot close a limit that is still broken as %s',
    (verdict) => {
      const { city, close } = alerted();
      expect(close(verdict).refusal).toBe('still_lasting');
      expect(city.alert().handling).toBe('new');
    },
  );

  it('reopen what they closed, with a reason, unless another stands open for it', () => {
    const { city, act, close } = alerted();
    expect(act({ do: 'reopen', revision: null, reason: 'x' }).refusal).toBe('is_not_closed');
    city.put(over(buildEpisode(), minutes(30)));
    close('unknown');
    city.until(hours(1)).put(buildEpisode({ start: hours(1) }));
    expect(act({ do: 'reopen', revision: null, reason: 'laboratory result' }).refusal).toBe('another_is_open');
    city.until(hours(2)).put(over(buildEpisode({ start: hours(1) }), hours(2)));
    expect(act({ do: 'reopen', revision: null, reason: 'laboratory result' }).refusal).toBe('another_is_open');
    const later = required(city.alerts()[1]).id;
    city.act({ do: 'close', alert: later, revision: null, verdict: 'unknown', cause: 'the same' });
    expect(act({ do: 'reopen', revision: null, reason: 'laboratory result' }).outcome).toBe('done');
    expect(city.alerts()[0]).toMatchObject({ handling: 'investigating', verdict: null });
  });

  it('get an answer for what is not there', () => {
    const city = new Rehearsal();
    expect(city.act({ do: 'acknowledge', alert: 'WQ-1' as never, revision: 1 }).refusal).toBe('no_such_alert');
    expect(city.act({ do: 'end_window', window: 'w' }).refusal).toBe('no_such_window');
  });
});

describe('An alert closed as a sensor fault while it goes on', () => {
  it('tells its end to those who were told, and keeps its key quiet until the episode is over', () => {
    const { city, close } = alerted();
    close('sensor_fault');
    city.until(hours(1)).put(buildEpisode({ worst: 5 }), amber({ start: hours(1) }));
    expect(city.alert()).toMatchObject({ handling: 'closed', condition: 'active' });
    city.until(hours(2)).put(over(buildEpisode(), hours(2)), over(amber({ start: hours(1) }), hours(2)));
    expect(city.woken()).toEqual(['raised inspectors', 'closed inspectors']);
    expect(city.alert().condition).toBe('cleared');
    city.until(hours(3)).put(buildEpisode({ start: hours(3) }));
    expect(city.alerts()).toHaveLength(2);
  });

  it('does not keep quiet what is worse than what was judged', () => {
    const { city, close } = alerted(amber());
    expect(close('sensor_fault').outcome).toBe('done');
    city.until(hours(1)).put(buildEpisode({ start: hours(1) }));
    expect(city.alerts().map(({ handling, level }) => [handling, level])).toEqual([
      ['closed', 'amber'],
      ['new', 'red'],
    ]);
    expect(city.woken()).toEqual(['raised inspectors']);
  });

  it('still turns unverified when its station falls silent, and is not forgotten before it ends', () => {
    const { city, close } = alerted();
    close('sensor_fault');
    city.until(hours(1)).silence();
    expect(city.alert('limit').condition).toBe('unverified');
    city.until(hours(40 * 24)).tick();
    expect(city.alerts('limit')).toHaveLength(1);
  });

  it('wakes somebody again when people reopen it', () => {
    const { city, act, close } = alerted();
    close('sensor_fault');
    act({ do: 'reopen', revision: null, reason: 'the spare probe says the same' });
    expect(city.woken().at(-1)).toBe('reopened inspectors');
  });
});

describe('A fault that is closed while it goes on', () => {
  it('still speaks against the water it measures', () => {
    const { city, close } = alerted(fault());
    close('sensor_fault');
    city.putPaged(PAGED, event());
    expect(city.woken('event')).toEqual(['raised maintainers']);
  });
});
