import type { AlertSummary } from '@clearwell/contracts';
import {
  ALERT_KINDS,
  FAULTS,
  limitById,
  parameterOf,
  TRENDS,
  type AlertKind,
  type ChannelKey,
  type FaultCode,
  type Station,
  type StationId,
  type TrendWindow,
} from '@clearwell/water-quality';
import type { Speech } from '../i18n/translate.ts';
import { sourceText } from '../words/limit-text.ts';
import { channelName, parameterFor } from '../words/value-text.ts';
import type { AlertSay } from './words.ts';

export interface Telling {
  readonly speech: Speech;
  readonly say: AlertSay;
  readonly stationOf: (id: StationId) => Station | undefined;
}

interface About extends Pick<AlertSummary, 'kind' | 'channel' | 'level'> {
  readonly stations: readonly StationId[];
  readonly rules: readonly string[];
}

const NO_CHANNELS = { channels: [] };

/** A channel that its station no longer has is named by its parameter. */
export function channelText({ speech, stationOf }: Telling, station: StationId | undefined, key: ChannelKey): string {
  const known = station === undefined ? undefined : stationOf(station);
  return spaced(speech, channelName(speech, known ?? NO_CHANNELS, key));
}

/** Chinese leaves no space between words, but one after pH. */
const spaced = ({ language }: Speech, name: string): string =>
  language === 'zh' && /\w$/.test(name) ? `${name} ` : name;

const isFault = (rule: string): rule is FaultCode => (FAULTS as readonly string[]).includes(rule);
const isKind = (rule: string): rule is AlertKind => (ALERT_KINDS as readonly string[]).includes(rule);
const isTrend = (rule: string): rule is TrendWindow => (TRENDS as readonly string[]).includes(rule);

/** What one rule says of one channel: 余氯低于限值 0.05（GB 5749-2022 表2） */
export function ruleText({ speech, say }: Telling, rule: string, parameter: string): string {
  const limit = limitById(rule);
  if (limit !== undefined)
    return say(`limit.${limit.level}.${limit.side}`, {
      parameter,
      limit: limit.value,
      source: sourceText(speech, limit),
    });
  if (isFault(rule)) return speech.t('finding.fault', { parameter, fault: speech.t(`fault.${rule}`) });
  if (isTrend(rule)) return speech.t(`finding.trend.${rule}`, { parameter });
  return say('limit.unknown', { parameter, rule });
}

/** What an alert is about, without where. */
export function whatText(telling: Telling, { kind, stations, channel, level, rules }: About): string {
  const { say, speech } = telling;
  const count = stations.length;
  switch (kind) {
    case 'event':
    case 'link':
      return say(kind);
    case 'silence':
      return speech.t('finding.silence');
    case 'cluster':
    case 'operation':
      return say(kind, { count });
    default: {
      const parameter = channel === null ? '' : channelText(telling, stations[0], channel);
      const rule = rules.find((candidate) => limitById(candidate)?.level === level) ?? rules[0];
      return rule === undefined ? say(`kind.${kind}`) : ruleText(telling, rule, parameter);
    }
  }
}

/** 管网末梢-017（金水区） */
export function whereText({ speech, say, stationOf }: Telling, stations: readonly StationId[]): string {
  const [first] = stations;
  if (first === undefined) return say('place.none');
  const station = stationOf(first);
  const name = station === undefined ? first : speech.name(station.name);
  if (stations.length > 1) return say('place.many', { name, count: stations.length });
  return station === undefined ? name : say('place', { name, district: speech.name(station.district) });
}

/** The unit its worst value is told in; null where it is a score. */
export function unitFor({ stationOf }: Telling, { stations, channel }: Pick<About, 'stations' | 'channel'>) {
  const [first] = stations;
  if (channel === null) return null;
  return parameterFor((first === undefined ? undefined : stationOf(first)) ?? NO_CHANNELS, channel);
}

/** A rule on its own, as a report names it. */
export function ruleName(telling: Telling, rule: string): string {
  const limit = limitById(rule);
  const { speech, say } = telling;
  if (limit !== undefined)
    return ruleText(telling, rule, spaced(speech, speech.name(parameterOf(limit.parameter).name)));
  if (isFault(rule) || isTrend(rule)) return ruleText(telling, rule, '').trim();
  if (isKind(rule)) return say(`kind.${rule}`);
  return rule;
}
