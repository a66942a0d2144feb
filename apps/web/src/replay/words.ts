import { sayIn, type Language, type Say } from '../i18n/translate.ts';

/** The sentences that only the replay says: they come with it. Its keys bind. */
const zh = {
  label: '回放',
  back: '回到实时',
  'back.changes': '实时已有 {count} 个监测点变差',
  play: '播放',
  pause: '暂停',
  speed: '速度',
  moment: '时刻（北京时间）',
  view: '依据',
  'view.sampled': '采样时刻',
  'view.sampled.hint': '按采样时间显示今天已有的全部数据',
  'view.known': '当时所知',
  'view.known.hint': '只显示那一刻已经收到的数据',
  parameter: '指标',
  span: '时间范围',
  'span.hours': '{n} 小时',
  'span.days': '{n} 天',
  'span.own': '自定',
  from: '从',
  to: '到',
  track: '时间轴：方向键移动一帧（10 分钟），PageUp 和 PageDown 移动一天',
  loading: '正在载入这一天',
  'failed.index': '回放的目录未能载入',
  'failed.day': '{day} 的数据未能载入',
  'none.sampled': '这一刻没有任何读数',
  'none.known': '那一刻尚未收到任何读数',
  keys: '空格 播放 · [ ] 一帧 · Shift+[ ] 一小时 · Esc 或 L 回到实时',
} as const;

type Words = typeof zh;

const en = {
  label: 'Replay',
  back: 'Back to live',
  'back.changes': '{count|station has|stations have} got worse live',
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  moment: 'Moment (Asia/Shanghai)',
  view: 'By',
  'view.sampled': 'As sampled',
  'view.sampled.hint': 'All data in hand today, at the time they were sampled',
  'view.known': 'As known then',
  'view.known.hint': 'Only what had been received by that moment',
  parameter: 'Parameter',
  span: 'Range',
  'span.hours': '{n} h',
  'span.days': '{n|day|days}',
  'span.own': 'Custom',
  from: 'From',
  to: 'To',
  track: 'Time line: arrow keys move by a frame (10 minutes), Page Up and Page Down by a day',
  loading: 'Loading this day',
  'failed.index': 'What there is to replay could not be loaded',
  'failed.day': 'The data of {day} could not be loaded',
  'none.sampled': 'There are no readings at this moment',
  'none.known': 'No readings had been received by that moment',
  keys: 'Space plays · [ ] one frame · Shift+[ ] one hour · Esc or L back to live',
} as const satisfies Record<keyof Words, string>;

export const WORDS: Readonly<Record<Language, Readonly<Record<keyof Words, string>>>> = { zh, en };

export const say = (language: Language): Say<Words> => sayIn<Words>(WORDS[language]);
