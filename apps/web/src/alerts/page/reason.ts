import type { AlertDetail } from '@clearwell/contracts/alerts';
import { type ChannelKey, type EpochMs, type StationId } from '@clearwell/water-quality';
import { shortText } from '../../words/time-text.ts';
import { numberText, valueText } from '../../words/value-text.ts';
import { channelText, ruleText, unitFor, whatText, type Telling } from '../alert-title.ts';
import type { PageSay } from './words.ts';

export type Source = AlertDetail['sources'][number];
type Contribution = Source['contributions'][number];

const SHOWN = 5;

/** The station that stands in the name of an episode: `kind|station|channel|rule|start`. */
export const stationOfSource = ({ key }: Pick<Source, 'key'>, { stations }: Pick<AlertDetail, 'stations'>) =>
  stations.find((id) => key.split('|')[1] === id) ?? stations[0];

interface Voice {
  readonly telling: Telling;
  readonly say: PageSay;
  readonly now: EpochMs;
}

/** Why it is an alert, as the server tells it; else a sentence for each episode: those that last first, then the newest. */
export function reasonLines(voice: Voice, alert: AlertDetail): string[] {
  const ordered = [...alert.sources].sort(
    (a, b) => Number(a.clearedAt !== null) - Number(b.clearedAt !== null) || b.start - a.start,
  );
  const told = alert.reasons.map(voice.telling.speech.name);
  const lines = told.length > 0 ? told : ordered.slice(0, SHOWN).map((source) => sourceLine(voice, alert, source));
  const paging = ordered.find((source) => source.paging !== null)?.paging ?? null;
  if (paging !== null) lines.push(voice.say(paging.notifies ? 'paging.notifies' : 'paging.quiet'));
  if (told.length === 0 && ordered.length > SHOWN) lines.push(voice.say('sources.more', { n: ordered.length - SHOWN }));
  return lines;
}

function sourceLine({ telling, say, now }: Voice, alert: AlertDetail, source: Source): string {
  const station = stationOfSource(source, alert);
  const what = sourceWhat({ telling, say, now }, alert, source);
  const raised = shortText(source.raisedAt, now);
  const end = source.end === null ? null : shortText(source.end, now);
  if (alert.kind !== 'limit' || source.channel === null)
    return end === null ? say('reason.other', { what, raised }) : say('reason.other.over', { what, raised, end });
  const stations = station === undefined ? [] : [station];
  const worst = valueText(unitFor(telling, { stations, channel: source.channel }), source.worst);
  const values = { what, worst, count: source.count, raised };
  return end === null ? say('reason.limit', values) : say('reason.over', { ...values, end });
}

function sourceWhat(voice: Voice, alert: AlertDetail, source: Source): string {
  const { telling } = voice;
  const station = stationOfSource(source, alert);
  if (source.contributions.length > 0)
    return source.contributions
      .slice(0, 4)
      .map((contribution) => moveText(voice, station, contribution))
      .join(telling.speech.t('list.comma'));
  if (source.channel === null || alert.kind === 'cluster' || alert.kind === 'operation')
    return whatText(telling, alert);
  return ruleText(telling, source.rule, channelText(telling, station, source.channel));
}

/** 浊度 ↑ 0.40 → 1.30 NTU（占 62%） */
function moveText({ telling, say }: Voice, station: StationId | undefined, contribution: Contribution): string {
  const { channel, direction, weight, value, before } = contribution;
  const name = channelText(telling, station, channel).trim();
  const moved = say(`moved.${direction}`, { parameter: name });
  return say('moved.weight', {
    moved:
      value === undefined || before === undefined
        ? moved
        : figures(say, telling, { moved, station, channel, value, before }),
    share: `${Math.round(weight * 100)}%`,
  });
}

interface Moved {
  readonly moved: string;
  readonly station: StationId | undefined;
  readonly channel: ChannelKey;
  readonly value: number;
  readonly before: number;
}

function figures(say: PageSay, telling: Telling, { moved, station, channel, value, before }: Moved): string {
  const unit = unitFor(telling, { stations: station === undefined ? [] : [station], channel });
  return say('moved.figures', { moved, before: numberText(unit, before), value: valueText(unit, value) });
}
