// `npm run stations`: the register of a running server from a command line, over its HTTP API.
import {
  importOutcomeSchema,
  parkedSchema,
  problemSchema,
  stationDetailSchema,
  stationListSchema,
  stationSchema,
  stationsFileSchema,
  type Parked,
  type StationDetail,
} from '@clearwell/contracts';
import { SINCE_EVER, SITE_TYPE_CODES, type Station } from '@clearwell/water-quality';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';

const HELP = `npm run stations -- <what> [options]

  list [--retired] [--at TIME]      the stations, now or as they were then
  show ID                           one station, and all that was recorded of it
  add FILE.json                     registers the station of a file, or all of a stations file
  change FILE.json [--from TIME]    changes a station, from now on or from when it is true
  retire ID [--from TIME]           takes a station out of service
  reinstate ID [--from TIME]        takes it back
  import FILE.csv [--dry-run]       registers and changes stations from CSV: all, or none if one has a fault
  parked                            who reports and is not registered
  adopt ID --name-zh … --name-en … --district-zh … --district-en … --site-type … --lat … --lon … [--interval-s …]
                                    registers such a station with the channels seen, and takes in what waited
  dismiss ID                        refuses what waits for it; each message is kept among the rejections

  --server URL                      http://localhost:3000 if left out
  TIME is ISO 8601, such as 2026-11-22T03:10:00+08:00. Site types: ${SITE_TYPE_CODES.join(', ')}.
  The server's key is read from CLEARWELL_API_KEY.`;

/** Something the person at the command line can mend. */
class UsageError extends Error {}

const text = { type: 'string' } as const;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        server: { type: 'string', default: 'http://localhost:3000' },
        retired: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        at: text,
        from: text,
        'name-zh': text,
        'name-en': text,
        'district-zh': text,
        'district-en': text,
        'site-type': text,
        lat: text,
        lon: text,
        'interval-s': text,
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0] ?? ''}; --help lists what there is`);
  }
}

type Options = ReturnType<typeof readArguments>['values'];

class RegisterClient {
  readonly #server: string;

  constructor(server: string) {
    this.#server = server.replace(/\/+$/, '');
  }

  get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#ask(schema, path, {});
  }

  post<T>(path: string, schema: z.ZodType<T>, body: object | string): Promise<T> {
    const [type, sent] = typeof body === 'string' ? ['text/csv', body] : ['application/json', JSON.stringify(body)];
    return this.#ask(schema, path, { method: 'POST', body: sent, headers: { 'content-type': type } });
  }

  put<T>(path: string, schema: z.ZodType<T>, body: object, revision: number): Promise<T> {
    const headers = { 'content-type': 'application/json', 'if-match': `"${String(revision)}"` };
    return this.#ask(schema, path, { method: 'PUT', body: JSON.stringify(body), headers });
  }

  remove<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#ask(schema, path, { method: 'DELETE' });
  }

  async #ask<T>(schema: z.ZodType<T>, path: string, request: RequestInit): Promise<T> {
    const key = process.env['CLEARWELL_API_KEY'];
    const headers = new Headers(request.headers);
    if (key !== undefined && key !== '') headers.set('authorization', `Bearer ${key}`);
    const answer = await fetch(`${this.#server}/api/${path}`, { ...request, headers }).catch((error: unknown) => {
      throw new UsageError(`${this.#server} does not answer: start the server, or name it with --server`, {
        cause: error,
      });
    });
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw new UsageError(sentenceOf(body) ?? `The server answered ${String(answer.status)}`);
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw new UsageError(`${this.#server} does not answer as Clearwell does`);
    return parsed.data;
  }
}

const sentenceOf = (body: unknown): string | undefined =>
  problemSchema.safeParse(body).data?.message.replaceAll('; ', '\n');

const anything = z.unknown();

const COMMANDS: Readonly<Record<string, (client: RegisterClient, what: string, options: Options) => Promise<string>>> =
  {
    list: async (client, _, { retired, at }) => {
      const query = new URLSearchParams({ ...(retired && { retired: 'true' }), ...(at !== undefined && { at }) });
      const list = stationListSchema.parse(await client.get(`stations?${query.toString()}`, anything));
      const gone = new Set(list.retired);
      return list.stations.map((one) => `${lineOf(one)}${gone.has(one.id) ? '  retired' : ''}`).join('\n');
    },
    show: async (client, id) => tellDetail(await detailOf(client, id)),
    add: async (client, path) => {
      const stations = await readStations(path);
      for (const station of stations) await client.post('stations', anything, station);
      return `Registered: ${stations.map(({ id }) => id).join(', ')}`;
    },
    change: async (client, path, options) => {
      const [station, ...more] = await readStations(path);
      if (station === undefined || more.length > 0) throw new UsageError(`${path} must hold one station`);
      const { registrations } = await detailOf(client, station.id);
      const { id, ...content } = station;
      await client.put(`stations/${id}`, anything, { ...content, ...fromOf(options) }, registrations.length);
      return `${id} is changed ${fromText(options)}`;
    },
    retire: async (client, id, options) => {
      await client.post(`stations/${encodeURIComponent(id)}/retire`, anything, fromOf(options));
      return `${id} is out of service ${fromText(options)}`;
    },
    reinstate: async (client, id, options) => {
      await client.post(`stations/${encodeURIComponent(id)}/reinstate`, anything, fromOf(options));
      return `${id} is in service again ${fromText(options)}`;
    },
    import: async (client, path, options) => {
      const dryRun = options['dry-run'];
      const outcome = await client.post(
        `stations/import?dryRun=${String(dryRun)}`,
        importOutcomeSchema,
        await readText(path),
      );
      const told = (['created', 'changed', 'unchanged'] as const).map((kind) =>
        `${kind}: ${String(outcome[kind].length)}  ${outcome[kind].join(' ')}`.trimEnd(),
      );
      return [dryRun ? 'Nothing was done yet; this is what would be' : 'Imported', ...told].join('\n');
    },
    parked: async (client) => {
      const { parked } = await client.get('parked', parkedSchema);
      return parked.length === 0 ? 'Nobody waits' : parked.map(tellParked).join('\n');
    },
    adopt: async (client, id, options) => {
      const { parked } = await client.get('parked', parkedSchema);
      const waiting = parked.find(({ station }) => station === id);
      if (waiting === undefined) throw new UsageError(`Nothing waits for ${id}; \`parked\` lists who waits`);
      await client.post('stations', anything, stationFrom(waiting, options));
      return `${id} is registered, and ${String(waiting.messages)} messages that waited are taken in`;
    },
    dismiss: async (client, id) => {
      const { dismissed } = await client.remove(
        `parked/${encodeURIComponent(id)}`,
        z.object({ dismissed: z.number() }),
      );
      return `${String(dismissed)} messages of ${id} are refused and kept among the rejections`;
    },
  };

