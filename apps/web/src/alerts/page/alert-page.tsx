import type { AlertDetail } from '@clearwell/contracts/alerts';
import { alertId, type AlertId, type EpochMs } from '@clearwell/water-quality';
import { FailureCard } from '../../frame/failure-card.tsx';
import { useSay, useSession } from '../../state/session-context.ts';
import { usePicked } from '../../state/use-signal.ts';
import { alertPath } from '../alerts-door.ts';
import { PageFrame } from '../page-frame.tsx';
import { useTelling } from '../use-telling.ts';
import { ActBar } from './act-bar.tsx';
import { ActNews } from './act-news.tsx';
import { AlertCharts } from './alert-charts.tsx';
import { AlertHead } from './alert-head.tsx';
import { HeldBack, Notices, Timeline } from './alert-record.tsx';
import { AlertStations } from './alert-stations.tsx';
import { Measurements } from './measurements.tsx';
import { QuietNow } from './quiet-now.tsx';
import { reasonLines } from './reason.ts';
import { useAlert } from './use-alert.ts';
import { useNames } from '../use-names.ts';
import { say as words } from './words.ts';
import '../../styles/alert-page.css';

const MINUTE_MS = 60_000;

/** `/alerts/:id` */
export function AlertPage() {
  const id = alertId(decodeURIComponent(location.pathname.split('/')[2] ?? ''));
  const say = useSay(words);
  const { alert, failure, load } = useAlert(id);
  const isUnknown = alert === null && (failure?.code === 'not_found' || failure?.code === 'bad_request');
  return (
    <PageFrame title={id} path="">
      {alert === null && failure === null && <p role="status">{say('loading')}</p>}
      {isUnknown && <h1 className="none">{say('unknown', { id })}</h1>}
      {failure !== null && !isUnknown && <FailureCard title={say('failed')} failure={failure} retry={load} />}
      {alert !== null && <Alert alert={alert} />}
    </PageFrame>
  );
}

/** By the server's clock, as whole minutes: nothing here is gained by seconds. */
const useNow = (): EpochMs =>
  usePicked(useSession().now, (at) => (at === null ? 0 : Math.ceil(at / MINUTE_MS) * MINUTE_MS));

/** The charts follow the alert and not the clock: their end moves when a reading changes it, or ten minutes have gone. */
const useChartNow = (now: EpochMs): EpochMs => Math.floor(now / (10 * MINUTE_MS)) * 10 * MINUTE_MS + 10 * MINUTE_MS;

function Alert({ alert }: { readonly alert: AlertDetail }) {
  const now = useNow();
  const chartNow = useChartNow(now);
  const names = useNames();
  if (now === 0) return null;
  return (
    <article className="alert" data-alert={alert.id} data-handling={alert.handling}>
      <AlertHead alert={alert} now={now} nameOf={names.nameOf} />
      <ActNews alert={alert} nameOf={names.nameOf} />
      <ActBar alert={alert} names={names} />
      <QuietNow alert={alert} now={now} nameOf={names.nameOf} />
      <Reason alert={alert} now={now} />
      <AlertCharts alert={alert} now={chartNow} />
      <AlertStations alert={alert} now={now} />
      <Timeline alert={alert} now={now} nameOf={names.nameOf} />
      <HeldBack alert={alert} now={now} />
      <Notices alert={alert} now={now} nameOf={names.nameOf} />
      <Measurements alert={alert} now={now} nameOf={names.nameOf} />
      <Evidence id={alert.id} />
    </article>
  );
}

function Reason({ alert, now }: { readonly alert: AlertDetail; readonly now: EpochMs }) {
  const telling = useTelling();
  const say = useSay(words);
  return (
    <section aria-labelledby="reason">
      <h2 id="reason">{say('reason')}</h2>
      <ul className="reason">
        {reasonLines({ telling, say, now }, alert).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Evidence({ id }: { readonly id: AlertId }) {
  const say = useSay(words);
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">{say('evidence')}</h2>
      <p className="evidence">
        <a href={`${alertPath(id)}/evidence.html`} target="_blank" rel="noreferrer">
          {say('evidence.page')}
        </a>
        <a href={`${alertPath(id)}/evidence`} download>
          {say('evidence.data')}
        </a>
      </p>
      <p className="quiet">{say('evidence.hint')}</p>
    </section>
  );
}
