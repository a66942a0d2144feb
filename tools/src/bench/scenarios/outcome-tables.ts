import type { Scenario } from '@clearwell/firmware-sim';
import { MINUTE } from '@clearwell/water-quality';
import { ANSWERS, inTimeUntil, RIGHT_FAULT, type Outcome } from './outcome.ts';
import { medianOf, percent, tableOf } from './table.ts';

type OfScenario = readonly (readonly [Scenario, readonly Outcome[]])[];

/** Of each scenario what was said of it at all, and how soon. */
export function answersTable(all: OfScenario, isMarkdown: boolean): string {
  const header = [
    'scenario',
    'kind',
    'trials',
    'stations',
    'detected',
    'notified',
    'after first',
    'after second',
    'typed right',
    'said',
  ];
  const rows = all.map(([{ name, kind }, outcomes]) => [
    name,
    kind,
    String(outcomes.length),
    String(medianOf(outcomes.map(({ injection }) => injection.touched.length))),
    shareOf(outcomes, ({ detectedAt }) => detectedAt !== null),
    shareOf(outcomes, ({ notifiedAt }) => notifiedAt !== null),
    minutes(outcomes.map((outcome) => delayOf(outcome, 0))),
    minutes(outcomes.map((outcome) => delayOf(outcome, 1))),
    RIGHT_FAULT[name] === undefined ? '' : shareOf(outcomes, ({ answers }) => answers.includes('right fault')),
    saidOf(outcomes),
  ]);
  return tableOf(header, rows, isMarkdown);
}

/** Of each scenario how often each answer was the most alarming one. */
export function confusionTable(all: OfScenario, isMarkdown: boolean): string {
  const rows = all.map(([{ name }, outcomes]) => [
    name,
    ...ANSWERS.map((answer) => String(outcomes.filter(({ answers }) => answers[0] === answer).length || '')),
  ]);
  return tableOf(['scenario', ...ANSWERS], rows, isMarkdown);
}

/** How many were notified in time, those that come to several stations and those that stay at one apart; and why the others were not. */
export function inTimeLines(name: string, outcomes: readonly Outcome[]): string {
  const isInTime = ({ notifiedAt, injection }: Outcome): boolean => (notifiedAt ?? Infinity) <= inTimeUntil(injection);
  const told = (of: readonly Outcome[]): string => {
    const inTime = of.filter(isInTime).length;
    return `${String(inTime)} of ${String(of.length)} (${percent(inTime, of.length)})`;
  };
  const isSeveral = ({ injection }: Outcome): boolean => injection.touched.length > 1;
  const others = outcomes.filter((outcome) => !isInTime(outcome));
  const count = (is: (outcome: Outcome) => boolean): string => String(others.filter(is).length);
  return [
    `${name}, notified within two sampling intervals: ${told(outcomes)}`,
    `  of the second station, where it comes to several: ${told(outcomes.filter(isSeveral))}`,
    `  of the only station it comes to: ${told(outcomes.filter((outcome) => !isSeveral(outcome)))}`,
    `  of the others ${count(({ notifiedAt }) => notifiedAt !== null)} notified later; ${count(hasJoined)} seen and taken for part of an incident that was open`,
  ].join('\n');
}

/** Its first alert was not said by itself: it was taken for part of what had been said before. */
const hasJoined = ({ detectedAt, incidents: [first] }: Outcome): boolean =>
  detectedAt !== null && detectedAt < (first?.saidAt ?? Infinity);

const shareOf = (outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean): string =>
  percent(outcomes.filter(is).length, outcomes.length);

/** From the first or second station touched until somebody was notified, ms; null: there was no such station, or nobody was. */
function delayOf({ notifiedAt, injection }: Outcome, place: number): number | null {
  const touch = injection.touched[place];
  return notifiedAt === null || touch === undefined ? null : notifiedAt - touch.from;
}

function minutes(delays: readonly (number | null)[]): string {
  const known = delays.filter((delay) => delay !== null);
  return known.length === 0 ? '' : `${(medianOf(known) / MINUTE).toFixed(0)} min`;
}

/** What was said, with how often; a fault by its kind. */
function saidOf(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  const several = outcomes.filter(({ answers }) => answers.length > 1).length;
  for (const { incidents, faults, answers } of outcomes) {
    const quiet = answers.filter((answer) => answer === 'silence' || answer === 'nothing');
    for (const said of new Set([...incidents.map(({ kind }) => kind), ...faults, ...quiet]))
      counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  const inOrder = [...counts].sort(([, a], [, b]) => b - a).map(([said, count]) => `${said} ${String(count)}`);
  return [...inOrder, ...(several === 0 ? [] : [`(several ${String(several)})`])].join(', ');
}
