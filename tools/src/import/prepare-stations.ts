import type { ChannelKey, Station } from '@clearwell/water-quality';
import { ImportFault } from './import-fault.ts';
import type { ServerDoor } from './server-door.ts';

/** A station that readings are brought to. */
export interface Needed {
  readonly id: string;
  readonly channels: readonly ChannelKey[];
  /** What it is made of when the server has it not; null: it must be there. */
  readonly fresh: Station | null;
}

/** Sees to it that the server has the stations, with the channels. @throws ImportFault with all that is missing, before any is made */
export async function prepareStations(door: ServerDoor, needed: readonly Needed[]): Promise<void> {
  const stations = new Map((await door.stations()).map((station) => [station.id as string, station]));
  const problems = needed.flatMap(({ id, channels, fresh }) => {
    const station = stations.get(id) ?? fresh;
    if (station === null)
      return [
        `The server has no station ${id}: describe it, and it is made (--create-station FILE, or --region, --name-zh and so on; see --help)`,
      ];
    const keys = station.channels.map(({ key }) => key);
    const strangers = channels.filter((channel) => !keys.includes(channel));
    return strangers.length === 0 ? [] : [`${id} has no channel ${strangers.join(', ')}; it has ${keys.join(', ')}`];
  });
  if (problems.length > 0) throw new ImportFault(problems.join('\n'));
  const made = needed.flatMap(({ id, fresh }) => (stations.has(id) || fresh === null ? [] : [fresh]));
  for (const station of made) await door.create(station);
  if (made.length > 0) console.log(`Stations made: ${made.map(({ id }) => id).join(', ')}`);
}
