import {
  HOUR,
  isLasting,
  keepsQuiet,
  MINUTE,
  type Alert,
  type AlertLogEntry,
  type Audience,
  type Notice,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { AlertBook } from './book.ts';
import { episodeName, Improvisation, MOVE_NAMES, STATIONS, type Move } from './improvisation.ts';
import { noticeRule, rankOf } from './notice-rules.ts';
import { step, takeEntry } from './step.ts';
import type { Outcome } from './step-draft.ts';

/** More begins than ends, so that there is something to end. */
const OFTEN = ['begin', 'begin', 'begin', 'end', 'tick', 'close'] as const;

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    move: fc.constantFrom(...MOVE_NAMES, ...OFTEN),
    wait: fc.constantFrom(0, MINUTE, MINUTE, 10 * MINUTE, 40 * MINUTE, 3 * HOUR, 9 * HOUR),
    station: fc.constantFrom(...STATIONS),
    pick: fc.nat(30),
    coin: fc.boolean(),
  }),
  { minLength: 1, maxLength: 70, size: 'max' },
);

/** As quick as a city needs it; `expect` is not. */
function holds(isSo: boolean, rule: string, about?: unknown): void {
  if (!isSo) throw new Error(`${rule}: ${JSON.stringify(about)}`);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const ENDS: readonly string[] = ['cleared', 'withdrawn', 'closed'];

/** What woke whom, checked as it is said. */
class Listeners {
  readonly told = new Map<string, Set<Audience>>();
  readonly keys = new Set<string>();

  hear(outcome: Outcome): void {
    for (const notice of outcome.notices) {
      holds(!this.keys.has(notice.key), 'no notice has the key of another', notice);
      this.keys.add(notice.key);
      if (notice.notifies && notice.what !== 'ack_expired') this.#wake(notice, outcome);
    }
  }

  #wake(notice: Notice, { changes }: Outcome): void {
    const { alert: id, audience, what } = notice;
    const { alert, before } = changes.alerts.find((one) => one.alert.id === id) ?? {};
    const told = this.told.get(id) ?? new Set();
    this.told.set(id, told);
    if (ENDS.includes(what)) {
      holds(told.delete(audience), 'an end follows a beginning, and is told once', notice);
    } else if (alert?.condition === 'cleared') {
      holds(!told.has(audience), 'what is found over was not told before', notice);
      holds(isFound(alert, before) || isAwaited(before), 'what ended while it was held back never fires', notice);
    } else {
      const [was, is] = [told.has(audience) ? (before?.told[audience] ?? 0) : 0, alert?.told[audience] ?? 0];
      holds(is > was, 'only what is more than was told is told', notice);
      told.add(audience);
    }
  }
}

const isFound = (alert: Alert, before: Alert | null = null): boolean =>
  alert.sources.some(({ key }) => !before?.sources.some((one) => one.key === key));
const isAwaited = (before: Alert | null = null): boolean =>
  before?.held?.code === 'station_silent' || before?.held?.code === 'backfill_awaited';

function checkLegal(alerts: readonly Alert[], { silent }: Improvisation): void {
  const keys = alerts.flatMap(({ sources }) => sources.map(({ key }) => key));
  holds(new Set(keys).size === keys.length, 'an episode stands in one alert', keys);
  const going = alerts.filter((one) => one.handling !== 'closed' && one.condition !== 'cleared').map(({ key }) => key);
  holds(new Set(going).size === going.length, 'one alert stands open for a key', going);
  for (const alert of alerts) {
    const { condition, handling, verdict, acknowledgement } = alert;
    const isOver = condition === 'cleared';
    holds(isOver === !alert.sources.some(isLasting), 'an alert is cleared when nothing of it lasts', alert);
    holds(isOver === (alert.end !== null), 'an alert that is over has an end', alert);
    holds((handling === 'closed') === (alert.closedAt !== null), 'what is closed was closed once', alert);
    holds(handling !== 'acknowledged' || acknowledgement !== null, 'somebody acknowledged it', alert);
    holds(verdict === null || handling === 'closed', 'a verdict closes', alert);
    holds(!keepsQuiet(alert) || verdict !== null, 'only a verdict closes what lasts', alert);
    holds(!alert.isWithdrawn || (isOver && alert.sources.length === 0), 'nothing is left of what is withdrawn', alert);
    const isHeard = alert.kind === 'silence' || alert.kind === 'link' || alert.stations.some((one) => !silent.has(one));
    holds(isHeard || condition !== 'active', 'what nobody hears of is not active', alert);
    holds((handling !== 'closed' && !isOver) || isSame(alert.told, {}), 'an end was told', alert);
  }
}

