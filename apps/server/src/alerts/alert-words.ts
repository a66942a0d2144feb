import type { VeiledRole } from '@clearwell/contracts/people';
import type {
  AlertCondition,
  AlertKind,
  Audience,
  BilingualName,
  DeliveryOutcome,
  FindingLevel,
  Handling,
  Happening,
  HoldCode,
  MeasuringMethod,
  Verdict,
} from '@clearwell/water-quality';
import type { Occasion } from '@clearwell/alerts';

type Words<K extends string> = Readonly<Record<K, BilingualName>>;

export const LEVEL_WORDS: Words<FindingLevel> = {
  red: { zh: '红色', en: 'red' },
  amber: { zh: '黄色', en: 'amber' },
  notice: { zh: '提示', en: 'notice' },
};

export const KIND_WORDS: Words<AlertKind> = {
  limit: { zh: '超出限值', en: 'limit broken' },
  event: { zh: '水质事件', en: 'water event' },
  cluster: { zh: '多点水质事件', en: 'water event at several stations' },
  operation: { zh: '调度变化', en: 'operation of the network' },
  fault: { zh: '仪表故障', en: 'sensor fault' },
  trend: { zh: '趋势', en: 'trend' },
  silence: { zh: '监测点无数据', en: 'station silent' },
  link: { zh: '通信不稳定', en: 'unstable connection' },
};

export const CONDITION_WORDS: Words<AlertCondition> = {
  active: { zh: '持续中', en: 'active' },
  unverified: { zh: '未核实', en: 'unverified' },
  cleared: { zh: '已解除', en: 'cleared' },
};

export const HANDLING_WORDS: Words<Handling> = {
  new: { zh: '待确认', en: 'new' },
  acknowledged: { zh: '已确认', en: 'acknowledged' },
  investigating: { zh: '核查中', en: 'investigating' },
  closed: { zh: '已关闭', en: 'closed' },
};

export const VERDICT_WORDS: Words<Verdict> = {
  real_exceedance: { zh: '真实超标', en: 'real exceedance' },
  real_event: { zh: '真实水质事件，未超标', en: 'real event without exceedance' },
  sensor_fault: { zh: '仪表故障', en: 'sensor fault' },
  calibration_or_maintenance: { zh: '校准或维护', en: 'calibration or maintenance' },
  communication: { zh: '通信问题', en: 'communication' },
  network_work: { zh: '已知管网作业', en: 'known network work' },
  unknown: { zh: '原因不明', en: 'unknown' },
};

export const HAPPENING_WORDS: Words<Happening> = {
  raised: { zh: '发出预警', en: 'raised' },
  found_over: { zh: '事后发现', en: 'found over' },
  worsened: { zh: '加重', en: 'worsened' },
  eased: { zh: '减轻', en: 'eased' },
  reactivated: { zh: '再次出现', en: 'came back' },
  cleared: { zh: '解除', en: 'cleared' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  corrected: { zh: '更正', en: 'corrected' },
  unverified: { zh: '转为未核实', en: 'unverified' },
  verified: { zh: '得到核实', en: 'verified' },
  unheard: { zh: '部分监测点无数据', en: 'some stations silent' },
  grouped: { zh: '归并', en: 'became part of another' },
  ungrouped: { zh: '解除归并', en: 'is no part any more' },
  held_back: { zh: '暂缓告知', en: 'held back' },
  released: { zh: '恢复告知', en: 'no longer held back' },
  acknowledged: { zh: '确认', en: 'acknowledged' },
  ack_expired: { zh: '确认失效', en: 'acknowledgement expired' },
  assigned: { zh: '转派', en: 'assigned' },
  unassigned: { zh: '收回转派', en: 'assignment taken back' },
  commented: { zh: '备注', en: 'comment' },
  investigating: { zh: '开始核查', en: 'investigating' },
  closed: { zh: '关闭', en: 'closed' },
  reopened: { zh: '重新打开', en: 'reopened' },
  lapsed: { zh: '自动归档', en: 'lapsed' },
};

export const AUDIENCE_WORDS: Words<Audience> = {
  inspectors: { zh: '值班员', en: 'inspectors' },
  maintainers: { zh: '运维员', en: 'maintainers' },
  supervision: { zh: '监督员', en: 'supervision' },
};

export const HOLD_WORDS: Words<HoldCode> = {
  station_silent: { zh: '监测点无数据', en: 'the station is silent' },
  backfill_awaited: { zh: '等待补传', en: 'its backfill is awaited' },
  window: { zh: '作业时段', en: 'somebody works there' },
  muted: { zh: '已静默', en: 'muted' },
  part_of: { zh: '已归并', en: 'part of something larger' },
  many_silent: {
    zh: '多个监测点同时无数据，已通知其中几个',
    en: 'one of many stations that fell silent together, of which some were told',
  },
  channel_fault: { zh: '该通道仪表故障', en: 'the probe is at fault' },
  told_otherwise: { zh: '该站同一情况已通知', en: 'told already by another alert of the station' },
  habitual: { zh: '一周内多次出现且未加重，已通知过', en: 'told lately, and back as on other days' },
  lone_parameter: { zh: '仅一个参数越限，先排除仪表故障', en: 'one parameter alone, whose probe may be at fault' },
  fault_over: { zh: '仪表故障刚结束，待读数稳定', en: 'the probe was at fault a moment ago' },
  too_late: { zh: '发现过晚', en: 'found too late' },
};

export const OUTCOME_WORDS: Words<DeliveryOutcome> = {
  delivered: { zh: '已送达', en: 'delivered' },
  listed: { zh: '已列入页面，打开页面即可见', en: 'in the list of whoever opens the page' },
  failed: { zh: '未送达，将重试', en: 'failed, to be tried again' },
  refused: { zh: '对方拒收', en: 'refused for good' },
  merged: { zh: '并入后一条', en: 'merged into a later one' },
  dropped: { zh: '接收方已撤', en: 'its receiver is gone' },
  held_back: { zh: '暂缓告知', en: 'held back' },
  only_shown: { zh: '只展示', en: 'only shown' },
};

/** Somebody whose name is not told. */
export const ROLE_WORDS: Words<VeiledRole> = {
  viewer: { zh: '一名查看员', en: 'a viewer' },
  supervisor: { zh: '一名监督员', en: 'a supervisor' },
  inspector: { zh: '一名值班员', en: 'an inspector' },
  field: { zh: '一名现场员', en: 'somebody in the field' },
  maintainer: { zh: '一名运维员', en: 'a maintainer' },
  admin: { zh: '一名管理员', en: 'an administrator' },
  someone: { zh: '一名工作人员', en: 'somebody of the staff' },
};

/** How somebody measured beside a probe. */
export const METHOD_WORDS: Words<MeasuringMethod> = {
  portable: { zh: '便携仪', en: 'portable meter' },
  laboratory: { zh: '实验室', en: 'laboratory' },
};

export const OCCASION_WORDS: Words<Occasion> = {
  raised: { zh: '发出预警时', en: 'as it was raised' },
  ended: { zh: '解除 2 小时后', en: '2 hours after its end' },
  closed: { zh: '关闭时', en: 'as it was closed' },
};

/** YYYY-MM-DD HH:mm of the city, UTC+8. */
export const cityTime = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
