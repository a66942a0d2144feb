import type { EpochMs } from '@clearwell/water-quality';
import type { Company } from './company.ts';
import type { FaultKind } from './fault-kind.ts';
import type { Probe } from './probe.ts';

/** How one kind of fault is told. All of them look at one probe among its company, when the row has been taken in. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** Over as soon as it is said. */
  readonly isBrief?: boolean;
  /** Since when the probe has it; NaN: it has not. Writes its evidence into `probe.evidence`. */
  begins(probe: Probe, company: Company): EpochMs;
  hasEnded(probe: Probe, company: Company): boolean;
  /** It may be beginning: the channel does not vote in this row. */
  readonly isDoubtful?: (probe: Probe, company: Company) => boolean;
}
