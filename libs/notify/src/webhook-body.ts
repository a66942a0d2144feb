import type { Alert, EpochMs, Notice } from '@clearwell/water-quality';
import type { Message } from './receiver.ts';

const timeText = (at: EpochMs): string => new Date(at).toISOString();
const timeOrNull = (at: EpochMs | null): string | null => (at === null ? null : timeText(at));

/** The JSON a webhook is sent. Times are ISO 8601 in UTC; what is added later has a new name, and version 1 stays. */
export const webhookBody = ({ notice, merged, notifies, alert, text, attempt }: Message) => ({
  version: 1,
  key: notice.key,
  attempt,
  notifies,
  notice: noticeOf(notice),
  /** Of the same alert and audience, that were not delivered and are not sent any more. */
  merged: merged.map(noticeOf),
  alert: alertOf(alert),
  text,
});

const noticeOf = ({ key, at, what, audience, condition, level, revision, lateMs }: Notice) => ({
  ...{ key, at: timeText(at), what, audience, condition, level, revision, lateMs },
});

const alertOf = (alert: Alert) => {
  const { id, kind, stations, channel, level, condition, handling, assignee, revision, isWithdrawn, partOf } = alert;
  return {
    ...{ id, kind, stations, channel, level, condition, handling, assignee, revision, isWithdrawn, partOf },
    verdict: alert.verdict?.verdict ?? null,
    start: timeText(alert.start),
    end: timeOrNull(alert.end),
    openedAt: timeText(alert.openedAt),
    closedAt: timeOrNull(alert.closedAt),
    sources: alert.sources.map(({ channel: of, rule, level: how, start, clearedAt, worst, count }) => ({
      ...{ channel: of, rule, level: how, worst, count },
      start: timeText(start),
      clearedAt: timeOrNull(clearedAt),
    })),
  };
};
