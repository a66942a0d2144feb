import { HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import type { Waking } from '../../backtest/city/wakings.ts';
import { inTimeUntil, type Outcome } from './outcome.ts';
import type { QuietCity } from './quiet-city.ts';

/** What ended so long before may still be what is spoken of. */
const JUST_OVER = 2 * HOUR;

type Where = Pick<QuietCity, 'record' | 'simulated'>;

/** Why inspectors of a quiet city were woken: place, time, and what was under way at its stations. */
export function describeWaking(waking: Waking, where: Where): string {
  const { at, kind, level, what, channel, stations } = waking;
  const causes = [...causesOf(waking, where)].map(([cause, count]) => `${cause} at ${String(count)}`);
  const why = causes.length === 0 ? 'nothing' : causes.join(', ');
  const place = `${stations.join(' ')} (${typesOf(waking, where.record)})`;
  return `${timeText(at)}  ${level} ${kind} ${channel ?? ''} ${what}  ${place}  under way: ${why}`;
}

/** What was under way, or just over, at half of its stations at least; of several what was at most of them. */
export function causeOf(waking: Waking, where: Where): string {
  const [most] = [...causesOf(waking, where)].sort(([, a], [, b]) => b - a);
  return most === undefined || 2 * most[1] < waking.stations.length ? 'nothing' : most[0];
}

/** What was under way, or just over, at how many of its stations. */
function causesOf({ stations, since, at }: Waking, { simulated }: Where): ReadonlyMap<string, number> {
  const causes = new Map<string, number>();
  for (const id of stations) {
    const happened = simulated.plans.get(id)?.during(since - JUST_OVER, at) ?? [];
    for (const name of new Set(happened.map(({ scenario }) => scenario.name)))
      causes.set(name, (causes.get(name) ?? 0) + 1);
  }
  return causes;
}

const typesOf = (waking: Waking, { stations }: QuietCity['record']): string =>
  [...new Set(waking.stations.map((id) => stations.find((station) => station.id === id)?.siteType ?? ''))].join(', ');

/** An injection, and what came of it. */
export function describeOutcome({
  injection,
  detectedAt,
  notifiedAt,
  incidents,
  wakings,
  answers,
  faults,
}: Outcome): string {
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
  const woken = wakings.map(({ at, kind, what, channel }) => `${kind} ${channel ?? ''} ${what} ${after(at)}`);
  return (
    `${scenario.name} ${timeText(begin)} ${origin.id} ${origin.siteType}: ${answers.join(', ')}` +
    `\n    comes to ${reach}; in time until ${after(inTimeUntil(injection))}; detected ${after(detectedAt)}, notified ${after(notifiedAt)}` +
    (told.length + faults.length === 0 ? '' : `\n    ${[...told, ...faults].join('; ')}`) +
    (woken.length === 0 ? '' : `\n    woken by ${woken.join('; ')}`)
  );
}

const timeText = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
