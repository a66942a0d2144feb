import { useState } from 'react';
import type { Channel, Station } from '@clearwell/water-quality';
import { FailureCard } from '../frame/failure-card.tsx';
import type { DayPhase } from '../state/history-store.ts';
import { useSay, useSpeech } from '../state/session-context.ts';
import { channelName } from '../words/value-text.ts';
import { DayChart } from './day-chart.tsx';
import { DayTable } from './day-table.tsx';
import { say as words } from './words.ts';

interface Props {
  readonly station: Station;
  readonly channel: Channel;
  readonly day: DayPhase;
  readonly retry: () => void;
}

/** 24 hours of one channel, as a chart or as a table. */
export function ChannelDay({ station, channel, day, retry }: Props) {
  const speech = useSpeech();
  const { t } = speech;
  const say = useSay(words);
  const [isTable, setIsTable] = useState(false);
  const Day = isTable ? DayTable : DayChart;
  return (
    <section className="day" aria-labelledby="day-title">
      <div className="day__head">
        <h3 id="day-title">{say('drawer.chart', { parameter: channelName(speech, station, channel.key) })}</h3>
        {day.kind === 'ready' && (
          <button type="button" className="button button--quiet" onClick={() => setIsTable(!isTable)}>
            {isTable ? say('chart.asChart') : say('chart.asTable')}
          </button>
        )}
      </div>
      {day.kind === 'loading' && <div className="day__skeleton" role="status" aria-label={say('drawer.loading')} />}
      {day.kind === 'failed' && <FailureCard title={t('failure.history')} failure={day.failure} retry={retry} />}
      {day.kind === 'ready' && <Day station={station} channel={channel} history={day.history} />}
    </section>
  );
}
