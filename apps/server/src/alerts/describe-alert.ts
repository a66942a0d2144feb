import {
  isLasting,
  limitById,
  MINUTE,
  parameterOf,
  parameterOfChannel,
  SITE_TYPES,
  type Alert,
  type AlertSource,
  type BilingualName,
  type EpochMs,
  type Registration,
  type StationId,
} from '@clearwell/water-quality';
import { cityTime, CONDITION_WORDS, HANDLING_WORDS, KIND_WORDS, LEVEL_WORDS, VERDICT_WORDS } from './alert-words.ts';

export interface DescribeParts {
  readonly register: { at(id: StationId, sampledAt: EpochMs): Registration | undefined };
  /** Why it is held for what it is, in sentences; the first is said. */
  readonly reasonsFor: (alert: Alert) => readonly BilingualName[];
  readonly now: () => EpochMs;
}

const MOST_NAMES = 3;
const [LONG_MINUTES, LONG_HOURS] = [120, 48];

/** An alert in four lines: where, what, how sure, what now. */
export function describeAlert({ register, reasonsFor, now }: DescribeParts, alert: Alert): BilingualName {
  const lines = [
    where(register, alert),
    what(alert, now()),
    howSure(alert, reasonsFor(alert)[0] ?? null),
    whatNow(alert),
  ];
  return { zh: lines.map(({ zh }) => zh).join('\n'), en: lines.map(({ en }) => en).join('\n') };
}

function where(register: DescribeParts['register'], { stations, level, kind, channel, start }: Alert): BilingualName {
  const places = stations.slice(0, MOST_NAMES).map((id): BilingualName => {
    const station = register.at(id, start)?.station;
    if (station === undefined) return { zh: id, en: id };
    const { name, district, siteType } = station;
    const site = SITE_TYPES[siteType];
    return { zh: `${name.zh}（${district.zh}，${site.zh}）`, en: `${name.en} (${district.en}, ${site.en})` };
  });
  const more = stations.length - places.length;
  const name = channel === null ? null : parameterOf(parameterOfChannel(channel)).name;
  const [levelText, kindText] = [LEVEL_WORDS[level], KIND_WORDS[kind]];
  return {
    zh: `[${levelText.zh}] ${name === null ? '' : `${name.zh} `}${kindText.zh}  ${places.map(({ zh }) => zh).join('、')}${more > 0 ? ` 等 ${String(stations.length)} 点` : ''}`,
    en: `[${levelText.en}] ${name === null ? '' : `${name.en}: `}${kindText.en}  ${places.map(({ en }) => en).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`,
  };
}

function what(alert: Alert, now: EpochMs): BilingualName {
  const source = worstOf(alert.sources.filter(isLasting)) ?? worstOf(alert.sources);
  const figure = source === undefined ? null : figureOf(source);
  const since = cityTime(alert.start);
  const lasted = spanText((alert.end ?? now) - alert.start);
  const condition = CONDITION_WORDS[alert.condition];
  const state = alert.isWithdrawn ? { zh: '已撤回', en: 'withdrawn: late readings took it back' } : condition;
  return {
    zh: `${since} 起，${alert.end === null ? '已持续' : '历时'} ${lasted.zh}，${state.zh}${figure === null ? '' : `；${figure.zh}`}`,
    en: `Since ${since}, for ${lasted.en}, ${state.en}${figure === null ? '' : `; ${figure.en}`}`,
  };
}

/** The newest of the gravest level: of what legal limit was broken, not which operational one as well. */
function worstOf(sources: readonly AlertSource[]): AlertSource | undefined {
  return sources.findLast(({ level }) => level === 'red') ?? sources.at(-1);
}

function figureOf({ rule, channel, worst, count }: AlertSource): BilingualName | null {
  const limit = limitById(rule);
  if (limit === undefined || channel === null) return null;
  const { unitText, decimals } = parameterOf(parameterOfChannel(channel));
  const unit = unitText === '' ? '' : ` ${unitText}`;
  const bound = `${limit.side === 'min' ? '≥' : '≤'}${String(limit.value)}${unit}`;
  const value = `${worst.toFixed(decimals)}${unit}`;
  return {
    zh: `最差读数 ${value}，限值 ${bound}（${limit.standard} ${limit.clause}），${String(count)} 个读数`,
    en: `worst ${value}, limit ${bound} (${limit.standard} ${limit.clause}), ${String(count)} readings`,
  };
}

const howSure = ({ verdict, condition }: Alert, reason: BilingualName | null): BilingualName => {
  if (verdict !== null) {
    const { zh, en } = VERDICT_WORDS[verdict.verdict];
    return { zh: `结论：${zh}（${verdict.cause}）`, en: `Verdict: ${en} (${verdict.cause})` };
  }
  if (condition === 'unverified')
    return { zh: '判断：监测点无数据，情况不明', en: 'How sure: its station is silent, nobody knows' };
  return reason === null
    ? {
        zh: '判断：在线数据为线索，以实验室样为准',
        en: 'How sure: online values are leads, the laboratory sample counts',
      }
    : { zh: `判断：${reason.zh}`, en: `How sure: ${reason.en}` };
};

function whatNow({ id, condition, handling, assignee }: Alert): BilingualName {
  const state = HANDLING_WORDS[handling];
  const who = assignee === null ? { zh: '', en: '' } : { zh: `（${assignee}）`, en: ` (${assignee})` };
  if (handling === 'closed') return { zh: `已关闭   预警号 ${id}`, en: `Closed   Alert ${id}` };
  if (handling !== 'new')
    return { zh: `${state.zh}${who.zh}   预警号 ${id}`, en: `${state.en}${who.en}   Alert ${id}` };
  return condition === 'cleared'
    ? { zh: `请核实并给出结论   预警号 ${id}`, en: `Verify, and give a verdict   Alert ${id}` }
    : { zh: `请确认并核实   预警号 ${id}`, en: `Acknowledge and verify   Alert ${id}` };
}

function spanText(ms: number): BilingualName {
  const minutes = Math.max(0, Math.round(ms / MINUTE));
  if (minutes < LONG_MINUTES) return { zh: `${String(minutes)} 分钟`, en: `${String(minutes)} min` };
  const hours = Math.round(minutes / 60);
  if (hours < LONG_HOURS) return { zh: `${String(hours)} 小时`, en: `${String(hours)} h` };
  return { zh: `${String(Math.round(hours / 24))} 天`, en: `${String(Math.round(hours / 24))} days` };
}
