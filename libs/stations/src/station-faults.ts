import { MAX_CHANNELS, PARAMETERS, type ChannelKey, type Station } from '@clearwell/water-quality';

/**
 * What no shape tells of a station: a channel of another parameter or unit, one that stands there twice, or more than
 * fit beside those it had before.
 */
export function findFaults(
  station: Pick<Station, 'id' | 'channels'>,
  channelsEver: ReadonlySet<ChannelKey> = new Set(),
): string[] {
  const faults: string[] = [];
  const keys = new Set(station.channels.map((channel) => channel.key));
  for (const channel of station.channels) {
    const where = `${station.id}, channel ${channel.key}`;
    const parameter = PARAMETERS[channel.parameter];
    if (channel.key.split('.')[0] !== channel.parameter)
      faults.push(`${where}: the key must begin with ${channel.parameter}`);
    if (channel.unit !== parameter.unit)
      faults.push(`${where}: the unit must be ${parameter.unit}, not ${channel.unit}`);
  }
  if (keys.size !== station.channels.length) faults.push(`${station.id} has a channel twice`);
  if (new Set([...keys, ...channelsEver]).size > MAX_CHANNELS) {
    faults.push(
      `${station.id} would have had more than ${String(MAX_CHANNELS)} channels in its life: register a new station`,
    );
  }
  return faults;
}
