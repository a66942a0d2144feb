import type { Outcome } from '@clearwell/alerts';
import type { Ledger } from '@clearwell/ledger';
import type { ActAnswer, ActEntry, AlertChange, AlertLogEntry, EpochMs } from '@clearwell/water-quality';
import type { AlertStage } from './alert-stage.ts';

export interface DeskParts {
  readonly ledger: Pick<Ledger, 'commit'>;
  readonly stage: Pick<AlertStage, 'enter' | 'adopt' | 'forget'>;
  readonly now: () => EpochMs;
  /** Tells the browsers. */
  readonly tell: (changes: readonly AlertChange[]) => void;
}

/** Takes in what does not come with readings, acts of people above all: each in a transaction of its own. */
export class AlertDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /**
   * Does what somebody wants done, or says why not; durable when it returns.
   * @param beside what is to be kept by the same transaction, given the answer
   */
  act(act: Omit<ActEntry, 'kind' | 'at'>, beside: (answer: ActAnswer) => void = () => undefined): ActAnswer {
    const entry: ActEntry = { kind: 'act', at: this.#parts.now(), ...act };
    return this.#commit([entry], ([outcome]) => {
      const answer = outcome?.answer ?? null;
      if (answer === null) throw new Error('An act has no answer');
      beside(answer);
      return answer;
    });
  }

  /** Takes in facts that come by themselves. */
  record(entries: readonly AlertLogEntry[]): readonly Outcome[] {
    return this.#commit(entries, (outcomes) => outcomes);
  }

  #commit<T>(entries: readonly AlertLogEntry[], then: (outcomes: readonly Outcome[]) => T): T {
    const { ledger, stage, tell } = this.#parts;
    let result: T;
    try {
      result = ledger.commit(() => then(stage.enter(entries)));
    } catch (error) {
      stage.forget();
      throw error;
    }
    const changes = stage.adopt();
    if (changes.length > 0) tell(changes);
    return result;
  }
}
