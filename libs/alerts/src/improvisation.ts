import {
  channelKey,
  HOUR,
  MINUTE,
  stationId,
  VERDICTS,
  type Act,
  type AlertId,
  type AlertLogEntry,
  type Episode,
  type EpochMs,
  type IncidentEntry,
  type StationId,
} from '@clearwell/water-quality';
import type { AlertBook } from './book.ts';
import { amber, buildEpisode, event, fault, NINE, over, RED_LIMIT } from './rehearsal.ts';

/** What is to happen next, in numbers: a property may draw and shrink them. */
export interface Move {
  readonly move: MoveName;
  /** Time that passes before, ms. */
  readonly wait: number;
  readonly station: StationId;
  readonly pick: number;
  readonly coin: boolean;
}

export const STATIONS = ['plant', 'upper', 'lower'].map(stationId);
const RULES: readonly ((of: Partial<Episode>) => Episode)[] = [
  buildEpisode,
  amber,
  (of) => buildEpisode({ channel: channelKey('ph'), rule: 'gb2022.ph.min', ...of }),
  fault,
  (of) => fault({ channel: channelKey('ph'), rule: 'frozen', ...of }),
  (of) => event(of),
];

export const episodeName = ({ station, kind, channel, rule, start }: Episode): string =>
  `${kind}|${station}|${channel ?? ''}|${rule}|${start}`;

const isSameRule = (a: Episode, b: Episode): boolean => a.rule === b.rule && a.channel === b.channel;
const isOpen = ({ clearedAt }: Episode): boolean => clearedAt === undefined;
const pickOf = <T>(all: readonly T[], pick: number): T | undefined => all[pick % Math.max(1, all.length)];

/** A city that makes up what happens next, as detectors, clocks and people would, and knows what is true. */
export class Improvisation {
  readonly episodes = new Map<string, Episode>();
  readonly incidents = new Map<string, IncidentEntry>();
  readonly silent = new Set<StationId>();
  readonly log: AlertLogEntry[] = [];
  at: EpochMs = NINE;
  #count = 0;

  /** Null: nothing comes of the move. */
  next(move: Move, book: AlertBook): AlertLogEntry | null {
    this.at += move.wait;
    const entry = PLOT[move.move](this, move, book);
    if (entry !== null) this.log.push(entry);
    return entry;
  }

