import {
  limitById,
  parameterOf,
  parameterOfChannel,
  STANDARDS,
  type Alert,
  type AlertCondition,
  type AlertKind,
  type BilingualName,
  type ChannelKey,
  type EpochMs,
  type FindingLevel,
} from '@clearwell/water-quality';

export const KIND_WORDS: Readonly<Record<AlertKind, BilingualName>> = {
  limit: { zh: '水质指标超限', en: 'Water quality limit broken' },
  event: { zh: '水质异常', en: 'Water quality anomaly' },
  cluster: { zh: '区域水质异常', en: 'Water quality anomaly at several stations' },
  operation: { zh: '管网调度变化', en: 'Network operation' },
  trend: { zh: '水质变化趋势', en: 'Water quality trend' },
  fault: { zh: '仪表故障', en: 'Instrument fault' },
  silence: { zh: '监测点无数据', en: 'Station silent' },
  link: { zh: '通信不稳定', en: 'Unstable connection' },
};

const LEVEL_WORDS: Readonly<Record<FindingLevel, BilingualName>> = {
  red: { zh: '红色', en: 'red' },
  amber: { zh: '橙色', en: 'amber' },
  notice: { zh: '提示', en: 'notice' },
};

const CONDITION_WORDS: Readonly<Record<AlertCondition, BilingualName>> = {
  active: { zh: '仍在持续。', en: 'It goes on.' },
  unverified: {
    zh: '监测点已无数据，是否仍在持续尚待核实。',
    en: 'The station is silent: whether it goes on is not known.',
  },
  cleared: { zh: '已恢复，待人工关闭。', en: 'It is over; nobody has closed it yet.' },
};

/** A parameter by name, and which probe where there are several. */
function channelWords(key: ChannelKey): BilingualName {
  const { zh, en } = parameterOf(parameterOfChannel(key)).name;
  const probe = key.split('.')[1];
  return probe === undefined ? { zh, en } : { zh: `${zh} ${probe} 号`, en: `${en} no. ${probe}` };
}

/** One line: where, what, how bad. */
export function headlineOf(alert: Alert, places: BilingualName): BilingualName {
  const [kind, level] = [KIND_WORDS[alert.kind], LEVEL_WORDS[alert.level]];
  const channel = alert.channel === null ? null : channelWords(alert.channel);
  return {
    zh: `${places.zh}：${channel === null ? '' : `${channel.zh}，`}${kind.zh}（${level.zh}）`,
    en: `${places.en}: ${channel === null ? '' : `${channel.en}, `}${kind.en.toLowerCase()} (${level.en})`,
  };
}

/** What lasts, against what, since when, and whether it goes on. */
export function descriptionOf(alert: Alert, timeText: (at: EpochMs) => string): BilingualName {
  const since = timeText(alert.start);
  const limits = limitsOf(alert);
  const condition = CONDITION_WORDS[alert.condition];
  return {
    zh: `${since} 起。${limits.map(({ zh }) => zh).join('')}${condition.zh}`,
    en: `Since ${since}. ${limits.map(({ en }) => `${en} `).join('')}${condition.en}`,
  };
}

function limitsOf({ kind, sources }: Alert): BilingualName[] {
  if (kind !== 'limit') return [];
  return sources.flatMap(({ rule, worst }) => {
    const limit = limitById(rule);
    if (limit === undefined) return [];
    const { unitText } = parameterOf(limit.parameter);
    const figure = (value: number): string => `${String(value)} ${unitText}`.trim();
    const { zh, en } = STANDARDS[limit.standard];
    const isMax = limit.side === 'max';
    return [
      {
        zh: `最差值 ${figure(worst)}，${isMax ? '高于' : '低于'}${zh} ${limit.clause} 的 ${figure(limit.value)}。`,
        en: `Worst value ${figure(worst)}, ${isMax ? 'above' : 'below'} the ${figure(limit.value)} of ${en} ${limit.clause}.`,
      },
    ];
  });
}
