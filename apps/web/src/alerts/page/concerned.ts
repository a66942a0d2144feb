import type { AlertDetail } from '@clearwell/contracts/alerts';
import { DAY, HOUR, type Channel, type EpochMs, type ParameterCode, type Station } from '@clearwell/water-quality';
import type { Telling } from '../alert-title.ts';
import { stationOfSource } from './reason.ts';

export interface Concerned {
  readonly station: Station;
  readonly channel: Channel;
}

const MOST_CHARTS = 8;
const PREFERRED: readonly ParameterCode[] = ['free_chlorine', 'total_chlorine', 'turbidity', 'conductivity'];

/** The channels an alert speaks of, heaviest first; where it names none, the telling one of each station. */
export function concernedBy({ stationOf }: Pick<Telling, 'stationOf'>, alert: AlertDetail): Concerned[] {
  const found = new Map<string, Concerned>();
  const put = (station: Station | undefined, key: string | null): void => {
    const channel = station?.channels.find((candidate) => candidate.key === key);
    if (station !== undefined && channel !== undefined) found.set(`${station.id} ${channel.key}`, { station, channel });
  };
  for (const source of alert.sources) {
    const id = stationOfSource(source, alert);
    const station = id === undefined ? undefined : stationOf(id);
    put(station, source.channel);
    for (const { channel } of source.contributions) put(station, channel);
  }
  if (found.size === 0 && alert.kind !== 'link')
    for (const id of alert.stations) {
      const station = stationOf(id);
      put(station, station === undefined ? null : mainKey(station));
    }
  return [...found.values()].slice(0, MOST_CHARTS);
}

function mainKey({ channels }: Station): string | null {
  const preferred = PREFERRED.map((code) => channels.find(({ parameter }) => parameter === code));
  return (preferred.find((channel) => channel !== undefined) ?? channels[0])?.key ?? null;
}

/** Tests of flags are told for a week at most. */
const LONGEST = 7 * DAY;

/** From 24 h before it began until now, or until 2 h after its end. */
export function spanOf({ start, end }: Pick<AlertDetail, 'start' | 'end'>, now: EpochMs) {
  const to = Math.max(start + HOUR, end === null ? now : Math.min(now, end + 2 * HOUR));
  return { from: Math.max(start - DAY, to - LONGEST), to };
}
