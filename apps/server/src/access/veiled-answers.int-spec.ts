import { SERVER_EVENTS, SOCKET_PATH, stateSchema } from '@clearwell/contracts';
import { sessionSchema } from '@clearwell/contracts/people';
import { DEMO_PASSWORD } from '@clearwell/people';
import {
  atTheEnd,
  buildEpisode,
  buildEpisodesEntry,
  buildStation,
  freePort,
  required,
  temporaryFolder,
  until,
} from '@clearwell/testkit';
import { HOUR } from '@clearwell/water-quality';
import { join } from 'node:path';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { shapeConfig } from '../config/config.ts';
import { readSettings } from '../config/settings.ts';
import { Server } from '../server.ts';

const STATION = buildStation();
/** Nobody but whoever is signed in may see any of these. */
const SECRET = /demo-(supervisor|inspector)|Valve 3/;

let server: Server;
let alert: string;
let signedIn: Readonly<Record<string, string>>;

const post = (path: string, body: object) =>
  fetch(`${server.url}/api/${path}`, {
    method: 'POST',
    headers: { ...signedIn, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  const settings = readSettings({
    CLEARWELL_DATA: join(temporaryFolder(), 'data'),
    CLEARWELL_HTTP_PORT: String(await freePort()),
    CLEARWELL_MQTT_PORT: String(await freePort()),
    CLEARWELL_ANONYMOUS: 'true',
    CLEARWELL_DEMO_ACCOUNTS: 'true',
  });
  server = await Server.start(shapeConfig(settings), pino({ level: 'silent' }));
  atTheEnd(() => server.stop());
  server.house.registerAll([STATION]);
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ name: 'demo-supervisor', password: DEMO_PASSWORD }),
  });
  const cookie = String(answer.headers.get('set-cookie')?.split(';')[0]);
  const { csrfToken } = sessionSchema.parse(await answer.json());
  signedIn = { cookie, origin: server.url, 'x-csrf-token': String(csrfToken) };
  const [outcome] = server.house.alertDesk.record([buildEpisodesEntry(buildEpisode({ start: Date.now() }))]);
  alert = required(outcome?.changes.alerts[0]).alert.id;
  const acts = [
    { do: 'assign', to: 'demo-inspector' },
    { do: 'comment', text: 'Valve 3 is stuck' },
    { do: 'acknowledge' },
  ];
  for (const [i, act] of acts.entries())
    await post(`alerts/${alert}/acts`, { key: `act-${i}-key`, revision: null, ...act });
  const asked = { until: Date.now() + HOUR, reason: 'Valve 3' };
  await post('windows', { key: 'window-key', station: STATION.id, work: 'maintenance', ...asked });
  await post('mutes', { key: 'mute-key-1', scope: { of: 'alert', alert }, ...asked });
  // Sealed anew when it is closed, with all that was said of it.
  await post(`alerts/${alert}/acts`, {
    ...{ do: 'close', key: 'close-key', revision: null, verdict: 'sensor_fault', cause: 'Valve 3 let air in' },
  });
  await until(() => server.house.alertRoom.evidence.of(outcome!.changes.alerts[0]!.alert.id).length > 1, {
    saying: 'what is sealed at the close',
  });
}, 60_000);

