import type { Incident } from '@clearwell/detect';
import { endOf } from '@clearwell/firmware-sim';
import { HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import { AlertRows } from '../../backtest/city/alert-rows.ts';
import { inTimeUntil, type Outcome } from './outcome.ts';
import type { QuietCity } from './quiet-city.ts';

/** What ended so long before may still be what is spoken of. */
const JUST_OVER = 2 * HOUR;

/** An incident of a quiet city: place, time, what paged, the words, and what was under way at its stations. */
export function describeNotified(incident: Incident, { record, simulated }: QuietCity): string {
  const rows = new AlertRows(record);
  rows.addIncident(incident);
  const { said, saidAt, code } = incident;
  const causes = new Set(
    said.stations.flatMap((id) =>
      (simulated.plans.get(id)?.during(said.start - JUST_OVER, saidAt) ?? []).map((one) => {
        const over = endOf(one) <= said.start ? ' (over)' : '';
        return `${one.scenario.name}${over}`;
      }),
    ),
  );
  const why = causes.size === 0 ? 'nothing' : [...causes].join(', ');
  const where = `${said.stations.join(' ')} (${typesOf(incident, record)})`;
  return `${timeText(saidAt)}  ${code} ${said.strength.toFixed(1)}  ${where}  under way: ${why}\n    ${rows.rows[0]?.reason.en ?? ''}`;
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
    `\n    ${[...told, ...faults].join('; ')}`
  );
}

const timeText = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
