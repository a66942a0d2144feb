import type { Incident } from '@clearwell/detect';
import { HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import { AlertRows } from '../../backtest/city/alert-rows.ts';
import { inTimeUntil, type Outcome } from './outcome.ts';
import type { QuietCity } from './quiet-city.ts';

/** What ended so long before may still be what is spoken of. */
const JUST_OVER = 2 * HOUR;

type Where = Pick<QuietCity, 'record' | 'simulated'>;

/** An incident of a quiet city: place, time, what paged, the words, and what was under way at its stations. */
export function describeNotified(incident: Incident, where: Where): string {
  const rows = new AlertRows(where.record);
  rows.addIncident(incident);
  const { said, saidAt, code } = incident;
  const causes = [...causesOf(incident, where)].map(([cause, stations]) => `${cause} at ${String(stations)}`);
  const why = causes.length === 0 ? 'nothing' : causes.join(', ');
  const at = `${said.stations.join(' ')} (${typesOf(incident, where.record)})`;
  return `${timeText(saidAt)}  ${code} ${said.strength.toFixed(1)}  ${at}  under way: ${why}\n    ${rows.rows[0]?.reason.en ?? ''}`;
}

/** What was under way, or just over, at half of its stations at least; of several what was at most of them. */
export function causeOf(incident: Incident, where: Where): string {
  const [most] = [...causesOf(incident, where)].sort(([, a], [, b]) => b - a);
  return most === undefined || 2 * most[1] < incident.said.stations.length ? 'nothing' : most[0];
}

/** What was under way, or just over, at how many of its stations. */
function causesOf({ said, saidAt }: Incident, { simulated }: Where): ReadonlyMap<string, number> {
  const causes = new Map<string, number>();
  for (const id of said.stations) {
    const happened = simulated.plans.get(id)?.during(said.start - JUST_OVER, saidAt) ?? [];
    for (const name of new Set(happened.map(({ scenario }) => scenario.name)))
      causes.set(name, (causes.get(name) ?? 0) + 1);
  }
  return causes;
}

const typesOf = ({ said }: Incident, { stations }: QuietCity['record']): string =>
  [...new Set(said.stations.map((id) => stations.find((station) => station.id === id)?.siteType ?? ''))].join(', ');

/** An injection, and what came of it. */
export function describeOutcome({ injection, detectedAt, notifiedAt, incidents, answers, faults }: Outcome): string {
  const { scenario, origin, begin, touched } = injection;
  const after = (at: EpochMs | null): string => (at === null ? '-' : `+${((at - begin) / MINUTE).toFixed(0)} min`);
  const reach = touched
    .slice(0, 5)
    .map(({ station, from, share }) => `${station} ${after(from)} ${share.toFixed(2)}`)
    .join(', ');
  const told = incidents.map(
    ({ kind, code, saidAt, said }) =>
      `${kind}/${code} ${said.strength.toFixed(1)} ${after(saidAt)} ${said.stations.join(' ')}`,
  );
  return (
    `${scenario.name} ${timeText(begin)} ${origin.id} ${origin.siteType}: ${answers.join(', ')}` +
    `\n    comes to ${reach}; in time until ${after(inTimeUntil(injection))}; detected ${after(detectedAt)}, notified ${after(notifiedAt)}` +
    (told.length + faults.length === 0 ? '' : `\n    ${[...told, ...faults].join('; ')}`)
  );
}

const timeText = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
