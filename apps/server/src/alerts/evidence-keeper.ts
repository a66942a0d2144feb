import { canonicalJson, dueSeals, sealText, type EvidenceBundle, type Occasion, type Seal } from '@clearwell/alerts';
import type { Ledger } from '@clearwell/ledger';
import type { Alert, AlertId, BilingualName, EpochMs } from '@clearwell/water-quality';
import { createHash } from 'node:crypto';
import { assembleEvidence, type EvidenceSources } from './evidence-bundle.ts';

export interface EvidenceKeeperParts extends EvidenceSources {
  readonly ledger: EvidenceSources['ledger'] & Pick<Ledger, 'commit' | 'evidence'>;
  /** All that may still have something to be sealed. */
  readonly alerts: () => readonly Alert[];
  readonly now: () => EpochMs;
  readonly warn: (what: string) => void;
}

export interface SealedEvidence {
  readonly seal: Seal;
  readonly bundle: EvidenceBundle;
}

/** Of the river's time, ms, after which no further one is begun; what is left comes with the next look. */
const PATIENCE = 50;

/** SHA-256 of UTF-8, in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Seals the evidence of alerts when it is due, each seal over the one before, and hands out what was sealed. */
export class EvidenceKeeper {
  readonly #parts: EvidenceKeeperParts;
  readonly #sealed = new Map<AlertId, { occasion: Occasion; sealedAt: EpochMs }[]>();
  readonly #givenUp = new Set<AlertId>();
  readonly #reasons = new Map<AlertId, readonly BilingualName[]>();

  constructor(parts: EvidenceKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Seals what is due, some of it: to be called now and then, outside of any transaction.
   * @returns how much it sealed; 0 when nothing is due
   */
  sealDue(): number {
    const now = this.#parts.now();
    const until = performance.now() + PATIENCE;
    let count = 0;
    // The newest first: what they say now may be otherwise soon.
    for (const alert of this.#parts.alerts().toReversed()) {
      if (this.#givenUp.has(alert.id)) continue;
      for (const occasion of dueSeals(alert, this.#sealedOf(alert.id), now)) {
        if (count > 0 && performance.now() >= until) return count;
        if (!this.#trySeal(alert, occasion, now)) return count;
        count += 1;
      }
    }
    return count;
  }

  /** All that was sealed of an alert, in order. @throws where it can't be read any more: `npm run evidence:verify` says where */
  of(alert: AlertId): readonly SealedEvidence[] {
    const { evidence } = this.#parts.ledger;
    return evidence
      .ofAlert(alert)
      .map((seal) => ({ seal, bundle: JSON.parse(evidence.text(seal.number)) as EvidenceBundle }));
  }

  /** Why it was held for what it is, as it was sealed last; empty: it was sealed without, or can't be read any more. */
  reasonsOf(alert: AlertId): readonly BilingualName[] {
    let reasons = this.#reasons.get(alert);
    if (reasons === undefined) {
      reasons = this.#readReasons(alert);
      this.#reasons.set(alert, reasons);
    }
    return reasons;
  }

  #readReasons(alert: AlertId): readonly BilingualName[] {
    try {
      return this.of(alert).findLast(({ bundle }) => bundle.reasons.length > 0)?.bundle.reasons ?? [];
    } catch (error) {
      this.#parts.warn(`The evidence of ${alert} can't be read: ${(error as Error).message}`);
      return [];
    }
  }

  #sealedOf(alert: AlertId): { occasion: Occasion; sealedAt: EpochMs }[] {
    const known = this.#sealed.get(alert) ?? [...this.#parts.ledger.evidence.ofAlert(alert)];
    this.#sealed.set(alert, known);
    return known;
  }

  #trySeal(alert: Alert, occasion: Occasion, now: EpochMs): boolean {
    let bundle;
    try {
      bundle = assembleEvidence(this.#parts, alert, occasion, now);
    } catch (error) {
      // A fault of this program holds up no other alert.
      this.#givenUp.add(alert.id);
      this.#parts.warn(`The evidence of ${alert.id} can't be gathered: ${(error as Error).message}`);
      return true;
    }
    try {
      this.#seal(bundle);
      return true;
    } catch (error) {
      this.#parts.warn(`The evidence of ${alert.id} can't be kept: ${(error as Error).message}`);
      return false;
    }
  }

  #seal(bundle: EvidenceBundle): void {
    const { ledger } = this.#parts;
    const { alert, occasion, sealedAt } = bundle;
    const text = canonicalJson(bundle);
    ledger.commit(() => {
      ledger.evidence.keep(sealText(bundle, text, ledger.evidence.newest(), sha256), text);
    });
    this.#sealedOf(alert).push({ occasion, sealedAt });
    if (bundle.reasons.length > 0) this.#reasons.set(alert, bundle.reasons);
  }
}