/** What is true stands in an alert that is open, or that people closed knowing it went on; and it was told, or it is said why not. */
function checkCovered(book: AlertBook, { episodes, incidents, silent }: Improvisation): void {
  const lasting = [...episodes.values()].filter(({ clearedAt }) => clearedAt === undefined).map(episodeName);
  const open = [...incidents.values()]
    .filter(({ clearedAt }) => clearedAt === null)
    .map((one) => `incident|${one.incident}`);
  for (const key of [...lasting, ...open]) {
    const alert = book.holderOf(key);
    holds(alert !== undefined && alert.condition !== 'cleared', 'what lasts has an alert', key);
    if (alert === undefined) return;
    holds(
      alert.handling !== 'closed' || alert.verdict?.wasLasting === true,
      'what lasts is closed by people who knew',
      alert,
    );
    if (alert.handling === 'closed') continue;
    const source = alert.sources.find((one) => one.key === key);
    const rank = source === undefined || source.isSpent ? 0 : rankOf(alert.kind, source);
    const told = alert.told[noticeRule(alert.kind, alert.level).audience] ?? 0;
    holds(Math.max(told, alert.held?.rank ?? 0) >= rank, 'what lasts was told, or it is known why not', alert);
  }
  for (const station of silent) holds(book.silentSince(station) !== undefined, 'silence has an alert', station);
}

function checkOrder(entry: AlertLogEntry, { changes }: Outcome): void {
  for (const { alert, before, timeline } of changes.alerts) {
    const revision = (before?.revision ?? 0) + (timeline.length > 0 ? 1 : 0);
    holds(alert.revision === revision, 'a revision is what stands in the timeline', alert);
    const isItsOwn = timeline.every((line) => line.revision === revision && line.at === entry.at);
    holds(isItsOwn, 'a line of the timeline belongs to its revision', timeline);
    const isCleared = before !== null && before.condition !== 'cleared' && alert.condition === 'cleared';
    const byData = ['episodes', 'incident', 'incident_withdrawn'].includes(entry.kind);
    const byClock =
      (alert.kind === 'silence' && entry.kind === 'back') || (alert.kind === 'link' && entry.kind === 'link');
    // Data has said that it is over at all its stations; what is heard, and people, end that it is waited for.
    const wasOver = before?.sources.every((one) => !isLasting(one) || one.overSince) === true;
    const isWaitedFor = wasOver && ['back', 'act'].includes(entry.kind);
    holds(!isCleared || byData || byClock || isWaitedFor, 'only data clears', { entry, alert });
  }
}

/** Acts everything out, entry by entry, and checks what holds after each. */
function actOut(all: readonly Move[]): {
  readonly city: Improvisation;
  readonly book: AlertBook;
  readonly said: Outcome[];
} {
  const [city, listeners, said] = [new Improvisation(), new Listeners(), [] as Outcome[]];
  let book = AlertBook.open();
  let known: readonly Alert[] = [];
  for (const move of all) {
    if (move.move === 'restart') book = AlertBook.open(structuredClone(book.records()));
    const entry = city.next(move, book);
    if (entry === null) continue;
    const outcome = takeTwice(book, entry, move.coin);
    const { alerts } = book.records();
    listeners.hear(outcome);
    checkOrder(entry, outcome);
    checkLegal(alerts, city);
    checkCovered(book, city);
    for (const { id } of known)
      holds(book.get(id) !== undefined, 'nothing is deleted, what was withdrawn least of all', id);
    for (const { id, told } of alerts)
      holds(
        isSame(Object.keys(told).sort(), [...(listeners.told.get(id) ?? [])].sort()),
        'the book knows who was told',
        id,
      );
    known = alerts;
    said.push(outcome);
  }
  return { city, book, said };
}

/** As the transaction of a ledger does: laid over the book, then dropped and taken again, or adopted. */
function takeTwice(book: AlertBook, entry: AlertLogEntry, isDropped: boolean): Outcome {
  const before = JSON.stringify(book.records());
  const { state, ...tried } = step(book, entry);
  holds(before === JSON.stringify(book.records()), 'a fork leaves its book as it is');
  if (!isDropped) {
    state.adopt();
    return tried;
  }
  const outcome = takeEntry(book, entry);
  holds(isSame(outcome, tried) && isSame(book.records(), state.records()), 'an entry comes to the same twice', entry);
  return outcome;
}

describe('Whatever comes in whatever order', () => {
  it('alerts are in a legal state, nothing that lasts is without one, and who was told is told the end once', () => {
    fc.assert(
      fc.property(moves, (all) => {
        actOut(all);
      }),
      { numRuns: 400 },
    );
  });

  it('the log alone makes the same alerts, notices and answers again, without the restarts', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const { city, book, said } = actOut(all);
        const again = AlertBook.open();
        const told = city.log.map((entry) => takeEntry(again, entry));
        expect(told).toEqual(said);
        expect(again.records()).toEqual(book.records());
      }),
      { numRuns: 100 },
    );
  });
});