describe('what is told of an alert', () => {
  it.each(['alerts', 'alerts/ALERT', 'windows', 'mutes', 'alerts/ALERT/evidence', 'alerts/ALERT/evidence.html'])(
    'by %s has names and comments for whoever is signed in alone',
    async (path) => {
      const ask = async (headers: Readonly<Record<string, string>>) => {
        const answer = await fetch(`${server.url}/api/${path.replace('ALERT', alert)}`, { headers });
        return { status: answer.status, text: await answer.text() };
      };
      const [known, unknown] = [await ask(signedIn), await ask({})];
      expect([known.status, unknown.status]).toEqual([200, 200]);
      expect(known.text).toMatch(SECRET);
      expect(unknown.text).not.toMatch(SECRET);
      expect(unknown.text).toMatch(/role:supervisor|role:inspector|一名值班员|一名监督员/);
    },
  );

  it.each(['alerts.cap', 'state', 'precision'])('by %s names nobody', async (path) => {
    expect(await (await fetch(`${server.url}/api/${path}`)).text()).not.toMatch(SECRET);
  });

  it('can not be searched for names and comments by others', async () => {
    const found = async (query: string, headers: Readonly<Record<string, string>>) => {
      const answer = await fetch(`${server.url}/api/alerts?${query}`, { headers });
      return [answer.status, ((await answer.json()) as { alerts?: unknown[] }).alerts?.length];
    };
    expect(await found('text=Valve', signedIn)).toEqual([200, 1]);
    expect(await found('text=Valve', {})).toEqual([200, 0]);
    expect(await found('assignee=demo-inspector', signedIn)).toEqual([200, 1]);
    expect(await found('assignee=demo-inspector', {})).toEqual([401, undefined]);
  });
});

describe('what the socket tells', () => {
  it('is of alerts, windows, mutes and connections, with names for whoever is signed in alone', async () => {
    const told = { known: [] as string[], unknown: [] as string[] };
    for (const [who, extraHeaders] of [
      ['known', signedIn],
      ['unknown', {}],
    ] as const) {
      const socket = io(server.url, {
        path: SOCKET_PATH,
        transports: ['websocket'],
        reconnection: false,
        extraHeaders,
      });
      atTheEnd(() => {
        socket.disconnect();
      });
      socket.onAny((event: string, payload: unknown) => told[who].push(`${event} ${JSON.stringify(payload)}`));
    }
    const heard = (event: string, times = 1) =>
      until(() => Object.values(told).every((all) => all.filter((one) => one.startsWith(event)).length >= times), {
        saying: `${event} at both`,
      });
    await heard('snapshot');
    const reopen = { do: 'reopen', key: 'reopen-key', revision: null, reason: 'Valve 3' };
    expect((await post(`alerts/${alert}/acts`, reopen)).status).toBe(200);
    await heard('delta');
    server.house.registerAll([buildStation({ name: { zh: '新', en: 'New' } })]);
    await heard('snapshot', 2);
    // By now a mute and a window are open: the one that is ended is gone from what is told next.
    await post('mutes/mute%7Cmute-key-1/end', { key: 'mute-end-key' });
    const quietTold = () =>
      Object.values(told).map(
        (all) => all.filter((one) => one.startsWith('delta') && one.includes('"mutes":[]')).length,
      );
    await until(() => quietTold().every((count) => count > 0), { saying: 'the end of the mute at both' });
    const flaps = Array.from({ length: 14 }, (_, i) => JSON.stringify({ online: i % 2 === 1 }));
    for (const payload of flaps) {
      const done = server.house.river.accept(`clearwell/v1/zz/${STATION.id}/status`, Buffer.from(payload));
      server.house.river.finish();
      await done;
    }
    const linkTold = () =>
      Object.values(told).map(
        (all) => all.filter((one) => one.includes('"kind":"link","channel":null,"condition":"active"')).length,
      );
    await until(() => linkTold().every((count) => count > 0), {
      saying: 'the alert of an unstable connection at both',
    });
    expect(told.unknown.join('\n')).not.toMatch(SECRET);
    expect(told.unknown.join('\n')).toContain('role:supervisor');
    for (const event of ['delta', 'snapshot'] as const)
      expect(told.known.filter((one) => one.startsWith(event) && SECRET.test(one)).length).toBeGreaterThan(0);
    const payloads = told.unknown.map((one) => [one.split(' ')[0], JSON.parse(one.slice(one.indexOf(' ')))] as const);
    for (const [event, payload] of payloads)
      if (event === 'delta' || event === 'snapshot') SERVER_EVENTS[event].parse(payload);
    stateSchema.parse(await (await fetch(`${server.url}/api/state`)).json());
  });
});
