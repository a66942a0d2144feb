import type {
  ActAnswer,
  Alert,
  AlertChange,
  AlertId,
  Audience,
  EpochMs,
  Happening,
  HoldCode,
  Mute,
  Notice,
  StationId,
  TimelineEntry,
  WorkWindow,
} from '@clearwell/water-quality';
import type { AlertBook } from './book.ts';

/** What one entry of the log changed, in the order it is to be kept. */
export interface Changes {
  readonly alerts: readonly AlertChange[];
  readonly windows: readonly WorkWindow[];
  readonly mutes: readonly Mute[];
  /** Of an act that was not answered before. */
  readonly answers: readonly ActAnswer[];
}

export interface Outcome {
  readonly changes: Changes;
  readonly notices: readonly Notice[];
  /** Of an act; null of any other entry. */
  readonly answer: ActAnswer | null;
}

export type NoteDetail = Pick<
  Partial<TimelineEntry>,
  'code' | 'source' | 'other' | 'text' | 'to' | 'verdict' | 'lateMs'
>;

export interface Told {
  readonly what: Happening;
  readonly audience: Audience;
  readonly notifies: boolean;
  readonly heldBackBecause: HoldCode | null;
}

interface Edit {
  readonly before: Alert | null;
  readonly notes: { readonly what: Happening; readonly detail: NoteDetail }[];
  readonly told: Told[];
}

/** One entry of the log being worked in: what it changes, says and concerns so far. */
export class StepDraft {
  readonly book: AlertBook;
  readonly at: EpochMs;
  /** Null: the data, or time. */
  readonly by: string | null;
  readonly #edits = new Map<AlertId, Edit>();
  readonly #windows = new Map<string, WorkWindow>();
  readonly #mutes = new Map<string, Mute>();
  readonly #concerned = new Set<AlertId>();

  constructor(book: AlertBook, at: EpochMs, by: string | null) {
    this.book = book;
    this.at = at;
    this.by = by;
  }

  /** @throws for an alert that is not in the book: a fault of this program */
  get(id: AlertId): Alert {
    const alert = this.book.get(id);
    if (alert === undefined) throw new Error(`No alert ${id}`);
    return alert;
  }

  /** As it was before this entry; null: it was not there. */
  before(id: AlertId): Alert | null {
    const edit = this.#edits.get(id);
    return edit === undefined ? this.get(id) : edit.before;
  }

  set(alert: Alert): void {
    this.#editOf(alert.id);
    this.book.put(alert);
    this.#concerned.add(alert.id);
  }

  note(id: AlertId, what: Happening, detail: NoteDetail = {}): void {
    this.#editOf(id).notes.push({ what, detail });
  }

  /** What was noted of it in this entry. */
  noted(id: AlertId): readonly Happening[] {
    return this.#edits.get(id)?.notes.map(({ what }) => what) ?? [];
  }

  tell(id: AlertId, told: Told): void {
    this.#editOf(id).told.push(told);
  }

  /** They may look otherwise now, though nothing of their own changed. */
  concern(alerts: Iterable<Alert>): void {
    for (const { id } of alerts) this.#concerned.add(id);
  }

  /** Of a station, and of incidents that reach it, what goes on or is held back: what is over and told stays as it is. */
  concernStation(station: StationId): void {
    this.concern(this.book.live(station).filter(isUnsettled));
    this.concern(this.book.live('incidents').filter((one) => isUnsettled(one) && one.stations.includes(station)));
  }

  get concerned(): ReadonlySet<AlertId> {
    return this.#concerned;
  }

  putWindow(window: WorkWindow): void {
    this.book.putWindow(window);
    this.#windows.set(window.id, window);
    this.concernStation(window.station);
  }

  putMute(mute: Mute): void {
    this.book.putMute(mute);
    this.#mutes.set(mute.id, mute);
  }

  /** @param answer of an act that is answered for the first time */
  finish(answer: ActAnswer | null = null): Outcome {
    const alerts: AlertChange[] = [];
    const notices: Notice[] = [];
    for (const [id, edit] of this.#edits) {
      const alert = this.#revise(id, edit);
      if (edit.before !== null && isSame(alert, edit.before)) continue;
      this.book.put(alert);
      alerts.push({ alert, before: edit.before, timeline: this.#timelineOf(alert, edit) });
      for (const told of edit.told) notices.push(noticeOf(alert, told, this.at));
    }
    if (answer !== null) this.book.putAnswer(answer);
    const answers = answer === null ? [] : [answer];
    const changes = { alerts, windows: [...this.#windows.values()], mutes: [...this.#mutes.values()], answers };
    return { changes, notices, answer };
  }

  /** Of an alert, once this entry is finished. */
  revisionAfter(id: AlertId): number {
    const edit = this.#edits.get(id);
    return edit === undefined ? this.get(id).revision : this.#revise(id, edit).revision;
  }

  #editOf(id: AlertId): Edit {
    const edit = this.#edits.get(id) ?? { before: this.book.get(id) ?? null, notes: [], told: [] };
    this.#edits.set(id, edit);
    return edit;
  }

  #revise(id: AlertId, { before, notes }: Edit): Alert {
    const alert = this.get(id);
    const last = notes.at(-1);
    if (last === undefined) return alert;
    const lastChange = { what: last.what, by: this.by, at: this.at };
    return { ...alert, revision: (before?.revision ?? 0) + 1, lastChange };
  }

  #timelineOf({ id, revision, condition, level }: Alert, { notes }: Edit): TimelineEntry[] {
    return notes.map(({ what, detail }, place) => ({
      ...{ alert: id, revision, place, at: this.at, by: this.by, what, condition, level },
      ...detail,
    }));
  }
}

const isUnsettled = ({ condition, held }: Alert): boolean => condition !== 'cleared' || held !== null;

const isSame = (a: Alert, b: Alert): boolean =>
  (Object.keys(a) as (keyof Alert)[]).every((field) => a[field] === b[field]);

const noticeOf = ({ id, revision, condition, level, lateMs }: Alert, told: Told, at: EpochMs): Notice => ({
  key: `${id}:${revision}:${told.what}:${told.audience}`,
  ...{ alert: id, revision, at, condition, level, lateMs },
  ...told,
});
