import type { AlertId, EpochMs } from '@clearwell/water-quality';
import type { EvidenceBundle, Occasion } from './bundle.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of the UTF-8 of a text, in hex: an argument, since this library computes only. */
export type Hash = (text: string) => string;

/** What proves that a bundle is as it was, and that none before it is gone. */
export interface Seal {
  /** In the chain, from 1. */
  readonly number: number;
  readonly alert: AlertId;
  readonly occasion: Occasion;
  readonly sealedAt: EpochMs;
  /** Of the seal before; null for the first. */
  readonly previous: string | null;
  /** Of the bundle and `previous`. */
  readonly hash: string;
}

/** @param before the newest seal of the chain; null: this is its first */
export const sealEvidence = (bundle: EvidenceBundle, before: Seal | null, hash: Hash): Seal =>
  sealText(bundle, canonicalJson(bundle), before, hash);

/** The same for whoever has the bundle's canonical text already. */
export function sealText(
  { alert, occasion, sealedAt }: Pick<EvidenceBundle, 'alert' | 'occasion' | 'sealedAt'>,
  text: string,
  before: Seal | null,
  hash: Hash,
): Seal {
  const place = { number: (before?.number ?? 0) + 1, previous: before?.hash ?? null };
  return { ...place, alert, occasion, sealedAt, hash: hashOf(text, place, hash) };
}

/** Over `{bundle, number, previous}` as canonical JSON has it. */
const hashOf = (text: string, { number, previous }: Pick<Seal, 'number' | 'previous'>, hash: Hash): string =>
  hash(`{"bundle":${text},"number":${number},"previous":${canonicalJson(previous)}}`);

export interface BrokenSeal {
  readonly number: number;
  /** The bundle is missing; it or the seal was changed; or a seal before it was changed or taken out. */
  readonly why: 'bundle_missing' | 'changed' | 'out_of_line';
}

/**
 * The first seal that does not hold; null: all do. Cutting off the newest shows only against a hash kept elsewhere.
 * @param seals in their order, from the first
 * @param bundleOf what was sealed, as it is kept; what can't be read was changed
 */
export function verifyChain(
  seals: Iterable<Seal>,
  bundleOf: (seal: Seal) => EvidenceBundle | 'unreadable' | undefined,
  hash: Hash,
): BrokenSeal | null {
  let before: Seal | null = null;
  for (const seal of seals) {
    const { number } = seal;
    if (number !== (before?.number ?? 0) + 1 || seal.previous !== (before?.hash ?? null))
      return { number, why: 'out_of_line' };
    const bundle = bundleOf(seal);
    if (bundle === undefined) return { number, why: 'bundle_missing' };
    if (bundle === 'unreadable' || !isOf(seal, bundle) || hashOf(canonicalJson(bundle), seal, hash) !== seal.hash)
      return { number, why: 'changed' };
    before = seal;
  }
  return null;
}

const isOf = (seal: Seal, bundle: EvidenceBundle): boolean =>
  seal.alert === bundle.alert && seal.occasion === bundle.occasion && seal.sealedAt === bundle.sealedAt;
