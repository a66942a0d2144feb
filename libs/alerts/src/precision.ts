import { DAY, type Alert, type EpochMs, type Verdict } from '@clearwell/water-quality';
import { dayOf } from './alert-key.ts';
import { noticeRule } from './notice-rules.ts';
import { ALERT_POLICY } from './policy.ts';
import { VERDICT_RULES } from './verdict-rules.ts';

/** What a city of 48 stations can bear: incidents a week that wake an inspector. */
export const NOTIFIED_AIM = 7;

/** How often something was right, of what people judged. */
export interface Precision {
  /** A rule, a parameter, a station, or a month as YYYYMM. */
  readonly of: string;
  readonly alerts: number;
  /** With a verdict that says; `unknown` says nothing. */
  readonly judged: number;
  readonly right: number;
  /** Null: nothing was judged. With the interval of 95 %. */
  readonly precision: { readonly low: number; readonly likely: number; readonly high: number } | null;
}

/** What may help against a rule that cries wolf. */
export const PROPOSALS = ['see_to_probe', 'announce_work', 'plan_network_work', 'mend_link', 'tune_rule'] as const;
export type Proposal = (typeof PROPOSALS)[number];

export interface WolfCry extends Precision {
  /** What it mostly was instead. */
  readonly mostly: Verdict;
  readonly proposal: Proposal;
}

export interface Week {
  readonly from: EpochMs;
  readonly alerts: number;
  /** Those that woke an inspector; at most `NOTIFIED_AIM` are bearable. */
  readonly notified: number;
}

export interface PrecisionReport {
  readonly byRule: readonly Precision[];
  readonly byParameter: readonly Precision[];
  readonly byStation: readonly Precision[];
  readonly byMonth: readonly Precision[];
  /** Oldest first, from the week of the first alert to that of the last. */
  readonly weeks: readonly Week[];
  /** Medians, ms; null: there was none. */
  readonly toAcknowledge: number | null;
  readonly toClose: number | null;
  /** The most often wrong first. */
  readonly wolfCries: readonly WolfCry[];
}

/** Fewer judged say too little of a rule to change it. */
const LEAST_JUDGED = 5;
const BEARABLE = 0.5;

/** Of these alerts, as people judged them. What late data withdrew counts as raised, and is judged as people did. */
export function accountPrecision(alerts: readonly Alert[], utcOffset = ALERT_POLICY.utcOffset): PrecisionReport {
  const month = ({ openedAt }: Alert): string[] => [dayOf(openedAt, utcOffset).slice(0, 6)];
  const byRule = groupBy(alerts, rulesOf);
  return {
    byRule: [...byRule].map(precisionOf),
    byParameter: [...groupBy(alerts, parametersOf)].map(precisionOf),
    byStation: [...groupBy(alerts, ({ stations }) => stations)].map(precisionOf),
    byMonth: [...groupBy(alerts, month)].map(precisionOf),
    weeks: weeksOf(alerts, utcOffset),
    toAcknowledge: median(alerts.flatMap(({ notifiedAt, acknowledgedAt }) => between(notifiedAt, acknowledgedAt))),
    toClose: median(
      alerts.flatMap(({ openedAt, closedAt, verdict }) => (verdict === null ? [] : between(openedAt, closedAt))),
    ),
    wolfCries: [...byRule].flatMap((group) => wolfCry(group) ?? []).sort((a, b) => wrongOf(b) - wrongOf(a)),
  };
}

const wrongOf = ({ judged, right }: Precision): number => judged - right;

type Group = readonly [of: string, alerts: readonly Alert[]];

/** Groups by name; an alert may be in several. */
function groupBy(alerts: readonly Alert[], namesOf: (alert: Alert) => readonly string[]): Group[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts)
    for (const name of new Set(namesOf(alert))) groups.set(name, [...(groups.get(name) ?? []), alert]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

const rulesOf = ({ sources, kind }: Alert): readonly string[] =>
  sources.length === 0 ? [kind] : sources.map(({ rule }) => rule);

/** Of an event, what speaks loudest. A second probe of a parameter is that parameter too. */
const parametersOf = ({ channel, sources }: Alert): readonly string[] => {
  const key = channel ?? sources[0]?.contributions[0]?.channel;
  return key === undefined ? [] : [key.replace(/\.\d+$/, '')];
};

const isJudged = ({ verdict }: Alert): boolean => verdict !== null && verdict.verdict !== 'unknown';
/** Without an exceedance no legal limit was broken: what said so was wrong. */
const isRight = ({ verdict, kind, level }: Alert): boolean =>
  verdict !== null &&
  VERDICT_RULES[verdict.verdict].confirms.includes(kind) &&
  !(verdict.verdict === 'real_event' && kind === 'limit' && level === 'red');

function precisionOf([of, alerts]: Group): Precision {
  const judged = alerts.filter(isJudged);
  const right = judged.filter(isRight).length;
  const precision = judged.length === 0 ? null : { ...wilson(right, judged.length), likely: right / judged.length };
  return { of, alerts: alerts.length, judged: judged.length, right, precision };
}

/** Wilson's interval of 95 % for a share; good for few. */
function wilson(right: number, of: number): { low: number; high: number } {
  const z = 1.96;
  const share = right / of;
  const middle = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return { low: Math.max(0, (middle - reach) / whole), high: Math.min(1, (middle + reach) / whole) };
}

const PROPOSED: Readonly<Partial<Record<Verdict, Proposal>>> = {
  sensor_fault: 'see_to_probe',
  calibration_or_maintenance: 'announce_work',
  network_work: 'plan_network_work',
  communication: 'mend_link',
};

function wolfCry(group: Group): WolfCry | null {
  const precision = precisionOf(group);
  if (precision.judged < LEAST_JUDGED || (precision.precision?.likely ?? 1) >= BEARABLE) return null;
  const wrong = group[1].filter((alert) => isJudged(alert) && !isRight(alert));
  const [most] = groupBy(wrong, ({ verdict }) => [verdict?.verdict ?? 'unknown']).sort(
    (a, b) => b[1].length - a[1].length,
  );
  const mostly = (most?.[0] ?? 'unknown') as Verdict;
  return { ...precision, mostly, proposal: PROPOSED[mostly] ?? 'tune_rule' };
}

/** Weeks begin on Monday of the city. */
function weeksOf(alerts: readonly Alert[], utcOffset: number): Week[] {
  const [week, monday] = [7 * DAY, 4 * DAY];
  const startOf = (at: EpochMs): EpochMs => Math.floor((at + utcOffset - monday) / week) * week + monday - utcOffset;
  const openings = alerts.map(({ openedAt }) => openedAt);
  if (openings.length === 0) return [];
  const weeks: Week[] = [];
  const last = startOf(Math.max(...openings));
  for (let from = startOf(Math.min(...openings)); from <= last; from += week) {
    const notified = alerts.filter((alert) => isNotified(alert) && startOf(alert.notifiedAt ?? NaN) === from);
    const opened = openings.filter((at) => startOf(at) === from);
    weeks.push({ from, alerts: opened.length, notified: notified.length });
  }
  return weeks;
}

const isNotified = ({ kind, level, notifiedAt }: Alert): boolean =>
  notifiedAt !== null && noticeRule(kind, level).audience === 'inspectors';

const between = (from: EpochMs | null, to: EpochMs | null): number[] =>
  from === null || to === null ? [] : [to - from];

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
