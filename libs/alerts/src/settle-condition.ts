import type { Alert, AlertCondition, AlertId, Happening } from '@clearwell/water-quality';
import { isAnyLasting, isWorse, levelOf } from './alert-shape.ts';
import { headOf } from './grouping.ts';
import type { StepDraft } from './step-draft.ts';

/** What the data and the silence of its stations make of an alert, and what it belongs to. */
export function settleCondition(step: StepDraft, id: AlertId): void {
  const before = step.get(id);
  const [lasts, unheard] = [isAnyLasting(before), unheardOf(step, before)];
  const isUnheard = unheard.length === before.stations.length;
  const unverifiedSince = lasts ? unverifiedSinceOf(step, before, isUnheard) : null;
  const isUnknown = isUnheard || unverifiedSince !== null;
  const condition: AlertCondition = !lasts ? 'cleared' : isUnknown ? 'unverified' : 'active';
  const alert = {
    ...before,
    condition,
    unheard,
    unverifiedSince,
    level: levelOf(before),
    partOf: headOf(step.book, before),
  };
  step.set(alert);
  const isNew = step.before(id) === null;
  if (isNew) step.note(id, lasts ? 'raised' : 'found_over', { lateMs: alert.lateMs });
  else noteCondition(step, before, alert);
  if (alert.partOf !== before.partOf) noteGroup(step, before, alert);
  const isPartlyHeard = before.stations.length > 1 && !isUnheard;
  if (unheard !== before.unheard && isPartlyHeard && !isNew && lasts)
    step.note(id, 'unheard', { text: unheard.join(', ') });
}

function noteCondition(step: StepDraft, before: Alert, alert: Alert): void {
  const { id, condition } = alert;
  const isTakenBack = alert.isWithdrawn && step.before(id)?.isWithdrawn === false;
  const what = isTakenBack ? 'withdrawn' : TURNS[before.condition][condition];
  if (what !== null) step.note(id, what);
  if (before.condition === 'cleared' || condition === 'cleared') return;
  if (isWorse(alert.level, before.level)) step.note(id, 'worsened');
  else if (isWorse(before.level, alert.level)) step.note(id, 'eased');
}

/** What it is called when a condition turns into another. */
const TURNS: Readonly<Record<AlertCondition, Readonly<Record<AlertCondition, Happening | null>>>> = {
  active: { active: null, unverified: 'unverified', cleared: 'cleared' },
  unverified: { active: 'verified', unverified: null, cleared: 'cleared' },
  cleared: { active: 'reactivated', unverified: 'reactivated', cleared: null },
};

function noteGroup(step: StepDraft, before: Alert, { id, partOf }: Alert): void {
  if (partOf !== null) step.note(id, 'grouped', { other: partOf });
  else if (before.partOf !== null) step.note(id, 'ungrouped', { other: before.partOf });
}

/** Silence of a station says nothing of its silence and its connection. The same list where it is the same. */
function unheardOf(step: StepDraft, { kind, stations, unheard }: Alert): Alert['unheard'] {
  if (kind === 'silence' || kind === 'link') return unheard;
  const now = stations.filter((station) => step.book.silentSince(station) !== undefined);
  return now.length === unheard.length && now.every((station, i) => station === unheard[i]) ? unheard : now;
}

/** An incident is as good as what is heard of its stations; another has to be verified by its own. */
function unverifiedSinceOf(
  step: StepDraft,
  { stations: [station], kind, unverifiedSince }: Alert,
  isUnheard: boolean,
): number | null {
  if (!isUnheard || station === undefined || kind === 'cluster' || kind === 'operation') return unverifiedSince;
  return step.book.silentSince(station) ?? unverifiedSince;
}
