import type { History } from '@clearwell/contracts';
import type { AlertDetail } from '@clearwell/contracts/alerts';
import type { EpochMs } from '@clearwell/water-quality';
import { useEffect, useMemo, useState } from 'react';
import type { Answer } from '../../door.ts';
import { DayChart } from '../../drawer/day-chart.tsx';
import { FailureCard } from '../../frame/failure-card.tsx';
import { useSay } from '../../state/session-context.ts';
import '../../styles/drawer.css';
import { channelName } from '../../words/value-text.ts';
import { getSpan } from '../alerts-door.ts';
import { useTelling } from '../use-telling.ts';
import { concernedBy, spanOf, type Concerned } from './concerned.ts';
import { say as words } from './words.ts';

interface Props {
  readonly alert: AlertDetail;
  readonly now: EpochMs;
}

/** Each channel the alert speaks of, from a day before it began. */
export function AlertCharts({ alert, now }: Props) {
  const say = useSay(words);
  const telling = useTelling();
  const concerned = useMemo(() => concernedBy(telling, alert), [telling, alert]);
  if (concerned.length === 0) return null;
  return (
    <section aria-labelledby="charts">
      <h2 id="charts">{say('charts')}</h2>
      <div className="charts">
        {concerned.map((one) => (
          <ChannelSpan key={`${one.station.id} ${one.channel.key}`} {...one} alert={alert} now={now} />
        ))}
      </div>
    </section>
  );
}

interface SpanProps extends Props, Concerned {}

function ChannelSpan({ alert, now, station, channel }: SpanProps) {
  const { speech } = useTelling();
  const say = useSay(words);
  const { start, end } = alert;
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<Answer<History> | null>(null);
  useEffect(() => {
    let isOver = false;
    void getSpan(station.id, { ...spanOf({ start, end }, now), channels: [channel.key] }).then((answer) => {
      if (!isOver) setHeld((before) => (!answer.ok && before?.ok === true ? before : answer));
    });
    return () => {
      isOver = true;
    };
  }, [station.id, channel.key, start, end, now, turn]);
  const to = held?.ok === true ? held.value.to : start;
  const marked = useMemo(() => ({ from: start, to: end ?? to }), [start, end, to]);
  const parameter = channelName(speech, station, channel.key);
  return (
    <section className="span">
      <h3>{say('chart.of', { parameter, station: speech.name(station.name) })}</h3>
      {held === null && <div className="day__skeleton" />}
      {held?.ok === false && (
        <FailureCard title={say('chart.failed')} failure={held.failure} retry={() => setTurn((n) => n + 1)} />
      )}
      {held?.ok === true && <DayChart station={station} channel={channel} history={held.value} marked={marked} />}
    </section>
  );
}
