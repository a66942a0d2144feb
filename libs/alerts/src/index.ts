export { alertKey, incidentKey, sourceKey } from './alert-key.ts';
export { AlertBook, type BookRecords } from './book.ts';
export * from './evidence/bundle.ts';
export { canonicalJson } from './evidence/canonical-json.ts';
export { sealEvidence, sealText, verifyChain, type BrokenSeal, type Hash, type Seal } from './evidence/seal.ts';
export { FOLLOW_UPS, NOTICE_RULES, noticeRule, rankOf, type NoticeRule } from './notice-rules.ts';
export { ALERT_POLICY, type AlertPolicy } from './policy.ts';
export {
  accountPrecision,
  NOTIFIED_AIM,
  PROPOSALS,
  type Precision,
  type PrecisionReport,
  type Proposal,
  type Week,
  type WolfCry,
} from './precision.ts';
export { keyUsed } from './repeat.ts';
export { step, takeEntry } from './step.ts';
export type { Changes, Outcome } from './step-draft.ts';
export { VERDICT_RULES, type VerdictRule } from './verdict-rules.ts';
