import { channelKey, type BilingualName, type EpochMs, type Shift, type StationId } from '@clearwell/water-quality';
import type { Cluster } from '../cluster/clusters.ts';
import type { Incident } from '../cluster/incident-desk.ts';
import type { PagingCode } from '../cluster/paging.ts';
import { joinedZh } from './channel-name.ts';
import { listed, percentText } from './figures.ts';
import { moveWords, type Move } from './move-words.ts';
import { rivalOfSeveral } from './rival-words.ts';

/** What an incident's words are made of: codes and numbers, and the names of its stations. */
export interface ToldIncident extends Pick<Incident, 'kind' | 'code' | 'said' | 'notifies' | 'precedent'> {
  /** In the order of `said.stations`. */
  readonly stations: readonly BilingualName[];
  /** A time as the reader's clock has it. */
  readonly timeText: (at: EpochMs) => string;
}

const MOST_NAMES = 4;
const MOST_SHIFTS = 4;

/** Why somebody is told at once, or why nobody is. */
const PAGING_WORDS: Readonly<Record<PagingCode, BilingualName>> = {
  operation: {
    zh: '与以往的调度变化一致，只展示，不通知。',
    en: 'It went as operations did before: shown, and nobody is woken.',
  },
  cluster: { zh: '上下游相互印证，立即通知。', en: 'Neighbours on the network agree: people are notified.' },
  limit: {
    zh: '该点同时有指标超过法定限值，立即通知。',
    en: 'A legal limit is broken there as well: people are notified.',
  },
  score: {
    zh: '虽只一个监测点，但得分已过通知阈值，立即通知。',
    en: 'One station only, but its score passes the paging threshold: people are notified.',
  },
  event: {
    zh: '只有一个监测点，邻近未见印证，列入清单，不通知。',
    en: 'One station only, and no neighbour agrees: listed, and nobody is woken.',
  },
};

/** Says of an incident what moved, where, since when, against what, what it could be instead, and who is told. */
export function tellIncident(told: ToldIncident): BilingualName {
  const [head, rival, paging] = [headOf(told), rivalOf(told), PAGING_WORDS[told.code]];
  return {
    zh: `${head.zh}${rival.zh}${paging.zh}`,
    en: `${head.en} ${rival.en} ${paging.en}`,
  };
}

function headOf(told: ToldIncident): BilingualName {
  const { kind, said, stations, timeText } = told;
  const [since, strength, count] = [timeText(said.start), said.strength.toFixed(1), String(stations.length)];
  const moves = movesOf(told);
  const where = placesOf(stations);
  if (kind === 'event')
    return {
      zh: `${where.zh}：${joinedZh(`${since} 起`, moves.zh)}，超出本点的惯常变化（得分 ${strength}）。`,
      en: `${where.en}: since ${since} ${moves.en}, outside what this station usually does (score ${strength}).`,
    };
  return {
    zh: `${where.zh}：${joinedZh(`${since} 起`, moves.zh)}，${count} 个监测点在流达时间内先后超出各自的惯常变化（强度 ${strength}）。`,
    en: `${where.en}: since ${since} ${moves.en}, at ${count} stations one after the other within the time water travels, each outside what it usually does (strength ${strength}).`,
  };
}

function placesOf(stations: readonly BilingualName[]): BilingualName {
  const shown = stations.slice(0, MOST_NAMES);
  const more = stations.length - shown.length;
  if (more === 0) return listed(shown);
  const zh = `${shown.map((name) => name.zh).join('、')}等`;
  return { zh, en: `${shown.map(({ en }) => en).join(', ')} and ${String(more)} more` };
}

function movesOf({ said, stations }: ToldIncident): BilingualName {
  const moved = said.shifts.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size);
  if (moved.length === 0) return { zh: '多项指标变化', en: 'several parameters moved' };
  const figures = moved.slice(0, MOST_SHIFTS).map((shift) => plainestOf(shift, said));
  const places = figures.map(({ station }) => station);
  return listed(
    figures.map(({ station, ...move }, place) => {
      const name =
        said.stations.length < 2 || station === undefined ? undefined : stations[said.stations.indexOf(station)];
      const isSame = place > 0 && station !== undefined && station === places[place - 1];
      return moveWords(move, {}, { first: name !== undefined && isSame ? SAME_STATION : name });
    }),
  );
}

const SAME_STATION: BilingualName = { zh: '同点', en: 'same station' };

/** What a parameter did, in the figures of the station where it stood out most. */
function plainestOf({ parameter, direction }: Shift, { events }: Cluster): Move & { readonly station?: StationId } {
  const told = { channel: channelKey(parameter), direction: wayOf(direction) };
  const known = events.flatMap(({ station, shifts }) =>
    shifts
      .filter((shift) => shift.parameter === parameter && shift.direction === direction && shift.value !== undefined)
      .map(({ size, value, before }) => ({ station, size, value, before })),
  );
  const [plainest] = known.toSorted((a, b) => b.size - a.size);
  if (plainest === undefined) return told;
  const { station, value, before } = plainest;
  return { ...told, station, value, before };
}

/** The other explanation, and why it is held for less likely or for the likely one. */
function rivalOf({ kind, precedent, timeText, said }: ToldIncident): BilingualName {
  if (kind === 'operation' && precedent !== null) {
    const [then, count, alike] = [
      timeText(precedent.start),
      String(precedent.stations.length),
      percentText(precedent.likeness),
    ];
    return {
      zh: `其中 ${count} 个点的变化与 ${then} 那次相似（${alike}），电导率、水温、流量或压力也随之变化，且多数点升得最多的不是浊度、有机物等污染指标：判断为水源或泵站切换，不像污染；若未安排调度，请核实。`,
      en: `${count} of them moved as at ${then} (${alike} alike), conductivity, temperature, flow or pressure moved too, and at most of them it was not turbidity or organic matter that rose most: a change of source or pumping rather than contamination. If none was planned, look into it.`,
    };
  }
  if (kind === 'cluster')
    return {
      zh: '几个点的仪表同时出同样故障的可能性很小，像是水质变化；也可能是首次出现的水源或泵站切换，请核对调度。',
      en: 'Probes of several stations do not fail alike at once, so it is rather the water; a change of source or pumping not seen before may do the same: ask the operators.',
    };
  const moves = said.shifts
    .filter(({ size }) => size > 0)
    .map(({ direction, ...shift }) => ({ ...shift, direction: wayOf(direction) }));
  if (moves.length < 2)
    return {
      zh: '只有一项指标变化，也可能是探头问题，请用便携仪复测。',
      en: 'Only one parameter moved: it may be the probe, so measure again with a portable meter.',
    };
  const { zh, en } = rivalOfSeveral(moves);
  return { zh: `${zh}。`, en: `${en}.` };
}

const wayOf = (direction: Shift['direction']): 'rise' | 'fall' => (direction > 0 ? 'rise' : 'fall');
