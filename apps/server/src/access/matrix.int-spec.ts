import { SOCKET_PERMISSIONS } from '@clearwell/contracts';
import { alertDetailSchema } from '@clearwell/contracts/alerts';
import { ROLES, sessionSchema, type Role } from '@clearwell/contracts/people';
import { LiveGateway } from '@clearwell/live';
import { DEMO_PASSWORD } from '@clearwell/people';
import {
  atTheEnd,
  buildEpisode,
  buildEpisodesEntry,
  buildStation,
  freePort,
  required,
  temporaryFolder,
} from '@clearwell/testkit';
import { ALERT_KINDS, channelKey, HOUR, stationId, type AlertKind, type AlertLogEntry } from '@clearwell/water-quality';
import 'reflect-metadata';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { shapeConfig } from '../config/config.ts';
import { readSettings } from '../config/settings.ts';
import { Server } from '../server.ts';
import {
  changesAt,
  ELSEWHERE,
  FILES,
  HOLDERS,
  OF_SESSIONS,
  RULES,
  VISITORS,
  expectedStatus,
  roleOf,
  textOf,
  type Visitor,
  type Sample,
} from './matrix-table.ts';

const KEY = 'a key of this spec alone';
const HOME = buildStation({ id: stationId('zz-001'), district: { zh: '中心区', en: 'Centre' } });
const CHANGES = changesAt(HOME);

interface Pass {
  readonly headers: Readonly<Record<string, string>>;
}

let server: Server;
let ledgerFile: string;
let person: number;
let alert: string;
const passes = new Map<Visitor, Pass>();

async function passOf(name: string, password: string): Promise<Pass> {
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ name, password }),
  });
  const cookie = String(answer.headers.get('set-cookie')?.split(';')[0]);
  const { csrfToken } = sessionSchema.parse(await answer.json());
  return { headers: { cookie, origin: server.url, 'x-csrf-token': String(csrfToken) } };
}

/** Somebody of a role who handles another district alone, and has chosen a password. */
async function personElsewhere(role: Role): Promise<Pass> {
  const asker = { by: { kind: 'system', id: null, name: 'spec' }, now: Date.now(), address: null } as const;
  const name = `elsewhere-${role}`;
  const asked = { name, fullName: name, role, districts: [ELSEWHERE.zh] };
  const given = await server.house.people.create(asked, asker);
  await server.house.doorkeeper.changePassword(
    given.person,
    { current: given.password, next: 'four words in a row' },
    asker,
  );
  return passOf(name, 'four words in a row');
}

/** A limit broken at home, which goes on. */
function raiseAlert(): string {
  const episode = buildEpisode({ station: HOME.id, start: Date.now() });
  return required(server.house.alertDesk.record([buildEpisodesEntry(episode)])[0]?.changes.alerts[0]).alert.id;
}

/** One of a kind at home, which goes on. */
function raiseOfKind(kind: AlertKind): string {
  const [at, station] = [Date.now(), HOME.id];
  const { alertDesk } = server.house;
  const entries: Record<AlertKind, () => AlertLogEntry> = {
    ...{ limit: () => episode('limit'), event: () => episode('event'), fault: () => episode('fault') },
    ...{ trend: () => episode('trend'), cluster: () => incident('cluster'), operation: () => incident('operation') },
    silence: () => ({ kind: 'silent', at, station, since: at - HOUR }),
    link: () => ({ kind: 'link', at, station, since: at, isUnstable: true }),
  };
  const episode = (of: 'limit' | 'event' | 'fault' | 'trend'): AlertLogEntry =>
    buildEpisodesEntry(buildEpisode({ station, kind: of, channel: channelKey('ph'), rule: `matrix.${of}`, start: at }));
  const incident = (of: 'cluster' | 'operation'): AlertLogEntry => ({
    ...{ kind: 'incident', at, incident: `matrix ${of}`, of, stations: [station], level: 'amber', start: at },
    ...{ raisedAt: at, clearedAt: null, strength: 5, paging: { code: of, notifies: true }, parts: [] },
  });
  const [outcome] = alertDesk.record([entries[kind]()]);
  return required(outcome?.changes.alerts.find(({ alert: raised }) => raised.kind === kind)).alert.id;
}

/** Somebody took up what verdicts proposed. */
function tuneHome(): void {
  const { ledger, tunings } = server.house;
  const recordedAt = Date.now();
  ledger.commit(() => tunings.record({ station: HOME.id, lift: 0.3, key: 'tuned before', recordedAt, by: 'li' }, 0));
}

