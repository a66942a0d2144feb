import { PARAMETERS, type Station } from '@clearwell/water-quality';

/** What no shape tells of a station: a channel of another parameter or unit, or one that stands there twice. */
export function findFaults(station: Pick<Station, 'id' | 'channels'>): string[] {
  const faults: string[] = [];
  const keys = station.channels.map((channel) => channel.key);
  for (const channel of station.channels) {
    const where = `${station.id}, channel ${channel.key}`;
    const parameter = PARAMETERS[channel.parameter];
    if (channel.key.split('.')[0] !== channel.parameter)
      faults.push(`${where}: the key must begin with ${channel.parameter}`);
    if (channel.unit !== parameter.unit)
      faults.push(`${where}: the unit must be ${parameter.unit}, not ${channel.unit}`);
  }
  if (new Set(keys).size !== keys.length) faults.push(`${station.id} has a channel twice`);
  return faults;
}
