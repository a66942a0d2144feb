import { cityDayOf, startOfCityDay, type FrameIndex } from '@clearwell/contracts/frames';
import { DAY, limitById, type EpochMs, type Station } from '@clearwell/water-quality';
import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../door.ts';
import type { Speech } from '../i18n/translate.ts';
import { getFrameIndex } from '../replay/frames-door.ts';
import { sourceText } from '../words/limit-text.ts';
import { channelName } from '../words/value-text.ts';
import type { DrawerSay } from './words.ts';

export type Raised = FrameIndex['raised'][number];

export type RaisedPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly raised: readonly Raised[] };

const DAYS = 30;

/** What was raised at a station in the 30 days up to an instant, newest first; asked for again when `news` is another. */
export function useRaised({ id }: Station, at: EpochMs, news: string) {
  const [phase, setPhase] = useState<RaisedPhase>({ kind: 'loading' });
  const [turn, setTurn] = useState(0);
  // Within a day only news brings another answer.
  const to = cityDayOf(at);
  useEffect(() => {
    let isOver = false;
    void getFrameIndex(cityDayOf(startOfCityDay(to) - (DAYS - 1) * DAY), to).then((answer) => {
      if (isOver) return;
      if (!answer.ok) {
        setPhase({ kind: 'failed', failure: answer.failure });
        return;
      }
      const own = answer.value.raised.filter(({ station }) => station === id);
      setPhase({ kind: 'ready', raised: own.sort((a, b) => b.at - a.at) });
    });
    return () => {
      isOver = true;
    };
  }, [id, to, news, turn]);
  const retry = useCallback(() => {
    setTurn((n) => n + 1);
  }, []);
  return { phase, retry };
}

/** What was open at an instant. */
export const openAt = (raised: readonly Raised[], now: EpochMs): Raised[] =>
  raised.filter(({ at, clearedAt }) => at <= now && (clearedAt === null || now < clearedAt));

/** 余氯低于限值 0.05（GB 5749-2022 表2） */
export function ruleText(
  { speech, say, station }: { speech: Speech; say: DrawerSay; station: Station },
  { channel, rule }: Raised,
): string {
  if (channel === null) return say('event');
  const name = channelName(speech, station, channel);
  // Chinese leaves no space between words, but one after pH.
  const parameter = speech.language === 'zh' && /\w$/.test(name) ? `${name} ` : name;
  const limit = limitById(rule);
  if (limit === undefined) return say('unknown', { parameter, limit: rule });
  return say(`${limit.level}.${limit.side}`, { parameter, limit: limit.value, source: sourceText(speech, limit) });
}
