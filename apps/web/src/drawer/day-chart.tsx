import { useEffect, useMemo, useRef, useState } from 'react';
import type { History } from '@clearwell/contracts';
import { parameterOf, type Channel, type EpochMs, type Station } from '@clearwell/water-quality';
import { stripOf, testAt } from '../state/day-history.ts';
import { useSay, useSpeech, useStandards } from '../state/session-context.ts';
import { boundText } from '../words/limit-text.ts';
import { minuteText } from '../words/time-text.ts';
import { channelName, numberText, valueText } from '../words/value-text.ts';
import { chartSeries, extremesOf } from './chart-series.ts';
import { limitSpans, type LimitSpan } from './limit-spans.ts';
import { loadPlot, type PlotContent } from './plot.ts';
import { qualityText } from './quality-text.ts';
import { valueRange } from './value-range.ts';
import { say as words } from './words.ts';

interface Props {
  readonly station: Station;
  readonly channel: Channel;
  readonly history: History;
  /** The stretch one is to look at. */
  readonly marked?: { readonly from: EpochMs; readonly to: EpochMs };
}

/** The day as it is drawn and as it is told. */
function useContent({ station, channel, history, marked }: Props) {
  const standards = useStandards();
  return useMemo(() => {
    const { parameter, key } = channel;
    const strip = stripOf(history, key, station.intervalMs);
    const series = chartSeries(strip);
    const { from, to, registrations } = history;
    const spans = limitSpans({ standards, parameter, registrations, from, to });
    const values = [...series.line, ...series.fail];
    const range = valueRange({
      values,
      limits: spans.map(({ limit }) => limit.value),
      parameter: parameterOf(parameter),
    });
    const plot: PlotContent = {
      series,
      spans,
      range,
      from: from / 1_000,
      to: to / 1_000,
      boundText: ({ limit }) => boundText(limit),
      valueText: (value) => numberText(parameter, value),
      decimals: parameterOf(parameter).decimals,
      marked: marked === undefined ? null : { from: marked.from / 1_000, to: marked.to / 1_000 },
    };
    return { strip, plot, extremes: extremesOf(series) };
  }, [standards, station, channel, history, marked]);
}

function usePlot(content: PlotContent) {
  const place = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  useEffect(() => {
    let remove: (() => void) | null = null;
    let isOver = false;
    void loadPlot().then((draw) => {
      if (isOver || place.current === null) return;
      remove = draw(place.current, content, setPointed).remove;
    });
    return () => {
      isOver = true;
      remove?.();
    };
  }, [content]);
  return { place, pointed };
}

const isOff = ({ range }: PlotContent, { limit }: LimitSpan): boolean =>
  limit.value < range.low || limit.value > range.high;

export function DayChart(props: Props) {
  const speech = useSpeech();
  const { t } = speech;
  const say = useSay(words);
  const { station, channel } = props;
  const { strip, plot, extremes } = useContent(props);
  const { place, pointed } = usePlot(plot);
  const parameter = channelName(speech, station, channel.key);
  const off = plot.spans.filter((span) => isOff(plot, span)).map(({ limit }) => boundText(limit));
  const told = (value: number): string => valueText(channel.parameter, value);
  const label =
    extremes === null
      ? say('chart.empty')
      : say('chart.label', { parameter, count: extremes.count, min: told(extremes.min), max: told(extremes.max) });
  const at = pointed === null ? undefined : strip.at[pointed];
  const value = pointed === null ? null : strip.values[pointed];
  const flag = pointed === null ? null : (strip.flags[pointed] ?? null);
  return (
    <figure className="chart">
      <div ref={place} className="chart__plot" role="img" aria-label={label} />
      <figcaption>
        {at !== undefined && value != null ? (
          <span>
            {minuteText(at)} · {told(value)}{' '}
            {flag === null ? '' : qualityText({ speech, say }, flag, testAt(props.history, channel.key, at))}
          </span>
        ) : (
          <span>{extremes === null ? say('chart.empty') : `${told(extremes.min)} – ${told(extremes.max)}`}</span>
        )}
        <ChartKey hasSuspect={plot.series.suspect.some(isValue)} hasFail={plot.series.fail.some(isValue)} />
        {off.length > 0 && <span>{t('limit.offChart', { limits: [...new Set(off)].join(' · ') })}</span>}
      </figcaption>
    </figure>
  );
}

const isValue = (value: number | null): boolean => value !== null;

function ChartKey({ hasSuspect, hasFail }: { readonly hasSuspect: boolean; readonly hasFail: boolean }) {
  const say = useSay(words);
  return (
    <>
      {hasSuspect && <span className="chart__suspect">{say('chart.suspect')}</span>}
      {hasFail && <span className="chart__fail">{say('chart.fail')}</span>}
    </>
  );
}
