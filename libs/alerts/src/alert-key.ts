import {
  alertId,
  limitById,
  type AlertId,
  type AlertKind,
  type ChannelKey,
  type EpochMs,
  type ReadingFinding,
  type StationId,
} from '@clearwell/water-quality';

interface AlertedEpisode {
  readonly kind: ReadingFinding['kind'];
  readonly channel: ChannelKey | null;
  readonly rule: string;
}

/** What an alert is about: one of its name stands open. Of limits all of one side are one, of trends all of a channel. */
export function alertKey(station: StationId, { kind, channel, rule }: AlertedEpisode): string {
  const of = channel ?? '';
  switch (kind) {
    case 'limit':
      return `limit|${station}|${of}|${limitById(rule)?.side ?? rule}`;
    case 'fault':
      return `fault|${station}|${of}|${rule}`;
    case 'trend':
      return `trend|${station}|${of}`;
    case 'event':
      return `event|${station}`;
  }
}

/** Names an episode among those of all stations. */
export const sourceKey = (
  station: StationId,
  { kind, channel, rule, start }: { kind: AlertKind; channel: ChannelKey | null; rule: string; start: EpochMs },
): string => `${kind}|${station}|${channel ?? ''}|${rule}|${start}`;

export const incidentKey = (incident: string): string => `incident|${incident}`;

/** @param number on its day, from 1 */
export function numberedAlert(day: string, number: number): AlertId {
  return alertId(`WQ-${day}-${String(number).padStart(3, '0')}`);
}

/** YYYYMMDD at an offset from UTC, ms. */
export const dayOf = (at: EpochMs, utcOffset: number): string =>
  new Date(at + utcOffset).toISOString().slice(0, 10).replaceAll('-', '');
