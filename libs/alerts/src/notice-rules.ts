import {
  HOUR,
  type AlertKind,
  type AlertSource,
  type Audience,
  type FindingLevel,
  type Happening,
} from '@clearwell/water-quality';

/** Who is told of a kind of alert, and whether it wakes them. */
export interface NoticeRule {
  readonly kind: AlertKind;
  readonly level: FindingLevel | 'any';
  readonly audience: Audience;
  /** `paging`: as was decided when it was weighed. */
  readonly notifies: boolean | 'paging';
  /** Whether it wakes them again when it comes back on the same alert, after they were told its end. */
  readonly again: boolean;
  /** What was found only after its end still notifies if it ended less than this ago, ms. */
  readonly mattersFor: number;
}

/** What wakes a person: the first row that applies. */
export const NOTICE_RULES: readonly NoticeRule[] = [
  // A legal limit: what is over is still to be reported.
  { kind: 'limit', level: 'red', audience: 'inspectors', notifies: true, again: true, mattersFor: 24 * HOUR },
  { kind: 'limit', level: 'any', audience: 'inspectors', notifies: false, again: false, mattersFor: 0 },
  { kind: 'event', level: 'any', audience: 'inspectors', notifies: 'paging', again: true, mattersFor: 6 * HOUR },
  { kind: 'cluster', level: 'any', audience: 'inspectors', notifies: 'paging', again: true, mattersFor: 12 * HOUR },
  { kind: 'operation', level: 'any', audience: 'supervision', notifies: 'paging', again: false, mattersFor: 0 },
  { kind: 'fault', level: 'any', audience: 'maintainers', notifies: true, again: false, mattersFor: 0 },
  { kind: 'silence', level: 'any', audience: 'maintainers', notifies: true, again: false, mattersFor: 0 },
  { kind: 'link', level: 'any', audience: 'maintainers', notifies: false, again: false, mattersFor: 0 },
  { kind: 'trend', level: 'any', audience: 'supervision', notifies: false, again: false, mattersFor: 0 },
];

/** While an audience is told of an alert, these wake it too; all else is shown. The ends among them do once. */
export const FOLLOW_UPS: Readonly<Partial<Record<Happening, 'end' | 'reminder'>>> = {
  cleared: 'end',
  withdrawn: 'end',
  closed: 'end',
  ack_expired: 'reminder',
};

export function noticeRule(kind: AlertKind, level: FindingLevel): NoticeRule {
  const rule = NOTICE_RULES.find((row) => row.kind === kind && (row.level === 'any' || row.level === level));
  if (rule === undefined) throw new Error(`No notice rule for ${kind} ${level}`);
  return rule;
}

/** How much an episode has to say to those it concerns: 0 wakes nobody, 2 is a red one. */
export function rankOf(kind: AlertKind, { level, paging }: Pick<AlertSource, 'level' | 'paging'>): number {
  const { notifies } = noticeRule(kind, level);
  const wakes = notifies === 'paging' ? (paging?.notifies ?? false) : notifies;
  return wakes ? (level === 'red' ? 2 : 1) : 0;
}
