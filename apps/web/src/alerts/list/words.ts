import { sayIn, type Language, type Say } from '../../i18n/translate.ts';

/** The list of alerts, and what stands around all pages about them. These keys bind. */
const zh = {
  title: '预警',
  pages: '页面',
  'precision.link': '准确率',
  filters: '筛选',
  'show.open': '未关闭',
  'show.closed': '已关闭',
  level: '级别',
  kind: '类型',
  district: '区县',
  all: '全部',
  mine: '由我负责',
  shown: '{n} 条：{waiting} 条待确认，{lasting} 条仍在持续',
  'shown.closed': '{n} 条',
  none: '当前无预警',
  'none.last': '当前无预警 · 最近一次 {time}',
  'none.current': '没有需要处置的预警',
  'none.filtered': '没有符合条件的预警',
  past: '已结束，无人需要通知：{n} 条',
  'past.why':
    '发现时已经结束（例如来自补传的历史），或按规则不需通知，因此没有通知任何人，也不需确认。仍可打开查看、给出结论；结束 7 天后自动归档。',
  more: '更早的预警',
  failed: '预警未能载入',
  loading: '正在载入预警',
  since: '{since} 起 · 已 {span}',
  lasted: '{since} 起 · 历时 {span}',
  unverified: '{since} 起无数据，未核实',
  assigned: '{name} 负责',
  verdict: '结论：{verdict}',
  held: '未通知：{why}',
  part: '属于 {id}',
} as const;

type Words = typeof zh;

const en = {
  title: 'Alerts',
  pages: 'Pages',
  'precision.link': 'Precision',
  filters: 'Filters',
  'show.open': 'Open',
  'show.closed': 'Closed',
  level: 'Level',
  kind: 'Kind',
  district: 'District',
  all: 'All',
  mine: 'Mine',
  shown: '{n|alert|alerts}: {waiting} not acknowledged, {lasting} still going on',
  'shown.closed': '{n|alert|alerts}',
  none: 'No alerts at present',
  'none.last': 'No alerts at present · the last one {time}',
  'none.current': 'No alert asks for anybody',
  'none.filtered': 'No alert matches',
  past: 'Over, and nobody had to be told: {n|alert|alerts}',
  'past.why':
    'They were over when they were found (in history that came late, for example), or are none that notify. So nobody was notified, and nobody has to acknowledge them. They can still be opened and given a verdict; they leave the list 7 days after their end.',
  more: 'Older alerts',
  failed: 'The alerts could not be loaded',
  loading: 'Loading alerts',
  since: 'since {since} · for {span}',
  lasted: 'from {since} · lasted {span}',
  unverified: 'silent since {since}, unverified',
  assigned: '{name} has it',
  verdict: 'Verdict: {verdict}',
  held: 'Nobody notified: {why}',
  part: 'Part of {id}',
} as const satisfies Record<keyof Words, string>;

export const WORDS: Readonly<Record<Language, Readonly<Record<keyof Words, string>>>> = { zh, en };

export type ListSay = Say<Words>;

export const say = (language: Language): ListSay => sayIn<Words>(WORDS[language]);