beforeAll(async () => {
  const folder = temporaryFolder();
  const settings = readSettings({
    CLEARWELL_DATA: join(folder, 'data'),
    CLEARWELL_HTTP_PORT: String(await freePort()),
    CLEARWELL_MQTT_PORT: String(await freePort()),
    CLEARWELL_API_KEY: KEY,
    CLEARWELL_ANONYMOUS: 'true',
    CLEARWELL_DEMO_ACCOUNTS: 'true',
  });
  const config = shapeConfig(settings);
  ({ ledgerFile } = config);
  server = await Server.start(config, pino({ level: 'silent' }));
  atTheEnd(() => server.stop());
  server.house.registerAll([HOME]);
  alert = raiseAlert();
  tuneHome();
  const message = JSON.stringify({ sampledAt: Date.now(), values: { ph: 7 } });
  await server.house.river.accept('clearwell/v1/zz/zz-404/readings', Buffer.from(message));
  for (const role of ROLES) {
    passes.set(role, await passOf(`demo-${role}`, DEMO_PASSWORD));
    passes.set(`${role} elsewhere`, await personElsewhere(role));
  }
  passes.set('program', { headers: { authorization: `Bearer ${KEY}` } });
  passes.set('anonymous', { headers: { origin: server.url } });
  const asker = { by: { kind: 'system', id: null, name: 'spec' }, now: Date.now(), address: null } as const;
  const asked = { name: 'somebody', fullName: 'Somebody', role: 'viewer', districts: null } as const;
  person = (await server.house.people.create(asked, asker)).person.id;
}, 60_000);

const routes = () => server.routes.filter(({ method, url }) => method !== 'HEAD' && !FILES.test(url));
const nameOf = ({ method, url }: { readonly method: string; readonly url: string }): string => `${method} ${url}`;

