import { PARAMETERS, type BilingualName, type EpochMs, type Shift } from '@clearwell/water-quality';
import type { Incident } from '../cluster/incident-desk.ts';
import type { PagingCode } from '../cluster/paging.ts';

/** What an incident's words are made of: codes and numbers, and the names of its stations. */
export interface ToldIncident extends Pick<Incident, 'kind' | 'code' | 'said' | 'notifies' | 'precedent'> {
  /** In the order of `said.stations`. */
  readonly stations: readonly BilingualName[];
  /** A time as the reader's clock has it. */
  readonly timeText: (at: EpochMs) => string;
}

type Language = keyof BilingualName;

const MOST_NAMES = 4;
const MOST_SHIFTS = 4;

/** Why somebody is told at once, or why nobody is. */
const PAGING_WORDS: Readonly<Record<PagingCode, BilingualName>> = {
  operation: {
    zh: '与以往运行调度的变化一致，只展示，不通知。',
    en: 'It goes as operations went before: shown, nobody is woken.',
  },
  cluster: { zh: '管网上下游相互印证，立即通知。', en: 'Neighbours on the network agree: notified.' },
  limit: { zh: '同时超过法定限值，立即通知。', en: 'A legal limit is broken there meanwhile: notified.' },
  score: {
    zh: '单点得分超过通知阈值，立即通知。',
    en: 'One station only, but its score passes the paging threshold: notified.',
  },
  event: {
    zh: '单点异常，列入清单，不通知。',
    en: 'One station only, no neighbour agrees: listed, nobody is woken.',
  },
};

/** Says of an incident what moved, where, since when, against what, what it could be instead, and who is told. */
export function tellIncident(told: ToldIncident): BilingualName {
  return { zh: tellIn('zh', told), en: tellIn('en', told) };
}

function tellIn(language: Language, told: ToldIncident): string {
  const parts = [headOf(language, told), rivalOf(language, told), PAGING_WORDS[told.code][language]];
  return parts.join(language === 'zh' ? '' : ' ');
}

function headOf(language: Language, { kind, said, stations, timeText }: ToldIncident): string {
  const names = stations.slice(0, MOST_NAMES).map((name) => name[language]);
  const count = String(stations.length);
  const more = stations.length > MOST_NAMES;
  const [moves, since, strength] = [movesOf(language, said.shifts), timeText(said.start), said.strength.toFixed(1)];
  if (language === 'zh') {
    const where = `${names.join('、')}${more ? '等' : ''}`;
    const against = kind === 'event' ? '偏离本点已知水的混合规律' : `${count} 个监测点按水流时间先后一致偏离`;
    return `${where}自 ${since} 起${moves}，${against}（强度 ${strength}）。`;
  }
  const where = `${names.join(', ')}${more ? ` and ${String(stations.length - MOST_NAMES)} more` : ''}`;
  const against =
    kind === 'event'
      ? 'out of any blend of waters this station knows'
      : `at ${count} stations one after the other, as water travels`;
  return `${where}: since ${since} ${moves}, ${against} (strength ${strength}).`;
}

function movesOf(language: Language, shifts: readonly Shift[]): string {
  const [gap, rise, fall] = language === 'zh' ? ['', '上升', '下降'] : [' ', 'up', 'down'];
  const moves = shifts
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => b.size - a.size)
    .slice(0, MOST_SHIFTS)
    .map(({ parameter, direction }) => `${PARAMETERS[parameter].name[language]}${gap}${direction > 0 ? rise : fall}`);
  if (moves.length === 0) return language === 'zh' ? '多项指标变化' : 'several parameters moved';
  return moves.join(language === 'zh' ? '、' : ', ');
}

/** The other explanation, and why it is held for less likely or for the likely one. */
function rivalOf(language: Language, { kind, precedent, timeText, said }: ToldIncident): string {
  if (kind === 'operation' && precedent !== null) {
    const [then, count, alike] = [
      timeText(precedent.cluster.start),
      String(precedent.stations.length),
      String(Math.round(100 * precedent.likeness)),
    ];
    return language === 'zh'
      ? `其中 ${count} 个点与 ${then} 的变化相似（${alike} %），且水源特征或流量压力同时变化：判断为水源或泵站切换；若未安排调度，请核实。`
      : `${count} of them moved as at ${then} (${alike} % alike), and what tells sources or pumping apart moved too: a change of source or pumping. If none was planned, look into it.`;
  }
  if (kind === 'cluster')
    return language === 'zh'
      ? '多点同时发生仪表故障的可能性很小；也可能是首次出现的水源或泵站切换。'
      : 'Sensors do not fail together along a pipe; a change of source or pumping not seen before may do the same.';
  const isLone = said.shifts.filter(({ size }) => size > 0).length < 2;
  if (language === 'zh')
    return isLone ? '只有一项指标变化，也可能是仪表问题。' : '多项指标同时变化，仪表故障通常只影响一项。';
  return isLone
    ? 'Only one parameter moved: it may be the sensor.'
    : 'Several moved together, where a sensor fault moves one.';
}
