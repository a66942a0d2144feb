import {
  channelKey,
  HOUR,
  MINUTE,
  stationId,
  type Act,
  type ActAnswer,
  type Alert,
  type AlertLogEntry,
  type Contribution,
  type Episode,
  type EpochMs,
  type IncidentEntry,
  type Notice,
  type Paging,
  type TimelineEntry,
} from '@clearwell/water-quality';
import { AlertBook } from './book.ts';
import type { AlertPolicy } from './policy.ts';
import { takeEntry } from './step.ts';
import type { Outcome } from './step-draft.ts';

export const NINE: EpochMs = Date.UTC(2026, 10, 21, 1);
export const STATION = stationId('zz-001');
export const RED_LIMIT = 'gb2022.turbidity';
export const AMBER_LIMIT = 'op.turbidity';
export const PAGED: Paging = { code: 'score', notifies: true };
export const SHOWN: Paging = { code: 'event', notifies: false };

type Entry = AlertLogEntry extends infer E ? (E extends AlertLogEntry ? Omit<E, 'at'> : never) : never;

/** A limit broken at nine, which goes on, unless it is said otherwise. */
export function buildEpisode(of: Partial<Episode> = {}): Episode {
  const start = of.start ?? NINE;
  return {
    ...{ station: STATION, kind: 'limit', channel: channelKey('turbidity'), rule: RED_LIMIT, level: 'red' },
    ...{ start, raisedAt: start, detectedAt: start, end: null, worst: 2, count: 3 },
    ...of,
  };
}

export const amber = (of: Partial<Episode> = {}): Episode => buildEpisode({ rule: AMBER_LIMIT, level: 'amber', ...of });
export const fault = (of: Partial<Episode> = {}): Episode =>
  buildEpisode({ kind: 'fault', rule: 'flatline', level: 'notice', ...of });
export const event = (of: Partial<Episode> = {}, contributions: readonly Contribution[] = TURBID): Episode =>
  buildEpisode({
    kind: 'event',
    channel: null,
    rule: 'event',
    level: 'amber',
    details: { contributions, shifts: [], until: of.start ?? NINE },
    ...of,
  });
const TURBID: readonly Contribution[] = [{ channel: channelKey('turbidity'), weight: 1, direction: 'rise' }];
export const over = (episode: Episode, end: EpochMs): Episode => ({ ...episode, end, clearedAt: end });

/** Alerts in a spec: time passes from entry to entry, and all that was said is kept. */
export class Rehearsal {
  book: AlertBook;
  at: EpochMs = NINE;
  readonly notices: Notice[] = [];
  readonly timeline: TimelineEntry[] = [];
  readonly log: AlertLogEntry[] = [];
  #keys = 0;

  constructor(policy: Partial<AlertPolicy> = {}) {
    // Most specs are of other things than of what is alone, usual, or on its way.
    this.book = AlertBook.open({}, { loneParameterWaits: 0, habitFrom: Infinity, clusterSettles: 0, ...policy });
  }

  /** Lets time pass until an instant. */
  until(at: EpochMs): this {
    this.at = at;
    return this;
  }

  take(entry: Entry): Outcome {
    return this.retake({ ...entry, at: this.at });
  }

  retake(entry: AlertLogEntry): Outcome {
    this.log.push(entry);
    const outcome = takeEntry(this.book, entry);
    this.notices.push(...outcome.notices);
    for (const { timeline } of outcome.changes.alerts) this.timeline.push(...timeline);
    return outcome;
  }

  put(...episodes: readonly Episode[]): Outcome {
    return this.judge(episodes);
  }

  /** Puts episodes of one station whose weight was decided. */
  putPaged(paging: Paging, episode: Episode): Outcome {
    const { station } = episode;
    return this.take({ kind: 'episodes', station, judgedUntil: this.at, put: [{ episode, paging }], withdrawn: [] });
  }

  judge(put: readonly Episode[], withdrawn: readonly Episode[] = [], judgedUntil = this.at): Outcome {
    const station = (put[0] ?? withdrawn[0])?.station ?? STATION;
    return this.take({ kind: 'episodes', station, judgedUntil, put: put.map((episode) => ({ episode })), withdrawn });
  }

  withdraw(...episodes: readonly Episode[]): Outcome {
    return this.judge([], episodes);
  }

  silence(station = STATION): Outcome {
    return this.take({ kind: 'silent', station, since: this.at - 20 * MINUTE });
  }

  back(station = STATION): Outcome {
    return this.take({ kind: 'back', station, sampledAt: this.at });
  }

  tick(): Outcome {
    return this.take({ kind: 'tick' });
  }

  incident(of: Partial<IncidentEntry> & Pick<IncidentEntry, 'stations'>): Outcome {
    const parts = of.stations.map((station) => ({ station, from: NINE, until: null }));
    return this.take({
      ...{
        kind: 'incident',
        incident: 'i1',
        of: 'cluster',
        level: 'amber',
        start: NINE,
        raisedAt: NINE,
        clearedAt: null,
      },
      ...{ strength: 5, paging: { code: 'cluster', notifies: true }, parts },
      ...of,
    });
  }

  act(act: Act, by = 'li', key = `k${String(this.#keys++)}`): ActAnswer {
    const { answer } = this.take({ kind: 'act', by, key, act });
    if (answer === null) throw new Error('An act has an answer');
    return answer;
  }

  /** The only alert, or the only one of a kind. */
  alert(kind?: Alert['kind']): Alert {
    const found = this.alerts(kind);
    const [alert] = found;
    if (alert === undefined || found.length > 1) throw new Error(`${String(found.length)} alerts`);
    return alert;
  }

  alerts(kind?: Alert['kind']): readonly Alert[] {
    return this.book.records().alerts.filter((alert) => kind === undefined || alert.kind === kind);
  }

  /** What woke somebody of a kind: what happened, and who was told. */
  woken(kind?: Alert['kind']): string[] {
    const ids = new Set(this.alerts(kind).map(({ id }) => id));
    return this.notices
      .filter(({ notifies, alert }) => notifies && ids.has(alert))
      .map(({ what, audience }) => `${what} ${audience}`);
  }

  /** What stands in the timeline of a kind. */
  told(kind?: Alert['kind']): string[] {
    const ids = new Set(this.alerts(kind).map(({ id }) => id));
    return this.timeline
      .filter(({ alert }) => ids.has(alert))
      .map(({ what, code }) => (code ? `${what} ${code}` : what));
  }
}

export const minutes = (count: number): EpochMs => NINE + count * MINUTE;
export const hours = (count: number): EpochMs => NINE + count * HOUR;