/** Everything that is kept, but for who looked when and what was noted of it. */
function holdings(): string {
  const database = new DatabaseSync(ledgerFile, { readOnly: true });
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' and name not in ('audit', 'session')")
    .all()
    .map((row) => String(row['name']));
  const rows = tables.map((table) => [table, database.prepare(`select * from "${table}"`).all()]);
  database.close();
  return JSON.stringify(rows, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
}

async function ask(name: string, visitor: Visitor, sample: Sample): Promise<number> {
  const [method = ''] = name.split(' ');
  const { body, headers, path } = sample;
  const answer = await fetch(`${server.url}${path.replace('PERSON', String(person)).replace('ALERT', alert)}`, {
    method,
    headers: {
      ...passes.get(visitor)?.headers,
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('the routes of the server', () => {
  it('are all in the table, by the rule that the server itself holds them to', () => {
    const found = Object.fromEntries(routes().map((route) => [nameOf(route), textOf(route.rule)]));
    expect(found).toEqual(RULES);
  });

  it('but for the files of the page, which are for everybody and change nothing', () => {
    const files = server.routes.filter(({ url }) => FILES.test(url));
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter(({ rule, method }) => rule.kind !== 'public' || !['GET', 'HEAD'].includes(method))).toEqual([]);
  });

  it('answer HEAD by the rule of GET', () => {
    const ruleOf = (method: string) =>
      new Map(server.routes.filter((route) => route.method === method).map(({ url, rule }) => [url, textOf(rule)]));
    const [gets, heads] = [ruleOf('GET'), ruleOf('HEAD')];
    expect([...heads].filter(([url, rule]) => gets.get(url) !== rule)).toEqual([]);
  });

  it('have a sample of each change', () => {
    const changing = routes()
      .filter(({ method }) => method !== 'GET')
      .map(nameOf);
    expect([...Object.keys(CHANGES), ...OF_SESSIONS].sort()).toEqual(changing.sort());
  });

  it.each(Object.keys(RULES).filter((name) => name.startsWith('GET ')))('%s is for its readers alone', async (name) => {
    const path = name
      .replace('GET ', '')
      .replace('alerts/:id', `alerts/${alert}`)
      .replace(':id', 'zz-001')
      .replace(':day', '2026-11-22');
    const given = path.endsWith('2026-11-22') ? `${path}?parameter=ph` : path;
    for (const visitor of VISITORS) {
      const expected = expectedStatus(RULES[name] ?? 'public', visitor);
      const status = await ask(name, visitor, { path: given });
      expect({ visitor, status }).toEqual({ visitor, status: expected === 'in' ? 200 : expected });
    }
  });

  it.each(Object.keys(CHANGES))('%s is done for those who may, and changes nothing for others', async (name) => {
    const sample = CHANGES[name] ?? { path: '' };
    const rule = RULES[name] ?? 'public';
    const allowed = VISITORS.filter((visitor) => expectedStatus(rule, visitor) === 'in');
    const refused = VISITORS.filter((visitor) => !allowed.includes(visitor));
    const before = holdings();
    for (const visitor of refused) {
      const status = await ask(name, visitor, sample);
      expect({ visitor, status }).toEqual({ visitor, status: expectedStatus(rule, visitor) });
    }
    expect(holdings()).toBe(before);
    // The same request, by the first who may: that it was not done above was the guard's doing.
    const [first, ...rest] = allowed;
    expect(await ask(name, first ?? 'anonymous', sample)).toBeLessThan(300);
    expect(holdings()).not.toBe(before);
    // Once it is done it may be done no more, but not for want of leave.
    for (const visitor of rest) expect([401, 403]).not.toContain(await ask(name, visitor, sample));
  });

  it.each(ALERT_KINDS)('let those act on an alert of kind %s who may, and say so to each', async (kind) => {
    const raised = raiseOfKind(kind);
    const rule = RULES['POST /api/alerts/:id/acts'] ?? 'public';
    const close = { do: 'close', revision: null, verdict: 'sensor_fault', cause: 'Fouled' };
    for (const [place, visitor] of VISITORS.entries()) {
      const expected = expectedStatus(rule, visitor, kind);
      const body = { do: 'acknowledge', key: `matrix-${kind}-${String(place)}`, revision: null };
      const status = await ask('POST', visitor, { path: `/api/alerts/${raised}/acts`, body });
      expect({ visitor, status }).toEqual({ visitor, status: expected === 'in' ? 200 : expected });
      const answer = await fetch(`${server.url}/api/alerts/${raised}`, { headers: passes.get(visitor)?.headers ?? {} });
      const told = alertDetailSchema.parse(await answer.json()).may;
      expect({ visitor, may: told.includes('acknowledge') }).toEqual({ visitor, may: expected === 'in' });
      const closing = { ...close, key: `${body.key}-close` };
      const closed = await ask('POST', visitor, { path: `/api/alerts/${raised}/acts`, body: closing });
      expect({ visitor, closed: closed < 401 || closed > 403 }).toEqual({ visitor, closed: told.includes('close') });
      const reopen = { do: 'reopen', key: `${body.key}-reopen`, revision: null, reason: 'Not so' };
      if (closed === 200) await ask('POST', visitor, { path: `/api/alerts/${raised}/acts`, body: reopen });
    }
  });

  it('of sessions are for who has one', async () => {
    for (const visitor of ['program', 'anonymous'] as const) {
      expect(await ask('DELETE /api/session', visitor, { path: '/api/session' })).toBe(401);
      const body = { current: 'x', next: 'y' };
      expect(await ask('POST /api/session/password', visitor, { path: '/api/session/password', body })).toBe(401);
    }
  });

  it('leave a note of every change, done or refused to somebody known', () => {
    const acts = server.house.ledger.audit.find({ limit: 500, act: 'station.change' });
    const told = new Set(acts.map(({ actor, outcome }) => `${actor} ${outcome}`));
    expect(told).toContain('demo-maintainer done');
    expect(told).toContain('demo-viewer refused');
    expect(told).toContain('elsewhere-maintainer refused');
    expect([...told].filter((one) => one.startsWith('anonymous'))).toEqual([]);
  });
});

describe('the events of the socket', () => {
  /** By Nest's own metadata: what `@SubscribeMessage` left on the gateway's methods. */
  const subscribed = (): string[] => {
    const prototype = LiveGateway.prototype as unknown as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype)
      .filter(
        (name) =>
          name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function',
      )
      .flatMap((name) => {
        const event = Reflect.getMetadata('message', prototype[name] as object) as string | undefined;
        return event === undefined ? [] : [event];
      });
  };

  it('are all in the table, and nothing else is', () => {
    expect(['connection', ...subscribed()].sort()).toEqual(Object.keys(SOCKET_PERMISSIONS).sort());
  });

  it.each(VISITORS)('are for %s by the table', async (visitor) => {
    const extraHeaders = { ...passes.get(visitor)?.headers };
    const socket = io(server.url, { path: '/socket', transports: ['websocket'], reconnection: false, extraHeaders });
    const next = (event: string) => new Promise((resolve) => socket.once(event, () => resolve(event)));
    const expected = HOLDERS[SOCKET_PERMISSIONS.connection].includes(roleOf(visitor)) ? 'snapshot' : 'connect_error';
    expect(await Promise.race([next('snapshot'), next('connect_error')])).toBe(expected);
    const answered = next('snapshot');
    socket.emit('resync');
    expect(await answered).toBe('snapshot');
    socket.disconnect();
  });
});
