import {
  channelKey,
  HOUR,
  isLasting,
  keepsQuiet,
  MINUTE,
  stationId,
  VERDICTS,
  type Act,
  type Alert,
  type AlertLogEntry,
  type Audience,
  type Episode,
  type EpochMs,
  type IncidentEntry,
  type Notice,
  type StationId,
  type WorkWindow,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { AlertBook } from './book.ts';
import { noticeRule, rankOf } from './notice-rules.ts';
import { AMBER_LIMIT, buildEpisode, event, fault, NINE, over, RED_LIMIT } from './rehearsal.ts';
import { step, takeEntry } from './step.ts';
import type { Outcome } from './step-draft.ts';

const STATIONS = ['plant', 'upper', 'lower'].map(stationId);
const RULES: readonly ((of: Partial<Episode>) => Episode)[] = [
  buildEpisode,
  (of) => buildEpisode({ rule: AMBER_LIMIT, level: 'amber', ...of }),
  (of) => buildEpisode({ channel: channelKey('ph'), rule: 'gb2022.ph.min', ...of }),
  (of) => fault(of),
  (of) => fault({ channel: channelKey('ph'), rule: 'frozen', ...of }),
  (of) => event(of),
];

const MOVES = [
  ...['begin', 'begin', 'begin', 'end', 'end', 'late', 'late_lasting', 'extend', 'shift', 'withdraw'],
  ...['silent', 'back', 'judged', 'incident', 'incident', 'incident_over', 'incident_withdrawn', 'reach'],
  ...['work', 'work_over', 'window', 'end_window', 'mute', 'unmute', 'link'],
  ...['acknowledge', 'assign', 'comment', 'investigate', 'close', 'close', 'reopen', 'tick', 'tick', 'restart'],
] as const;

interface Move {
  readonly move: (typeof MOVES)[number];
  readonly wait: number;
  readonly station: StationId;
  readonly pick: number;
  readonly coin: boolean;
}

const moves = fc.array(
  fc.record({
    move: fc.constantFrom(...MOVES),
    wait: fc.constantFrom(0, MINUTE, MINUTE, 10 * MINUTE, 40 * MINUTE, 3 * HOUR, 9 * HOUR),
    station: fc.constantFrom(...STATIONS),
    pick: fc.nat(30),
    coin: fc.boolean(),
  }),
  { minLength: 1, maxLength: 70, size: 'max' },
);

const nameOf = ({ station, kind, channel, rule, start }: Episode): string =>
  `${kind}|${station}|${channel ?? ''}|${rule}|${start}`;

/** A city that makes up what happens next, as detectors, clocks and people would, and knows what is true. */
class Improvisation {
  readonly episodes = new Map<string, Episode>();
  readonly incidents = new Map<string, IncidentEntry>();
  readonly silent = new Set<StationId>();
  readonly log: AlertLogEntry[] = [];
  at: EpochMs = NINE;
  #count = 0;

  next(move: Move, book: AlertBook): AlertLogEntry | null {
    this.at += move.wait;
    const entry = this.#fact(move) ?? this.#incident(move) ?? this.#act(move, book);
    if (entry !== null) this.log.push(entry);
    return entry;
  }

  #fact({ move, station, pick, coin }: Move): AlertLogEntry | null {
    const { at } = this;
    const build = RULES[pick % RULES.length] ?? buildEpisode;
    const lasting = (): Episode | undefined =>
      this.#ofStation(station).find(
        (one) => one.clearedAt === undefined && one.rule === build({}).rule && one.channel === build({}).channel,
      );
    const known = this.#ofStation(station)[pick % Math.max(1, this.#ofStation(station).length)];
    switch (move) {
      case 'begin':
        return lasting() ? null : this.#put([build({ station, start: at })], [], coin);
      case 'end': {
        const open = lasting();
        return open ? this.#put([over(open, Math.max(open.start, at - MINUTE))]) : null;
      }
      case 'late': {
        const start = at - (1 + pick) * HOUR;
        return this.#put([over(build({ station, start, detectedAt: at }), start + 30 * MINUTE)], [], coin);
      }
      case 'late_lasting':
        return lasting()
          ? null
          : this.#put([build({ station, start: at - (1 + pick) * HOUR, detectedAt: at })], [], coin);
      case 'extend': {
        if (
          known?.clearedAt === undefined ||
          this.#ofStation(station).some((one) => isSameRule(one, known) && one.clearedAt === undefined)
        )
          return null;
        const { clearedAt, ...open } = known;
        return this.#put([coin ? { ...open, end: null } : over(open, clearedAt + 10 * MINUTE)]);
      }
      case 'shift':
        return known ? this.#put([{ ...known, start: known.start - 7 * MINUTE - 1 }], [known]) : null;
      case 'withdraw':
        return known ? this.#put([], [known]) : null;
      case 'judged':
        return { kind: 'episodes', at, station, judgedUntil: at, put: [], withdrawn: [] };
      case 'silent':
        this.silent.add(station);
        return { kind: 'silent', at, station, since: at - 20 * MINUTE };
      case 'back':
        this.silent.delete(station);
        return { kind: 'back', at, station, sampledAt: at };
      case 'link':
        return { kind: 'link', at, station, since: at, isUnstable: coin };
      case 'work':
      case 'work_over':
        return {
          kind: 'work',
          at,
          station,
          work: 'calibration',
          state: move === 'work' ? 'begin' : 'end',
          said: at - MINUTE,
          channels: coin ? null : [channelKey('ph')],
        };
      case 'tick':
        return { kind: 'tick', at };
      default:
        return null;
    }
  }

  #incident({ move, station, pick, coin }: Move): AlertLogEntry | null {
    const known = [...this.incidents.values()][pick % Math.max(1, this.incidents.size)];
    const { at } = this;
    switch (move) {
      case 'incident': {
        const stations = STATIONS.slice(0, 1 + (pick % 3));
        const entry: IncidentEntry = {
          ...{ kind: 'incident', at, incident: coin && known ? known.incident : `i${String(this.#count++)}` },
          ...{ of: pick % 4 === 0 ? 'operation' : 'cluster', stations, level: pick % 5 === 0 ? 'red' : 'amber' },
          ...{
            start: at - HOUR,
            raisedAt: at,
            clearedAt: null,
            strength: 5,
            paging: { code: 'x', notifies: pick % 4 !== 0 },
          },
          parts: stations.map((one) => ({ station: one, from: at - HOUR, until: coin ? null : at })),
        };
        return this.#keep(entry);
      }
      case 'incident_over':
        return known ? this.#keep({ ...known, at, clearedAt: at }) : null;
      case 'incident_withdrawn':
        if (known === undefined) return null;
        this.incidents.delete(known.incident);
        return { kind: 'incident_withdrawn', at, incident: known.incident };
      case 'reach':
        return {
          ...{
            kind: 'incident',
            at,
            incident: 'r',
            of: 'event',
            stations: [station],
            level: 'amber',
            start: at,
            raisedAt: at,
          },
          ...{ clearedAt: null, strength: 5, paging: { code: 'x', notifies: coin } },
          parts: STATIONS.filter((one) => one !== station).map((one) => ({
            station: one,
            from: at - HOUR,
            until: null,
          })),
        };
      default:
        return null;
    }
  }

  #act({ move, station, pick, coin }: Move, book: AlertBook): AlertLogEntry | null {
    const records = book.records();
    const alert = records.alerts[pick % Math.max(1, records.alerts.length)];
    const act = actOf(move, { station, pick, coin }, this.at, alert, records.windows[0], records.mutes[0]?.id);
    // A key comes back now and then.
    return (
      act && {
        kind: 'act',
        at: this.at,
        by: coin ? 'li' : 'wang',
        key: `k${String(pick === 7 ? 7 : this.#count++ + 100)}`,
        act,
      }
    );
  }

  #ofStation = (station: StationId): Episode[] => [...this.episodes.values()].filter((one) => one.station === station);

  #put(put: readonly Episode[], withdrawn: readonly Episode[] = [], notifies = false): AlertLogEntry {
    for (const one of withdrawn) this.episodes.delete(nameOf(one));
    for (const one of put) this.episodes.set(nameOf(one), one);
    const station = put[0]?.station ?? withdrawn[0]?.station ?? stationId('plant');
    const facts = put.map((episode) =>
      episode.kind === 'event' ? { episode, paging: { code: 'x', notifies } } : { episode },
    );
    return { kind: 'episodes', at: this.at, station, judgedUntil: this.at, put: facts, withdrawn };
  }

  #keep(entry: IncidentEntry): IncidentEntry {
    this.incidents.set(entry.incident, entry);
    return entry;
  }
}

