export { AlertBook, type BookRecords } from './book.ts';
export { FOLLOW_UPS, NOTICE_RULES, noticeRule, rankOf, type NoticeRule } from './notice-rules.ts';
export { ALERT_POLICY, type AlertPolicy } from './policy.ts';
export { step, takeEntry } from './step.ts';
export type { Changes, Outcome } from './step-draft.ts';
export { VERDICT_RULES, type VerdictRule } from './verdict-rules.ts';
