import {
  isLasting,
  type Alert,
  type AlertSource,
  type Audience,
  type Held,
  type HoldCode,
} from '@clearwell/water-quality';
import { holdOf, isWaiting } from './inhibition.ts';
import { noticeRule, rankOf } from './notice-rules.ts';
import type { StepDraft } from './step-draft.ts';

/** Somebody is to be told, more than they were. */
export interface ToTell {
  readonly audience: Audience;
  readonly rank: number;
  /** Why it is these, and not those whom it concerns. */
  readonly insteadBecause: HoldCode | null;
}

export interface Weighed {
  readonly toTell: ToTell | null;
  /** What stays to be told once nothing holds it back. */
  readonly held: Held | null;
  /** What will never be told, and why; null: nothing. */
  readonly dropped: HoldCode | null;
  readonly sources: readonly AlertSource[];
}

/** What there is to tell of an alert now, by what lasts and what was found over, against what was told. */
export function weigh(step: StepDraft, alert: Alert): Weighed {
  const sources = alert.sources.map((source) => weighSource(step, alert, source));
  const free = most(sources, ({ code }) => code === null);
  const diverted = most(sources, ({ code, source }) => code === 'channel_fault' && isLasting(source));
  const { audience } = noticeRule(alert.kind, alert.level);
  const told = alert.told[audience] ?? 0;
  const left = sources.map(({ source }) => source);
  return {
    toTell: toTell(alert, audience, free, diverted),
    held: heldOf(sources, Math.max(told, free)),
    dropped: sources.find(({ isDropped }) => isDropped)?.code ?? null,
    sources: left.every((source, i) => source === alert.sources[i]) ? alert.sources : left,
  };
}

interface WeighedSource {
  readonly source: AlertSource;
  readonly rank: number;
  readonly code: HoldCode | null;
  readonly isDropped: boolean;
}

function weighSource(step: StepDraft, alert: Alert, source: AlertSource): WeighedSource {
  const rank = source.isSpent ? 0 : rankOf(alert.kind, source);
  if (rank === 0) return { source, rank, code: null, isDropped: false };
  const code = holdOf(step.book, alert, source, step.at);
  if (source.clearedAt === null || isWaiting(code ?? undefined)) return { source, rank, code, isDropped: false };
  const { mattersFor } = noticeRule(alert.kind, source.level);
  const reason = code ?? (step.at - source.clearedAt < mattersFor ? null : 'too_late');
  return { source: { ...source, isSpent: true }, rank, code: reason, isDropped: reason !== null };
}

const most = (sources: readonly WeighedSource[], which: (one: WeighedSource) => boolean): number =>
  Math.max(0, ...sources.filter(which).map(({ rank }) => rank));

function toTell({ told }: Alert, audience: Audience, free: number, diverted: number): ToTell | null {
  const known = told[audience] ?? 0;
  if (free > known) return { audience, rank: free, insteadBecause: null };
  const isNews = diverted > Math.max(known, told.maintainers ?? 0);
  return isNews ? { audience: 'maintainers', rank: diverted, insteadBecause: 'channel_fault' } : null;
}

function heldOf(sources: readonly WeighedSource[], known: number): Held | null {
  let held: Held | null = null;
  for (const { rank, code, isDropped } of sources)
    if (code !== null && !isDropped && rank > (held?.rank ?? known)) held = { code, rank };
  return held;
}
