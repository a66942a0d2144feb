import type { ActAnswered } from '@clearwell/contracts/alerts';
import type { AlertId } from '@clearwell/water-quality';
import type { Failure } from '../../door.ts';
import { createSignal } from '../../state/signal.ts';

/** Time to take an act back before it is sent. */
export const UNDO_MS = 5_000;
const RETRY_MS = 10_000;

/** Something a person did that the server has not answered yet. */
export interface QueuedAct {
  /** The same act however often it is sent. */
  readonly key: string;
  /** Whoever did it: nobody else sends it. */
  readonly by: string;
  readonly path: string;
  readonly alert: AlertId;
  readonly what: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `undoable`: not sent yet, on purpose; `waiting`: the server could not be reached. */
export type ActPhase = 'undoable' | 'sending' | 'waiting';

export type ActResult =
  { readonly kind: 'answered'; readonly answer: ActAnswered } | { readonly kind: 'failed'; readonly failure: Failure };

export interface ActOutcome {
  readonly act: QueuedAct;
  readonly result: ActResult;
}

interface Surroundings {
  readonly send: (act: QueuedAct) => Promise<ActResult>;
  /** Whoever is at the page; null: nobody is signed in, or that is not known. */
  readonly whoActs: () => Promise<string | null>;
  readonly load: () => readonly QueuedAct[];
  readonly keep: (acts: readonly QueuedAct[]) => void;
  readonly after: (ms: number, then: () => void) => void;
  readonly newKey: () => string;
}

/** Acts in the order they were done. What cannot be sent waits, also over a reload, and is sent with the same key. */
export class ActQueue {
  readonly acts = createSignal<readonly QueuedAct[]>([]);
  readonly phases = createSignal<ReadonlyMap<string, ActPhase>>(new Map());
  /** The last that was answered. */
  readonly outcome = createSignal<ActOutcome | null>(null);
  private readonly around: Surroundings;
  private flushing: Promise<void> | null = null;

  constructor(around: Surroundings) {
    this.around = around;
    this.acts.set(around.load());
  }

  /** Returns its key. */
  add(act: Omit<QueuedAct, 'key'>, undoMs = 0): string {
    const key = this.around.newKey();
    this.keep([...this.acts.get(), { ...act, key }]);
    this.outcome.set(null);
    if (undoMs > 0) {
      this.setPhase(key, 'undoable');
      this.around.after(undoMs, () => {
        if (this.phases.get().get(key) !== 'undoable') return;
        this.setPhase(key, 'waiting');
        void this.flush();
      });
    } else void this.flush();
    return key;
  }

  /** Takes back what was not sent. */
  undo(key: string): void {
    if (this.phases.get().get(key) === 'undoable') this.drop(key);
  }

  /** Sends what is due, oldest first. */
  flush(): Promise<void> {
    this.flushing ??= this.sendDue().finally(() => {
      this.flushing = null;
    });
    return this.flushing;
  }

  private async sendDue(): Promise<void> {
    const first = this.nextDue();
    if (first === undefined) return;
    const by = await this.around.whoActs();
    if (by === null) {
      this.waitFor(first.key);
      return;
    }
    for (let act = this.nextDue(by); act !== undefined; act = this.nextDue(by)) {
      this.setPhase(act.key, 'sending');
      const result = await this.around.send(act);
      if (isOutOfReach(result)) {
        this.waitFor(act.key);
        return;
      }
      if (result.kind === 'answered') this.carryOn(act, result.answer);
      this.drop(act.key);
      this.outcome.set({ act, result });
    }
  }

  private nextDue(by: string | null = null): QueuedAct | undefined {
    return this.acts
      .get()
      .find((act) => this.phases.get().get(act.key) !== 'undoable' && (by === null || act.by === by));
  }

  /** What was done after it had seen no more than it: its own trace is no conflict. */
  private carryOn({ alert, body }: QueuedAct, { revision }: ActAnswered): void {
    if (revision === null || typeof body['revision'] !== 'number') return;
    this.keep(
      this.acts
        .get()
        .map((later) =>
          later.alert === alert && later.body['revision'] === body['revision']
            ? { ...later, body: { ...later.body, revision } }
            : later,
        ),
    );
  }

  private waitFor(key: string): void {
    this.setPhase(key, 'waiting');
    this.around.after(RETRY_MS, () => void this.flush());
  }

  private drop(key: string): void {
    const phases = new Map(this.phases.get());
    phases.delete(key);
    this.phases.set(phases);
    this.keep(this.acts.get().filter((act) => act.key !== key));
  }

  private setPhase(key: string, phase: ActPhase): void {
    this.phases.set(new Map(this.phases.get()).set(key, phase));
  }

  private keep(acts: readonly QueuedAct[]): void {
    this.acts.set(acts);
    this.around.keep(acts);
  }
}

/** Nothing was decided: the same act is sent again. A session that is over can be renewed. */
const isOutOfReach = (result: ActResult): boolean =>
  result.kind === 'failed' &&
  (result.failure.kind === 'network' || result.failure.kind === 'timeout' || LATER.includes(result.failure.code));

const LATER: readonly string[] = ['unauthorized', 'unavailable'];
