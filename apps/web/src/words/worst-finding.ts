import { excessOver, limitById, type Finding } from '@clearwell/water-quality';

const LEVELS = { red: 0, amber: 1, notice: 2 } as const;
const KINDS = { limit: 0, event: 1, trend: 2, fault: 3, link: 4, silence: 5 } as const;

/** Excess as a fraction of the limit, so that chlorine and turbidity can be ranked together. */
function excess(finding: Finding): number {
  const limit = finding.kind === 'limit' ? limitById(finding.limit) : undefined;
  return limit === undefined || finding.kind !== 'limit'
    ? 0
    : excessOver(limit, finding.value) / Math.abs(limit.value || 1);
}

const compare = (a: Finding, b: Finding): number =>
  LEVELS[a.level] - LEVELS[b.level] || KINDS[a.kind] - KINDS[b.kind] || excess(b) - excess(a) || a.since - b.since;

/** Red before amber before what is only told, then limits by how far beyond, then what the water does, then the sensors. */
export const byWorst = (findings: readonly Finding[]): Finding[] => [...findings].sort(compare);

/** The channel a finding speaks of: of several, the one that speaks loudest. */
export const channelOf = (finding: Finding | undefined) =>
  finding?.kind === 'event' ? finding.contributions[0]?.channel : finding?.channel;