  number(): string {
    return String(this.#count++);
  }

  ofStation(station: StationId): Episode[] {
    return [...this.episodes.values()].filter((one) => one.station === station);
  }

  /** What lasts of the rule of an episode, at its station. */
  lasting(like: Episode): Episode | undefined {
    return this.ofStation(like.station).find((one) => isSameRule(one, like) && isOpen(one));
  }

  judge(put: readonly Episode[], withdrawn: readonly Episode[] = [], notifies = false): AlertLogEntry {
    for (const one of withdrawn) this.episodes.delete(episodeName(one));
    for (const one of put) this.episodes.set(episodeName(one), one);
    const [{ station } = buildEpisode()] = [...put, ...withdrawn];
    const paging = { code: 'x', notifies };
    const facts = put.map((episode) => (episode.kind === 'event' ? { episode, paging } : { episode }));
    return { kind: 'episodes', at: this.at, station, judgedUntil: this.at, put: facts, withdrawn };
  }

  say(incident: IncidentEntry): IncidentEntry {
    this.incidents.set(incident.incident, incident);
    return incident;
  }
}

type Scene = (city: Improvisation, move: Move, book: AlertBook) => AlertLogEntry | null;

const EPISODES = {
  begin: (city, { station, pick, coin }) => {
    const episode = (pickOf(RULES, pick) ?? buildEpisode)({ station, start: city.at });
    return city.lasting(episode) ? null : city.judge([episode], [], coin);
  },
  end: (city, { station, pick }) => {
    const open = pickOf(city.ofStation(station).filter(isOpen), pick);
    return open ? city.judge([over(open, Math.max(open.start, city.at - MINUTE))]) : null;
  },
  late: (city, { station, pick, coin }) => {
    const start = city.at - (1 + pick) * HOUR;
    const episode = (pickOf(RULES, pick) ?? buildEpisode)({ station, start, detectedAt: city.at });
    return city.judge([over(episode, start + 30 * MINUTE)], [], coin);
  },
  late_lasting: (city, { station, pick, coin }) => {
    const start = city.at - (1 + pick) * HOUR;
    const episode = (pickOf(RULES, pick) ?? buildEpisode)({ station, start, detectedAt: city.at });
    return city.lasting(episode) ? null : city.judge([episode], [], coin);
  },
  extend: (city, { station, pick, coin }) => {
    const known = pickOf(city.ofStation(station), pick);
    if (known?.clearedAt === undefined || city.lasting(known)) return null;
    const { clearedAt, ...open } = known;
    return city.judge([coin ? { ...open, end: null } : over(open, clearedAt + 10 * MINUTE)]);
  },
  shift: (city, { station, pick }) => {
    const known = pickOf(city.ofStation(station), pick);
    return known ? city.judge([{ ...known, start: known.start - 7 * MINUTE - 1 }], [known]) : null;
  },
  withdraw: (city, { station, pick }) => {
    const known = pickOf(city.ofStation(station), pick);
    return known ? city.judge([], [known]) : null;
  },
  judged: ({ at }, { station }) => ({ kind: 'episodes', at, station, judgedUntil: at, put: [], withdrawn: [] }),
} satisfies Record<string, Scene>;

const CLOCKS = {
  silent: ({ silent, at }, { station }) => {
    silent.add(station);
    return { kind: 'silent', at, station, since: at - 20 * MINUTE };
  },
  back: ({ silent, at }, { station }) => {
    silent.delete(station);
    return { kind: 'back', at, station, sampledAt: at };
  },
  link: ({ at }, { station, coin }) => ({ kind: 'link', at, station, since: at, isUnstable: coin }),
  work: (city, move) => workOf(city, move, 'begin'),
  work_over: (city, move) => workOf(city, move, 'end'),
  tick: ({ at }) => ({ kind: 'tick', at }),
  /** The spec opens its book anew. */
  restart: () => null,
} satisfies Record<string, Scene>;

const workOf = ({ at }: Improvisation, { station, coin }: Move, state: 'begin' | 'end'): AlertLogEntry => ({
  ...{ kind: 'work', at, station, work: 'calibration', state, said: at - MINUTE },
  channels: coin ? null : [channelKey('ph')],
});

const INCIDENTS = {
  incident: (city, { pick, coin }) => {
    const [known, { at }] = [pickOf([...city.incidents.values()], pick), city];
    const stations = STATIONS.slice(0, 1 + (pick % STATIONS.length));
    return city.say({
      ...{ kind: 'incident', at, incident: coin && known ? known.incident : `i${city.number()}`, stations },
      ...{ of: pick % 4 === 0 ? 'operation' : 'cluster', level: pick % 5 === 0 ? 'red' : 'amber' },
      ...{ start: at - HOUR, raisedAt: at, clearedAt: null, strength: 5 },
      paging: { code: 'x', notifies: pick % 4 !== 0 },
      parts: stations.map((station) => ({ station, from: at - HOUR, until: coin ? null : at })),
    });
  },
  incident_over: (city, { pick }) => {
    const [known, { at }] = [pickOf([...city.incidents.values()], pick), city];
    return known ? city.say({ ...known, at, clearedAt: at }) : null;
  },
  incident_withdrawn: ({ incidents, at }, { pick }) => {
    const known = pickOf([...incidents.values()], pick);
    if (known === undefined) return null;
    incidents.delete(known.incident);
    return { kind: 'incident_withdrawn', at, incident: known.incident };
  },
  reach: ({ at }, { station, coin }) => ({
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
    parts: STATIONS.filter((one) => one !== station).map((one) => ({ station: one, from: at - HOUR, until: null })),
  }),
} satisfies Record<string, Scene>;

type Deed = (
  move: Move,
  on: { readonly alert: AlertId; readonly revision: number | null },
  city: Improvisation,
  book: AlertBook,
) => Act;

const DEEDS = {
  acknowledge: (_move, on) => ({ do: 'acknowledge', ...on }),
  investigate: (_move, on) => ({ do: 'investigate', ...on }),
  assign: (_move, on) => ({ do: 'assign', ...on, to: 'wang' }),
  comment: (_move, on) => ({ do: 'comment', ...on, text: 'hm' }),
  close: ({ pick }, on) => ({ do: 'close', ...on, verdict: pickOf(VERDICTS, pick) ?? 'unknown', cause: 'x' }),
  reopen: (_move, on) => ({ do: 'reopen', ...on, reason: 'x' }),
  window: ({ station, coin }, _on, { at }) => ({
    ...{ do: 'open_window', station, work: 'maintenance', from: null, until: at + HOUR, reason: '' },
    channels: coin ? null : [channelKey('turbidity')],
  }),
  end_window: ({ pick }, _on, _city, book) => ({
    do: 'end_window',
    window: pickOf(book.windows(), pick)?.id ?? 'none',
  }),
  mute: ({ station, coin }, _on, { at }) => ({
    ...{ do: 'mute', until: at + HOUR, reason: '' },
    scope: coin ? { of: 'station', station } : { of: 'rule', rule: RED_LIMIT, station: null },
  }),
  unmute: ({ pick }, _on, _city, book) => ({ do: 'unmute', mute: pickOf(book.mutes(), pick)?.id ?? 'none' }),
} satisfies Record<string, Deed>;

/** One revision in five is old, and a key comes back now and then. */
const doneBySomebody =
  (deed: Deed): Scene =>
  (city, move, book) => {
    const { pick, coin } = move;
    const alert = pickOf(book.alerts(), pick);
    if (alert === undefined) return null;
    const on = { alert: alert.id, revision: coin ? alert.revision - (pick % 5 === 0 ? 1 : 0) : null };
    const key = pick === 7 ? 'again' : `k${city.number()}`;
    return { kind: 'act', at: city.at, by: coin ? 'li' : 'wang', key, act: deed(move, on, city, book) };
  };

export type MoveName = keyof typeof EPISODES | keyof typeof CLOCKS | keyof typeof INCIDENTS | keyof typeof DEEDS;

const ACTS = Object.fromEntries(Object.entries(DEEDS).map(([name, deed]) => [name, doneBySomebody(deed)])) as Readonly<
  Record<keyof typeof DEEDS, Scene>
>;

const PLOT: Readonly<Record<MoveName, Scene>> = { ...EPISODES, ...CLOCKS, ...INCIDENTS, ...ACTS };

export const MOVE_NAMES = Object.keys(PLOT) as MoveName[];
