import { sayIn, type Language, type Say } from '../i18n/translate.ts';

/** The sentences that only the drawer says: they come with it. Its keys bind. */
const zh = {
  title: '近 30 天的预警与超标',
  none: '近 30 天没有预警和超标',
  loading: '正在载入预警记录',
  failed: '预警记录未能载入',
  lasting: '{from} 起，未解除',
  over: '{from} – {to}',
  replay: '回放此刻',
  'replay.at': '回放此刻：{time}',
  more: '更早另有 {count} 次',
  'red.min': '{parameter}低于限值 {limit}（{source}）',
  'red.max': '{parameter}高于限值 {limit}（{source}）',
  'amber.min': '{parameter}低于{source} {limit}',
  'amber.max': '{parameter}高于{source} {limit}',
  unknown: '{parameter}超出规则 {limit}',
  then: '{what}，自 {since} 起；此刻 {value}{more}。',
  'then.more': '；另有 {count} 项',
  'test.time_ahead': '采样时间超前于服务器时钟',
  'test.beyond_horizon': '到得太迟，已过判定时限',
  'test.gross_range_sensor': '超出仪表量程',
  'test.gross_range_user': '超常见范围',
  'test.mark': '监测点标注',
  'test.zero_flow': '流通池无水流',
  'test.climatology': '与季节不符',
  'test.spike': '突跳',
  'test.rate_of_change': '变化过快',
  'test.flat_line': '长时间不变',
  'test.attenuated_signal': '波动过小',
  'test.multivariate': '与其他指标不符',
  'test.neighbour': '与邻近监测点不符',
  event: '多项指标同时异常',
  flagged: '{flag}：{test}',
  late: '补传：这条读数在采样 {span}后才收到',
} as const;

type Words = typeof zh;

const en = {
  title: 'Warnings and exceedances of 30 days',
  none: 'No warning or exceedance in 30 days',
  loading: 'Loading what was raised',
  failed: 'What was raised could not be loaded',
  lasting: 'since {from}, still open',
  over: '{from} – {to}',
  replay: 'Replay this moment',
  'replay.at': 'Replay this moment: {time}',
  more: '{count} more before these',
  'red.min': '{parameter} below the limit {limit} ({source})',
  'red.max': '{parameter} above the limit {limit} ({source})',
  'amber.min': '{parameter} below the {source} {limit}',
  'amber.max': '{parameter} above the {source} {limit}',
  unknown: '{parameter} beyond rule {limit}',
  then: '{what}, since {since}; {value} at this moment{more}.',
  'then.more': '; {count} more',
  'test.time_ahead': 'sampled ahead of the clock',
  'test.beyond_horizon': 'came too late to be judged',
  'test.gross_range_sensor': "outside the sensor's span",
  'test.gross_range_user': 'outside the usual range',
  'test.mark': 'marked by the station',
  'test.zero_flow': 'no flow through the cell',
  'test.climatology': 'unusual for the season',
  'test.spike': 'spike',
  'test.rate_of_change': 'changes too fast',
  'test.flat_line': 'unchanged for long',
  'test.attenuated_signal': 'moves too little',
  'test.multivariate': 'at odds with other parameters',
  'test.neighbour': 'at odds with neighbours',
  event: 'Several parameters depart together',
  flagged: '{flag}: {test}',
  late: 'Late: this reading was received {span} after it was sampled',
} as const satisfies Record<keyof Words, string>;

const WORDS: Readonly<Record<Language, Readonly<Record<keyof Words, string>>>> = { zh, en };

export type DrawerSay = Say<Words>;

export const say = (language: Language): DrawerSay => sayIn<Words>(WORDS[language]);
