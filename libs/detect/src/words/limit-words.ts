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
import { joinedZh, nameChannel, uncapitalized } from './channel-name.ts';
import { FAULT_NAMES } from './fault-names.ts';
import { limitText, listed, readingText, spanText, spreadText } from './figures.ts';
import type { Scene } from './scene.ts';

/** Says of a broken limit the value, since when, whose limit it is, and whether it may be the instrument. */
export function tellLimit(finding: LimitFinding, scene: Scene): BilingualName {
  const limit = limitById(finding.limit);
  const name = nameChannel(finding.channel);
  const value = readingText(scene, finding.channel, finding.value);
  if (limit === undefined) {
    const at = scene.timeText(finding.since);
    return {
      zh: `${scene.station.zh}：${name.zh} ${value}，${at} 起超出规则 ${finding.limit}。该规则已不在限值表中，请人工核对。`,
      en: `${scene.station.en}: ${name.en} ${value} is beyond the rule ${finding.limit} since ${at}. That rule is no longer in the table of limits: look it up.`,
    };
  }
  const [stands, since, rival] = [
    standText(limit, finding),
    sinceText(limit, finding, scene),
    rivalOf(limit, finding, scene),
  ];
  return {
    zh: `${scene.station.zh}：${name.zh} ${value}，${stands.zh}，${since.zh}。${rival.zh}。`,
    en: `${scene.station.en}: ${name.en} ${value}, ${stands.en}, ${since.en}. ${rival.en}.`,
  };
}

/** GB 5749-2022 表 2; the clause is kept as the Chinese standard names it. */
function sourceText({ standard, clause }: Limit): BilingualName {
  const { zh, en } = STANDARDS[standard];
  return {
    zh: `${zh} ${clause.replace(/表(\d)/, '表 $1')}`,
    en: `${en} ${clause.replace(/表(\d+)/, 'Table $1').replace('注', 'note')}`,
  };
}

/** 限值 0.05 mg/L（GB 5749-2022 表 2） */
export function boundText(limit: Limit, channel: ChannelKey): BilingualName {
  const figure = limitText(channel, limit.value);
  if (limit.standard === 'operational') {
    const { zh, en } = STANDARDS.operational;
    return {
      zh: `${zh} ${figure}（非法定限值）`,
      en: `the ${uncapitalized(en)} of ${figure} (not a legal limit)`,
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

function sinceText(limit: Limit, { since, count, lateMs, value }: LimitFinding, scene: Scene): BilingualName {
  const [at, lasted, late] = [scene.timeText(since), spanText(scene.at - since), spanText(lateMs)];
  const isLate = lateMs > 2 * scene.intervalMs;
  const tail = {
    zh: isLate ? `（读数迟到，晚 ${late.zh}才发现）` : '',
    en: isLate ? `; the readings came late, found ${late.en} after` : '',
  };
  const times = String(count);
  const off = limit.level === 'red' ? '超标' : limit.side === 'min' ? '偏低' : '偏高';
  if (!isBeyond(limit, value))
    return {
      zh: `此前自 ${at} 起有 ${times} 个读数${off}${tail.zh}`,
      en: `after ${times} ${count === 1 ? 'reading' : 'readings'} beyond it since ${at}${tail.en}`,
    };
  if (count === 1) return { zh: `${at} 的读数${off}${tail.zh}`, en: `in the reading of ${at}${tail.en}` };
  return {
    zh: `${at} 起（已 ${lasted.zh}）共 ${times} 个读数${off}${tail.zh}`,
    en: `in ${times} readings since ${at} (for ${lasted.en}${tail.en})`,
  };
}

/** Is it the water, or the instrument? */
function rivalOf(limit: Limit, finding: LimitFinding, scene: Scene): BilingualName {
  const { channel, value, count, withinTolerance } = finding;
  const band = `±${spreadText(scene, channel, guardBandOf(limit))}`;
  const off = spreadText(scene, channel, Math.abs(excessOver(limit, value)));
  if (!isBeyond(limit, value)) return insideText(withinTolerance, off, band);
  const side = limit.side === 'min' ? { zh: '低', more: '低了', en: 'below' } : { zh: '高', more: '高出', en: 'above' };
  if (withinTolerance)
    return {
      zh: `只${side.zh} ${off}，在仪表误差（${band}）以内，可能并未真正${limit.level === 'red' ? '超标' : '越过'}；先预警，请用便携仪复测`,
      en: `It is only ${off} ${side.en}, within the instrument's tolerance (${band}), so it may not be ${side.en} at all; alerted all the same: measure again with a portable meter`,
    };
  const fault = faultOf(channel, scene.beside);
  if (fault !== null)
    return {
      zh: `该通道同时有仪表故障判定（${FAULT_NAMES[fault].zh}），读数不可靠，多半是探头而不是水；复测之前不能排除真的${limit.level === 'red' ? '超标' : '越过'}`,
      en: `The probe itself is at fault (${FAULT_NAMES[fault].en}), so rather the probe than the water; until it is measured again the water is not ruled out`,
    };
  const isExtremeOne = limit.extreme !== undefined && count === 1 && isExtreme(limit, value);
  const extreme = isExtremeOne ? limitText(channel, limit.extreme ?? NaN) : null;
  const [zhFirst, enFirst] = [
    extreme === null ? '' : `已超过极端值 ${extreme}，一个读数即报；`,
    extreme === null ? '' : `Beyond ${extreme} one reading is enough. `,
  ];
  const isBy = {
    zh: `${zhFirst}${side.more} ${off}，大于仪表误差（${band}）`,
    en: `${enFirst}It is ${off} ${side.en}, more than the instrument's tolerance (${band})`,
  };
  const others = alsoMoving(channel, scene.beside);
  if (others !== null)
    return {
      zh: `${isBy.zh}，${joinedZh(others.zh, '也在变化')}，像是水质变化，不像探头；请立即复测`,
      en: `${isBy.en}, and ${others.en} moved too: rather the water than the probe, so measure again at once`,
    };
  return {
    zh: `${isBy.zh}，该通道也未见仪表故障，按真实${limit.level === 'red' ? '超标' : '变化'}处理；不排除探头失准，请用便携仪复测`,
    en: `${isBy.en}, and no fault of the probe is known: taken as real. A probe out of calibration may not show, so measure again with a portable meter`,
  };
}

/** The alert goes on, though the newest value is inside. */
const insideText = (withinTolerance: boolean, off: string, band: string): BilingualName =>
  withinTolerance
    ? {
        zh: `但只差 ${off}，在仪表误差（${band}）以内，还不能认定恢复，预警保持`,
        en: `But only by ${off}, within the instrument's tolerance (${band}): no recovery yet`,
      }
    : {
        zh: '再有一个这样的读数即解除；单个读数也可能是跳点',
        en: 'One more such reading ends it; a single one may be a spike',
      };

/** The other channels of the station's event. */
function alsoMoving(channel: ChannelKey, beside: readonly Finding[] = []): BilingualName | null {
  const others = beside.flatMap((finding) =>
    finding.kind === 'event' ? finding.contributions.map((move) => move.channel).filter((key) => key !== channel) : [],
  );
  return others.length === 0 ? null : listed(others.slice(0, MOST_OTHERS).map(nameChannel));
}

const MOST_OTHERS = 3;

/** The fault of a channel among what else is said of its station; null: none. */
export function faultOf(channel: ChannelKey, beside: readonly Finding[] = []) {
  const fault = beside.find((finding) => finding.kind === 'fault' && finding.channel === channel);
  return fault?.kind === 'fault' ? fault.fault : null;
}