const NEED_NOTHING = ['list', 'parked'];

const detailOf = (client: RegisterClient, id: string): Promise<StationDetail> =>
  client.get(`stations/${encodeURIComponent(id)}`, stationDetailSchema);

const fromOf = ({ from }: Options): object => (from === undefined ? {} : { from });
const fromText = ({ from }: Options): string => `from ${from ?? 'now'} on`;
const timeText = (at: number): string => (at === SINCE_EVER ? 'since ever' : new Date(at).toISOString());

const lineOf = ({ id, siteType, name, channels }: Station): string =>
  [id, siteType, name.zh, name.en, channels.map(({ key }) => key).join(';')].join('  ');

function tellDetail({ station, retired, registrations, upstream, downstream }: StationDetail): string {
  const recorded = registrations.map(
    (one) =>
      `  ${String(one.revision)}  ${timeText(one.from)}  ${one.retired ? 'retired' : lineOf(one.station)}  (${one.recordedBy})`,
  );
  const near = (word: string, all: StationDetail['upstream']): string =>
    `${word}: ${all.map(({ station: id, travelMinutes }) => `${id} ${String(travelMinutes)} min`).join(', ')}`;
  return [
    `${lineOf(station)}${retired ? '  retired' : ''}`,
    'recorded:',
    ...recorded,
    near('upstream', upstream),
    near('downstream', downstream),
  ].join('\n');
}

function tellParked({
  station,
  region,
  messages,
  firstAt,
  lastAt,
  proposal,
  unknown,
}: Parked['parked'][number]): string {
  const channels = proposal.channels.map(({ key }) => key).join(';');
  const strangers = unknown.length === 0 ? '' : `  unknown: ${unknown.join(';')}`;
  const span = `${new Date(firstAt).toISOString()} to ${new Date(lastAt).toISOString()}`;
  return `${station}  region ${region}  ${String(messages)} messages, ${span}  ${channels}${strangers}`;
}

/** What waits tells the channels and the interval; where it stands and what it is called, only a person knows. */
function stationFrom({ proposal }: Parked['parked'][number], options: Options): Station {
  const seconds = options['interval-s'];
  const parsed = stationSchema.safeParse({
    ...proposal,
    name: { zh: options['name-zh'], en: options['name-en'] },
    district: { zh: options['district-zh'], en: options['district-en'] },
    siteType: options['site-type'],
    position: { lat: Number(options.lat ?? NaN), lon: Number(options.lon ?? NaN) },
    intervalMs: seconds === undefined ? proposal.intervalMs : Number(seconds) * 1_000,
  });
  if (parsed.success) return parsed.data;
  throw new UsageError(`The station is not complete; --help lists the options:\n${z.prettifyError(parsed.error)}`);
}

async function readStations(path: string): Promise<readonly Station[]> {
  const content = parseJson(path, await readText(path));
  const isFile = typeof content === 'object' && content !== null && 'stations' in content;
  const parsed = isFile ? stationsFileSchema.safeParse(content) : stationSchema.safeParse(content);
  if (!parsed.success) throw new UsageError(`${path} can't be used:\n${z.prettifyError(parsed.error)}`);
  return 'stations' in parsed.data ? parsed.data.stations : [parsed.data];
}

function parseJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${path} is not JSON`, { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} can't be read`, { cause: error });
  });
}

async function run(): Promise<string> {
  const { values: options, positionals } = readArguments();
  if (options.help) return HELP;
  const [name = '', what = '', ...more] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    throw new UsageError(`Say what to do: ${Object.keys(COMMANDS).join(', ')}. --help explains`);
  if (what === '' && !NEED_NOTHING.includes(name))
    throw new UsageError(`\`${name}\` needs to know of what; --help explains`);
  if (more.length > 0) throw new UsageError(`What is ${more.join(' ')}? --help explains`);
  return command(new RegisterClient(options.server), what, options);
}

try {
  console.log(await run());
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
