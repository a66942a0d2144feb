import type { PrecisionAnswer } from '@clearwell/contracts/alerts';
import { sayIn, type Language, type Say } from '../../i18n/translate.ts';

type Proposal = PrecisionAnswer['wolfCries'][number]['proposal'];

/** How often alerts were right. These keys bind. */
const zh = {
  title: '预警准确率',
  span: '{from} – {to}',
  lead: '按人员关闭预警时的结论计算；“原因不明”不计入。',
  failed: '准确率未能载入',
  loading: '正在计算',
  weeks: '每周预警与通知',
  'weeks.aim': '目标：每周通知值班员不超过 {aim} 次',
  week: '周（起）',
  alerts: '预警',
  notified: '通知值班员',
  'weeks.over': '超出目标',
  times: '处置用时（中位数）',
  toAcknowledge: '从通知到确认',
  toClose: '从发出到关闭',
  never: '尚无',
  wolf: '多为误报的规则',
  'wolf.none': '没有规则多半误报',
  'wolf.line': '{rule}：{judged} 条有结论，{wrong} 条不属实，多为{mostly}',
  'proposal.see_to_probe': '建议：检修或更换探头',
  'proposal.announce_work': '建议：校准和维护前先设维护窗口',
  'proposal.plan_network_work': '建议：管网作业提前登记',
  'proposal.mend_link': '建议：检修通信链路',
  'proposal.tune_rule': '建议：调整这条规则的阈值',
  rule: '规则',
  parameter: '指标',
  station: '监测点',
  month: '月份',
  judged: '有结论',
  right: '属实',
  precision: '准确率（95% 区间）',
  share: '{likely}（{low}–{high}）',
  none: '这段时间没有预警',
} as const satisfies Readonly<Record<string, string>> & Readonly<Record<`proposal.${Proposal}`, string>>;

type Words = typeof zh;

const en = {
  title: 'Precision of alerts',
  span: '{from} – {to}',
  lead: 'By the verdicts of those who closed them; “unknown” does not count.',
  failed: 'The precision could not be loaded',
  loading: 'Counting',
  weeks: 'Alerts and notices a week',
  'weeks.aim': 'Aim: at most {aim} a week that wake an inspector',
  week: 'Week from',
  alerts: 'Alerts',
  notified: 'Woke an inspector',
  'weeks.over': 'over the aim',
  times: 'Time it took (median)',
  toAcknowledge: 'from notice to acknowledgement',
  toClose: 'from raised to closed',
  never: 'none yet',
  wolf: 'Rules that mostly cry wolf',
  'wolf.none': 'No rule is mostly wrong',
  'wolf.line': '{rule}: {judged} judged, {wrong} wrong, mostly {mostly}',
  'proposal.see_to_probe': 'Proposal: see to the probe',
  'proposal.announce_work': 'Proposal: open a window before calibration and maintenance',
  'proposal.plan_network_work': 'Proposal: enter network work before it begins',
  'proposal.mend_link': 'Proposal: mend the connection',
  'proposal.tune_rule': 'Proposal: tune this rule',
  rule: 'Rule',
  parameter: 'Parameter',
  station: 'Station',
  month: 'Month',
  judged: 'Judged',
  right: 'Right',
  precision: 'Precision (95 % interval)',
  share: '{likely} ({low}–{high})',
  none: 'No alerts in this time',
} as const satisfies Record<keyof Words, string>;

export const WORDS: Readonly<Record<Language, Readonly<Record<keyof Words, string>>>> = { zh, en };

export const say = (language: Language): Say<Words> => sayIn<Words>(WORDS[language]);
