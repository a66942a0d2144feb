/** Where a station stands in the topics. */
export interface StationPlace {
  readonly id: string;
  readonly region: string;
}

/** The account of the server at a broker elsewhere. */
export const SERVER_ACCOUNT = 'clearwell-server';

const MARK = '# Written by `npm run accounts -- write-acl`: changes by hand are lost.';

/** Whether a file was written by us, so that it may be written anew. */
export const isGeneratedAcl = (text: string): boolean => text.startsWith(MARK);

/** Mosquitto's access list: the server hears all stations and commands them, a station speaks for itself in its region. */
export function formatMosquittoAcl(stations: readonly StationPlace[]): string {
  const server = ['topic read clearwell/v1/#', 'topic write clearwell/v1/+/+/commands'];
  const sections = stations.map(({ id, region }) => {
    const own = `clearwell/v1/${region}/${id}`;
    const written = ['readings', 'status', 'events'].map((kind) => `topic write ${own}/${kind}`);
    return section(id, [...written, `topic read ${own}/commands`]);
  });
  return [MARK, '', section(SERVER_ACCOUNT, server), ...sections].join('\n');
}

const section = (user: string, rules: readonly string[]): string => [`user ${user}`, ...rules, ''].join('\n');
