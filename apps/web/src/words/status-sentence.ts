import type { StationState } from '@clearwell/contracts';
import {
  limitById,
  type ChannelKey,
  type EpochMs,
  type Finding,
  type LimitFinding,
  type Station,
} from '@clearwell/water-quality';
import type { Speech } from '../i18n/translate.ts';
import { sourceText } from './limit-text.ts';
import { ageText, shortText, spanText } from './time-text.ts';
import { channelName, parameterFor, valueText } from './value-text.ts';
import { byWorst } from './worst-finding.ts';

export interface Subject {
  readonly station: Station;
  readonly state: StationState | undefined;
  readonly now: EpochMs;
}

/** The status of a station in one sentence. */
export function statusSentence(speech: Speech, { station, state, now }: Subject): string {
  const { t } = speech;
  if (state === undefined) return t('sentence.pending');
  const findings = findingsSentence(speech, { station, state, now });
  if (findings === null) return plainSentence(speech, { station, state, now });
  if (!state.unverified || state.latest === null) return findings;
  const span = spanText(speech, now - state.latest.sampledAt);
  return t('sentence.unverified', { span, status: t(`status.${state.status}`), finding: findings });
}

/** 未核实 25 分钟前, or the age alone: what stands beside a marker and in a row. */
export function ageOf(speech: Speech, state: StationState | undefined, now: EpochMs): string {
  const sampledAt = state?.latest?.sampledAt;
  return sampledAt === undefined ? speech.t('age.never') : ageText(speech, now - sampledAt);
}

function plainSentence(speech: Speech, { station, state, now }: Subject & { state: StationState }): string {
  const { t } = speech;
  if (state.latest === null) return t('sentence.never');
  const age = ageText(speech, now - state.latest.sampledAt);
  const interval = spanText(speech, station.intervalMs);
  switch (state.status) {
    case 'stale':
    case 'offline':
      return t(`sentence.${state.status}`, { age, interval });
    case 'warning':
    case 'exceedance':
      return t(`sentence.${state.status}.bare`, { age });
    default:
      return t(`sentence.${state.status}`, { age });
  }
}

function findingsSentence(speech: Speech, { station, state, now }: Subject & { state: StationState }): string | null {
  // Silence is what the plain sentence tells.
  const [worst, ...rest] = byWorst(state.findings.filter(({ kind }) => kind !== 'silence'));
  if (worst === undefined || (worst.level === 'notice' && state.freshness !== 'fresh')) return null;
  const { t } = speech;
  const isLimit = worst.kind === 'limit';
  return t(isLimit ? 'sentence.finding' : 'sentence.found', {
    what: findingText(speech, station, worst),
    since: shortText(worst.since, now),
    count: isLimit ? worst.count : 0,
    late: worst.lateMs > 2 * station.intervalMs ? t('sentence.late', { span: spanText(speech, worst.lateMs) }) : '',
    tolerance: isLimit && worst.withinTolerance ? t('sentence.tolerance') : '',
    more: rest.length > 0 ? t('sentence.more', { count: rest.length }) : '',
  });
}

/** 余氯 0.02 mg/L，低于限值 0.05（GB 5749-2022 表2） */
export function findingText(speech: Speech, station: Station, finding: Finding): string {
  const { t } = speech;
  const nameOf = (key: ChannelKey): string => channelName(speech, station, key);
  switch (finding.kind) {
    case 'limit':
      return limitText(speech, station, finding);
    case 'event': {
      const moves = finding.contributions
        .slice(0, 3)
        .map(({ channel, direction }) => `${nameOf(channel)}${ARROWS[direction]}`);
      return t('finding.event', { channels: moves.join(t('list.comma')) });
    }
    case 'fault': {
      const parameter = finding.channel === null ? '' : nameOf(finding.channel);
      return t('finding.fault', { parameter, fault: t(`fault.${finding.fault}`) });
    }
    case 'trend':
      return t(`finding.trend.${finding.window}`, { parameter: nameOf(finding.channel) });
    case 'link':
      return t('finding.link', { count: finding.drops, span: spanText(speech, finding.longestMs) });
    case 'silence':
      return t('finding.silence');
  }
}

const ARROWS = { rise: '↑', fall: '↓' } as const;

function limitText(speech: Speech, station: Station, finding: LimitFinding): string {
  const limit = limitById(finding.limit);
  const parameter = channelName(speech, station, finding.channel);
  const value = valueText(parameterFor(station, finding.channel), finding.value);
  if (limit === undefined) return speech.t('finding.unknown', { parameter, value, limit: finding.limit });
  const source = sourceText(speech, limit);
  return speech.t(`finding.${limit.level}.${limit.side}`, { parameter, value, limit: limit.value, source });
}
