import {
  excessOver,
  guardBandOf,
  isBeyond,
  isExtreme,
  limitById,
  STANDARDS,
  type BilingualName,
  type ChannelKey,
  type Finding,
  type Limit,
  type LimitFinding,
} from '@clearwell/water-quality';
import { nameChannel, uncapitalized } from './channel-name.ts';
import { FAULT_NAMES } from './fault-names.ts';
import { limitText, readingText, spanText, spreadText } from './figures.ts';
import type { Scene } from './scene.ts';

/** Says of a broken limit the value, since when, whose limit it is, and whether it may be the instrument. */
export function tellLimit(finding: LimitFinding, scene: Scene): BilingualName {
  const limit = limitById(finding.limit);
  const name = nameChannel(finding.channel);
  const value = readingText(scene, finding.channel, finding.value);
  const since = sinceText(finding, scene, limit);
  if (limit === undefined)
    return {
      zh: `${scene.station.zh}：${name.zh} ${value}，超出规则 ${finding.limit}，${since.zh}。该规则已不在限值表中，请人工核对。`,
      en: `${scene.station.en}: ${name.en} ${value} is beyond the rule ${finding.limit}, ${since.en}. That rule is in the table of limits no more: look it up.`,
    };
  const stands = standText(limit, finding);
  const rival = rivalOf(limit, finding, scene);
  return {
    zh: `${scene.station.zh}：${name.zh} ${value}，${stands.zh}，${since.zh}。${rival.zh}。`,
    en: `${scene.station.en}: ${name.en} ${value}, ${stands.en}, ${since.en}. ${rival.en}.`,
  };
}

/** GB 5749-2022 表2; the clause is kept as the Chinese standard names it. */
function sourceText({ standard, clause }: Limit): BilingualName {
  const { zh, en } = STANDARDS[standard];
  return { zh: `${zh} ${clause}`, en: `${en} ${clause.replace(/表(\d+)/, 'Table $1').replace('注', 'note')}` };
}

/** 限值 0.05 mg/L（GB 5749-2022 表2） */
export function boundText(limit: Limit, channel: ChannelKey): BilingualName {
  const figure = limitText(channel, limit.value);
  if (limit.standard === 'operational') {
    const { zh, en } = STANDARDS.operational;
    return {
      zh: `${zh} ${figure}（内部控制，非法定限值）`,
      en: `the ${uncapitalized(en)} of ${figure} (an early level, not the legal limit)`,
    };
  }
  const source = sourceText(limit);
  const isLaw = limit.level === 'red';
  return {
    zh: `${isLaw ? '限值' : '参考值'} ${figure}（${source.zh}）`,
    en: `the ${isLaw ? 'limit' : 'guideline figure'} of ${figure} (${source.en})`,
  };
}

function standText(limit: Limit, { channel, value }: LimitFinding): BilingualName {
  const bound = boundText(limit, channel);
  if (!isBeyond(limit, value)) return { zh: `已回到${bound.zh}以内`, en: `back within ${bound.en}` };
  return limit.side === 'min'
    ? { zh: `低于${bound.zh}`, en: `below ${bound.en}` }
    : { zh: `高于${bound.zh}`, en: `above ${bound.en}` };
}

function sinceText({ since, count, lateMs }: LimitFinding, scene: Scene, limit: Limit | undefined): BilingualName {
  const at = scene.timeText(since);
  const isLate = lateMs > 2 * scene.intervalMs;
  const late = spanText(lateMs);
  const isWhole = limit?.level !== 'amber';
  return {
    zh: `${at} 起共 ${String(count)} 个读数${isWhole ? '超标' : '越过'}${isLate ? `（迟到的读数，发现时已晚 ${late.zh}）` : ''}`,
    en: `in ${String(count)} ${count === 1 ? 'reading' : 'readings'} since ${at}${isLate ? ` (these came late: it was found ${late.en} after)` : ''}`,
  };
}

/** Is it the water, or the instrument? */
function rivalOf(limit: Limit, { channel, value, count, withinTolerance }: LimitFinding, scene: Scene): BilingualName {
  const band = `±${spreadText(scene, channel, guardBandOf(limit))}`;
  const off = spreadText(scene, channel, Math.abs(excessOver(limit, value)));
  if (!isBeyond(limit, value))
    return withinTolerance
      ? {
          zh: `但只差 ${off}，不超过仪表误差（${band}），还不能认定恢复，预警保持`,
          en: `But only by ${off}, and the instrument is off by as much (${band}): not taken for a recovery yet`,
        }
      : {
          zh: '下一个读数仍在以内即解除，单个读数也可能是跳点',
          en: 'One more such reading ends it; a single one may be a spike',
        };
  if (withinTolerance)
    return {
      zh: `只差 ${off}，在仪表误差（${band}）以内，也可能并未真的越过；先预警，请用便携仪复测`,
      en: `It is off by only ${off}, within the instrument's tolerance (${band}), so it may not be beyond it at all: told all the same, measure again with a portable meter`,
    };
  const fault = faultOf(channel, scene.beside);
  if (fault !== null)
    return {
      zh: `该通道同时有仪表故障判定（${FAULT_NAMES[fault].zh}），读数不可靠，多半是探头而不是水；复测之前不能排除真的超标`,
      en: `The probe is at fault as well (${FAULT_NAMES[fault].en}), so it is rather the probe than the water; only a second measurement rules the water out`,
    };
  const extreme =
    limit.extreme !== undefined && count === 1 && isExtreme(limit, value)
      ? {
          zh: `超过 ${limitText(channel, limit.extreme)} 的极值，一个读数即报；`,
          en: `One reading is enough beyond ${limitText(channel, limit.extreme)}. `,
        }
      : { zh: '', en: '' };
  const hasEvent = scene.beside?.some(({ kind }) => kind === 'event') === true;
  if (hasEvent)
    return {
      zh: `${extreme.zh}超出 ${off}，大于仪表误差（${band}），其他通道也在变化，是水而不是探头的可能性大；请立即复测`,
      en: `${extreme.en}It is beyond it by ${off}, more than the instrument's tolerance (${band}), and other channels move too: rather the water than the probe; measure again at once`,
    };
  return {
    zh: `${extreme.zh}超出 ${off}，大于仪表误差（${band}），也未见该通道仪表故障，按${limit.level === 'red' ? '真实超标' : '真实变化'}处理；探头失准未必看得出来，请复测`,
    en: `${extreme.en}It is beyond it by ${off}, more than the instrument's tolerance (${band}), and no fault of the probe is known: taken for real; a probe out of calibration need not show, so measure again`,
  };
}

export function faultOf(channel: ChannelKey, beside: readonly Finding[] = []) {
  const fault = beside.find((finding) => finding.kind === 'fault' && finding.channel === channel);
  return fault?.kind === 'fault' ? fault.fault : null;
}
