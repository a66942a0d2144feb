import { excessOver, limitById, type LimitFinding } from '@clearwell/water-quality';

/** Excess as a fraction of the limit, so that chlorine and turbidity can be ranked together. */
function excess(finding: LimitFinding): number {
  const limit = limitById(finding.limit);
  return limit === undefined ? 0 : excessOver(limit, finding.value) / Math.abs(limit.value || 1);
}

const compare = (a: LimitFinding, b: LimitFinding): number => {
  if (a.level !== b.level) return a.level === 'red' ? -1 : 1;
  return excess(b) - excess(a);
};

/** Red before amber, then by how far beyond the limit. */
export const byWorst = (findings: readonly LimitFinding[]): LimitFinding[] => [...findings].sort(compare);
