import { incidentKey } from '@clearwell/alerts';
import { tellFinding, tellIncident, type Incident } from '@clearwell/detect';
import type { Alert, BilingualName, EpochMs, Finding, Registration, StationId } from '@clearwell/water-quality';
import { cityTime } from './alert-words.ts';

export interface ReasonSources {
  readonly register: { at(id: StationId, sampledAt: EpochMs): Registration | undefined };
  readonly incidents: () => readonly Incident[];
  /** What is said of a station now. */
  readonly findings: (id: StationId) => readonly Finding[];
  readonly now: () => EpochMs;
}

/** Why an alert is held for what it is, in sentences; none of what is over and is told by no incident. */
export function reasonsFor({ register, incidents, findings, now }: ReasonSources, alert: Alert): BilingualName[] {
  const nameOf = (id: StationId): BilingualName => register.at(id, alert.start)?.station.name ?? { zh: id, en: id };
  const incident = incidents().find((one) => isTold(one, alert));
  if (incident !== undefined) {
    const stations = incident.said.stations.map(nameOf);
    return [tellIncident({ ...incident, stations, timeText: cityTime })];
  }
  return alert.stations.flatMap((id) => {
    const beside = findings(id);
    const station = register.at(id, alert.start)?.station;
    const scene = {
      ...{ station: nameOf(id), intervalMs: station?.intervalMs ?? 0, at: now(), timeText: cityTime, beside },
      resolutionOf: (key: string) => station?.channels.find((channel) => channel.key === key)?.resolution,
    };
    return beside.filter((finding) => isOf(finding, alert)).map((finding) => tellFinding(finding, scene));
  });
}

/** Whether an incident tells of an alert: of several stations by its name, of one by its event. */
function isTold({ id, kind, said }: Incident, { key, kind: alertKind, stations, sources }: Alert): boolean {
  if (kind !== 'event') return key === incidentKey(id);
  const [event] = said.events;
  return alertKind === 'event' && event?.station === stations[0] && sources.some(({ start }) => start === event?.start);
}

const isOf = ({ kind, channel, since }: Finding, alert: Alert): boolean =>
  kind === alert.kind && channel === alert.channel && alert.sources.some(({ start }) => start === since);
