import { sayIn, type Language, type Say } from '../i18n/translate.ts';

/** The sentences of this page come with it: those who only look at the map don't fetch them. Its keys bind. */
const zh = {
  title: '监测点登记',
  waiting: '待接入的监测点',
  nobody: '没有待接入的监测点。',
  waitingLine: '{region} 区域 · {messages} 条消息 · 自 {since} 起，最近 {last}',
  seen: '见到的通道：{channels}',
  unknown: '未知通道：{channels}',
  adopt: '接入 {id}',
  open: '填写登记',
  dismiss: '不予接入',
  dismissSure: '确认不予接入',
  stations: '在用监测点',
  none: '没有在用的监测点。',
  retire: '停用',
  retireSure: '确认停用',
  cancel: '取消',
  nameZh: '名称（中文）',
  nameEn: '名称（英文）',
  districtZh: '片区（中文）',
  districtEn: '片区（英文）',
  siteType: '类型',
  lat: '纬度（WGS-84）',
  lon: '经度（WGS-84）',
  interval: '采样间隔（秒）',
  adopted: '{id} 已登记，等候的消息已收入。',
  dismissed: '{id} 不予接入，消息已记入拒收。',
  retired: '{id} 已停用。',
  refused: '没有做成：{message}',
  failed: '待接入的监测点未能载入',
} as const;

type Words = typeof zh;

const en = {
  title: 'Register of stations',
  waiting: 'Stations that wait',
  nobody: 'No station waits.',
  waitingLine: 'Region {region} · {messages|message|messages} · since {since}, last {last}',
  seen: 'Channels seen: {channels}',
  unknown: 'Unknown channels: {channels}',
  adopt: 'Adopt {id}',
  open: 'Fill in',
  dismiss: 'Dismiss',
  dismissSure: 'Really dismiss',
  stations: 'Stations in service',
  none: 'No station is in service.',
  retire: 'Retire',
  retireSure: 'Really retire',
  cancel: 'Cancel',
  nameZh: 'Name (Chinese)',
  nameEn: 'Name (English)',
  districtZh: 'District (Chinese)',
  districtEn: 'District (English)',
  siteType: 'Site type',
  lat: 'Latitude (WGS-84)',
  lon: 'Longitude (WGS-84)',
  interval: 'Sampling interval (s)',
  adopted: '{id} is registered, and its waiting messages are taken in.',
  dismissed: '{id} is dismissed; its messages are noted as rejected.',
  retired: '{id} is retired.',
  refused: 'Not done: {message}',
  failed: 'The stations that wait could not be loaded',
} as const satisfies Record<keyof Words, string>;

const WORDS: Readonly<Record<Language, Readonly<Record<keyof Words, string>>>> = { zh, en };

export const say = (language: Language): Say<Words> => sayIn<Words>(WORDS[language]);
