import { verifyChain, type BrokenSeal, type EvidenceBundle, type Seal } from '@clearwell/alerts';
import { readEvidence, type KeptEvidence } from '@clearwell/ledger';
import { createHash } from 'node:crypto';

export interface Verdict {
  readonly seals: number;
  readonly newest: Seal | null;
  readonly broken: (Omit<BrokenSeal, 'why'> & { readonly why: BrokenSeal['why'] | 'seal_missing' }) | null;
  /** The seal that does not hold, where it is there. */
  readonly seal: Seal | null;
  /** The hash that was expected is not in the chain. */
  readonly isCutOff: boolean;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Holds all evidence of a ledger against its chain of seals.
 * @param expect a hash the chain must have
 * @throws LedgerFileError for a file that has no evidence; what SQLite throws where the file itself is damaged
 */
export function verifyEvidence(file: string, expect: string | null): Verdict {
  return readEvidence(file, (kept) => {
    const seals = [...kept.seals];
    const broken = verifyChain(seals, (seal) => bundleOf(kept, seal), sha256) ?? unsealedIn(kept);
    return {
      seals: seals.length,
      newest: seals.at(-1) ?? null,
      broken,
      seal: seals.find(({ number }) => number === broken?.number) ?? null,
      isCutOff: expect !== null && !seals.some(({ hash }) => hash === expect),
    };
  });
}

function bundleOf(kept: KeptEvidence, seal: Seal): EvidenceBundle | 'unreadable' | undefined {
  const text = kept.textOf(seal);
  if (text === undefined) return undefined;
  if (text === null) return 'unreadable';
  try {
    return JSON.parse(text) as EvidenceBundle;
  } catch {
    return 'unreadable';
  }
}

function unsealedIn(kept: KeptEvidence): Verdict['broken'] {
  const [number] = kept.unsealed();
  return number === undefined ? null : { number, why: 'seal_missing' };
}

const WHY: Readonly<Record<NonNullable<Verdict['broken']>['why'], string>> = {
  bundle_missing: 'its evidence is gone',
  changed: 'its evidence, or the seal itself, is not what was sealed',
  out_of_line: 'it does not follow on the seal before it, which was changed or taken out',
  seal_missing: 'its evidence is there, and the seal is gone',
};

export function verdictText({ seals, newest, broken, seal, isCutOff }: Verdict): string {
  if (broken !== null) {
    const of = seal === null ? '' : ` (${seal.alert}, ${seal.occasion}, ${new Date(seal.sealedAt).toISOString()})`;
    return `Seal ${String(broken.number)}${of} does not hold: ${WHY[broken.why]}.`;
  }
  if (isCutOff) return 'The chain holds in itself, but the hash that was expected is not in it: its end was cut off.';
  if (newest === null) return 'Nothing was sealed yet.';
  return `${String(seals)} seals hold. The newest is ${String(newest.number)}, of ${new Date(newest.sealedAt).toISOString()}: ${newest.hash}`;
}