const isSameRule = (a: Episode, b: Episode): boolean => a.rule === b.rule && a.channel === b.channel;

function actOf(
  move: Move['move'],
  { station, pick, coin }: Pick<Move, 'station' | 'pick' | 'coin'>,
  at: EpochMs,
  alert: Alert | undefined,
  window: WorkWindow | undefined,
  mute: string | undefined,
): Act | null {
  const on = {
    alert: alert?.id ?? ('none' as never),
    revision: coin ? (alert?.revision ?? 1) - (pick % 5 === 0 ? 1 : 0) : null,
  };
  switch (move) {
    case 'acknowledge':
    case 'investigate':
      return { do: move, ...on };
    case 'assign':
      return { do: move, ...on, to: 'wang' };
    case 'comment':
      return { do: move, ...on, text: 'hm' };
    case 'close':
      return { do: move, ...on, verdict: VERDICTS[pick % VERDICTS.length] ?? 'unknown', cause: 'x' };
    case 'reopen':
      return { do: move, ...on, reason: 'x' };
    case 'window':
      return {
        do: 'open_window',
        station,
        channels: coin ? null : [channelKey('turbidity')],
        work: 'maintenance',
        from: null,
        until: at + HOUR,
        reason: '',
      };
    case 'end_window':
      return { do: move, window: window?.id ?? 'none' };
    case 'mute':
      return {
        do: move,
        scope: coin ? { of: 'station', station } : { of: 'rule', rule: RED_LIMIT, station: null },
        until: at + HOUR,
        reason: '',
      };
    case 'unmute':
      return { do: move, mute: mute ?? 'none' };
    default:
      return null;
  }
}

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
      const known = new Set(before?.sources.map(({ key }) => key));
      const isFound = alert.sources.some(({ key }) => !known.has(key));
      const isAwaited = WAITING.includes(before?.held?.code ?? '');
      holds(isFound || isAwaited, 'what ended while it was held back never fires', notice);
    } else {
      const [was, is] = [told.has(audience) ? (before?.told[audience] ?? 0) : 0, alert?.told[audience] ?? 0];
      holds(is > was, 'only what is more than was told is told', notice);
      told.add(audience);
    }
  }
}

const WAITING: readonly string[] = ['station_silent', 'backfill_awaited'];

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
  const lasting = [...episodes.values()].filter(({ clearedAt }) => clearedAt === undefined).map(nameOf);
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
    holds(!isCleared || byData || byClock, 'only data clears', { entry, alert });
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
