import {
  auditSchema,
  givenPasswordSchema,
  sessionSchema,
  type AuditAnswer,
  type SessionAnswer,
} from '@clearwell/contracts/people';
import { buildStation, startServer, until, type RunningServer } from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { request } from 'node:http';
import { io, type Socket } from 'socket.io-client';

const KEY = 'a key of this spec alone';
const JSON_TYPE = { 'content-type': 'application/json' };
const NEW_PASSWORD = 'four words in a row';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

/** Sends a request as it is written: `fetch` would set headers of its own. */
function send(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const parsed = JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parsed });
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** A browser: it keeps a cookie and says where its page is from. */
class Browser {
  readonly #url: string;
  readonly #origin: string;
  cookie: string | null = null;
  csrf: string | null = null;
  setCookie = '';

  constructor(url: string, origin = url) {
    this.#url = url;
    this.#origin = origin;
  }

  async ask(method: string, path: string, body?: unknown, extra: Record<string, string> = {}): Promise<Answer> {
    const headers = {
      origin: this.#origin,
      ...(body !== undefined && JSON_TYPE),
      ...(this.cookie !== null && { cookie: this.cookie }),
      ...(this.csrf !== null && { 'x-csrf-token': this.csrf }),
      ...extra,
    };
    const answer = await send(`${this.#url}${path}`, method, headers, body);
    const [set] = answer.headers['set-cookie'] ?? [];
    if (set !== undefined) {
      this.setCookie = set;
      this.cookie = set.includes('Max-Age=0') ? null : String(set.split(';')[0]);
    }
    const session = sessionSchema.safeParse(answer.body);
    if (session.success) this.csrf = session.data.csrfToken;
    return answer;
  }

  async signIn(name: string, password: string): Promise<SessionAnswer> {
    return sessionSchema.parse((await this.ask('POST', '/api/session', { name, password })).body);
  }
}

const createdBy = (url: string, headers: Record<string, string>, id = 'zz-200') =>
  send(`${url}/api/stations`, 'POST', headers, buildStation({ id: stationId(id) }));

/** The first admin's password, as the log told it. */
async function firstPassword({ program }: RunningServer): Promise<string> {
  const line = await program.line(/There was no admin/);
  return String(/the password (\S+) and/.exec(line)?.[1]);
}

/** A server, and its first admin in a browser with a password of their own. */
async function startWithAdmin(settings: Record<string, string> = {}) {
  const server = await startServer({ settings: { CLEARWELL_LOCAL_PROGRAMS: 'false', ...settings } });
  const given = await firstPassword(server);
  const admin = new Browser(server.url, URL.parse(settings['CLEARWELL_PUBLIC_URL'] ?? server.url)?.origin);
  await admin.signIn('admin', given);
  await admin.ask('POST', '/api/session/password', { current: given, next: NEW_PASSWORD });
  return { server, admin, given };
}

const auditOf = async (admin: Browser, query = ''): Promise<AuditAnswer['entries']> =>
  auditSchema.parse((await admin.ask('GET', `/api/audit${query}`)).body).entries;

describe('a person', () => {
  it('is given districts in which stations stand, and keeps one that has none any more', async () => {
    const { admin } = await startWithAdmin();
    const person = (districts: string[]) => ({ fullName: 'Li', role: 'inspector', districts });
    const make = (name: string, districts: string[]) =>
      admin.ask('POST', '/api/people', { name, ...person(districts) });
    const station = buildStation({ district: { zh: '中心区', en: 'Centre' } });
    const put = (path: string, body: object) => admin.ask('PUT', path, body, { 'if-match': '*' });
    expect((await make('li', ['中心区'])).status).toBe(400);
    await admin.ask('POST', '/api/stations', station);
    expect(await make('li', ['中心区', '中心'])).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/no district 中心\. Stations stand in 中心区/) as string },
    });
    const made = await make('li', ['中心区']);
    expect(made.status).toBe(201);
    const { id } = givenPasswordSchema.parse(made.body).person;
    const change = (districts: string[]) => put(`/api/people/${String(id)}`, { ...person(districts), active: true });
    expect((await change(['中心区', '河屿'])).status).toBe(400);
    await put(`/api/stations/${station.id}`, { ...station, id: undefined, district: { zh: '河屿', en: 'Heyu' } });
    expect((await change(['中心区', '河屿'])).status).toBe(200);
    expect((await change(['河屿'])).status).toBe(200);
    expect((await change(['中心区'])).status).toBe(400);
  });
});

describe('the first admin', () => {
  it('is told once, has to change the password before anything else, and can then do everything', async () => {
    const server = await startServer({ settings: { CLEARWELL_ANONYMOUS: 'false', CLEARWELL_LOCAL_PROGRAMS: 'false' } });
    const given = await firstPassword(server);
    const browser = new Browser(server.url);
    const session = await browser.signIn('admin', given);
    expect(session).toMatchObject({ permissions: [], person: { name: 'admin', mustChangePassword: true } });
    expect(await browser.ask('GET', '/api/people')).toMatchObject({
      status: 403,
      body: { code: 'password_change_due' },
    });
    expect(await browser.ask('GET', '/api/state')).toMatchObject({ status: 403 });
    const weak = await browser.ask('POST', '/api/session/password', { current: given, next: 'password123' });
    expect(weak).toMatchObject({ status: 400, body: { code: 'password_common' } });
    const former = browser.cookie;
    const changed = await browser.ask('POST', '/api/session/password', { current: given, next: NEW_PASSWORD });
    expect(changed.body).toMatchObject({ person: { mustChangePassword: false } });
    expect(browser.cookie).not.toBe(former);
    expect(await browser.ask('GET', '/api/people')).toMatchObject({ status: 200 });
    await server.program.stop();
    const again = await startServer({ after: server });
    expect(again.program.lines.filter((line) => line.includes('There was no admin'))).toEqual([]);
    await again.program.stop();
  });
});

describe('a session', () => {
  let server: RunningServer;
  let admin: Browser;

  beforeAll(async () => {
    ({ server, admin } = await startWithAdmin({ CLEARWELL_ANONYMOUS: 'false' }));
  });

  afterAll(() => server.program.stop());

  it('has a cookie that no script reads and no other site sends; over plain HTTP it is not Secure', () => {
    expect(admin.setCookie).toMatch(/^clearwell=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('is another one after each sign-in, whatever cookie was there before', async () => {
    const victim = new Browser(server.url);
    victim.cookie = 'clearwell=planted-by-somebody-else';
    await victim.signIn('admin', NEW_PASSWORD);
    expect(victim.cookie).not.toContain('planted');
    const thief = new Browser(server.url);
    thief.cookie = 'clearwell=planted-by-somebody-else';
    expect(await thief.ask('GET', '/api/people')).toMatchObject({ status: 401 });
    const before = victim.cookie;
    await victim.signIn('admin', NEW_PASSWORD);
    thief.cookie = before;
    expect(await thief.ask('GET', '/api/people')).toMatchObject({ status: 401 });
  });

  it('is not there for a cookie that was tampered with', async () => {
    for (const tamper of [
      (cookie: string) => `${cookie}x`,
      (cookie: string) => cookie.slice(0, -1),
      (cookie: string) => cookie.replace(/=./, (start) => (start === '=A' ? '=B' : '=A')),
      () => 'clearwell=',
      () => 'clearwell=%00',
      () => "clearwell=' or 1=1 --",
    ]) {
      const browser = new Browser(server.url);
      browser.cookie = tamper(String(admin.cookie));
      expect(await browser.ask('GET', '/api/people')).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect((await browser.ask('GET', '/api/session')).body).toMatchObject({ person: null, permissions: [] });
    }
  });

  it('ends with the sign-out, also for whoever kept the cookie', async () => {
    const browser = new Browser(server.url);
    await browser.signIn('admin', NEW_PASSWORD);
    const kept = browser.cookie;
    expect(await browser.ask('DELETE', '/api/session')).toMatchObject({ status: 200, body: { person: null } });
    expect(browser.setCookie).toMatch(/^clearwell=; Max-Age=0/);
    browser.cookie = kept;
    expect(await browser.ask('GET', '/api/people')).toMatchObject({ status: 401 });
  });

  it('takes five wrong passwords, and then none for a while', async () => {
    const { body } = await admin.ask('POST', '/api/people', {
      ...{ name: 'locked', fullName: 'Locked', role: 'viewer', districts: null },
    });
    const { password } = givenPasswordSchema.parse(body);
    const browser = new Browser(server.url);
    const sign = (typed: string) => browser.ask('POST', '/api/session', { name: 'locked', password: typed });
    for (let i = 0; i < 5; i += 1)
      expect(await sign('wrong password')).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
    const locked = await sign(password);
    expect(locked).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800);
    expect(await auditOf(admin, '?actor=locked&outcome=refused')).toHaveLength(5);
  });

  describe('takes a change from its own page alone', () => {
    const person = (name: string) => ({ name, fullName: name, role: 'viewer', districts: null });
    const names = async () => JSON.stringify((await admin.ask('GET', '/api/people')).body);

    it.each([
      ['a foreign page', { origin: 'https://evil.example' }],
      ['a page that hides where it is from', { origin: 'null' }],
      ['another site, by what the browser says', { 'sec-fetch-site': 'cross-site' }],
      ['a neighbour on the same site', { 'sec-fetch-site': 'same-site' }],
      ['a page without its token', { 'x-csrf-token': '' }],
      ['a page with another token', { 'x-csrf-token': 'x'.repeat(43) }],
    ])('not from %s', async (_, headers) => {
      const answer = await admin.ask('POST', '/api/people', person('csrf'), headers);
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await names()).not.toContain('csrf');
      expect((await auditOf(admin, '?outcome=refused&limit=1'))[0]).toMatchObject({ act: 'people.manage' });
    });

    it('not without any word of where it is from', async () => {
      const headers = { ...JSON_TYPE, cookie: String(admin.cookie), 'x-csrf-token': String(admin.csrf) };
      const answer = await send(`${server.url}/api/people`, 'POST', headers, person('csrf'));
      expect(answer.status).toBe(403);
    });

    it('not as a form would send it', async () => {
      const answer = await admin.ask('POST', '/api/people', person('csrf'), { 'content-type': 'text/plain' });
      expect(answer.status).toBe(415);
      expect(await names()).not.toContain('csrf');
    });

    it('signs nobody in for a foreign page', async () => {
      const browser = new Browser(server.url, 'https://evil.example');
      const answer = await browser.ask('POST', '/api/session', { name: 'admin', password: NEW_PASSWORD });
      expect(answer.status).toBe(403);
      expect(browser.cookie).toBeNull();
    });

    it('and from that one', async () => {
      expect(await admin.ask('POST', '/api/people', person('own-page'))).toMatchObject({ status: 201 });
    });
  });
});

describe('a session over https', () => {
  it('has a cookie that only this host gets, and only over https', async () => {
    const url = 'https://water.example';
    const { server, admin } = await startWithAdmin({
      CLEARWELL_PUBLIC_URL: `${url}/`,
      CLEARWELL_ANONYMOUS: '',
      CLEARWELL_PROXY: '127.0.0.1',
    });
    expect(admin.setCookie).toMatch(/^__Host-clearwell=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const other = new Browser(server.url);
    const answer = await other.ask('POST', '/api/session', { name: 'admin', password: NEW_PASSWORD });
    expect(answer.status).toBe(403);
    await admin.ask('POST', '/api/session', { name: 'x', password: 'y' }, { 'x-forwarded-for': '203.0.113.9' });
    expect((await auditOf(admin, '?actor=x'))[0]).toMatchObject({ address: '203.0.113.9', outcome: 'refused' });
    await server.program.stop();
  });
});

describe('the socket', () => {
  const connect = (url: string, headers: Record<string, string>): Socket =>
    io(url, { path: '/socket', transports: ['websocket'], reconnection: false, extraHeaders: headers });

  const outcomeOf = (socket: Socket): Promise<string> =>
    new Promise((resolve) => {
      socket.once('snapshot', () => resolve('snapshot'));
      socket.once('connect_error', (error) => resolve(error.message));
    });

  it('is for who may look, closes with the session, and takes no event it does not know', async () => {
    const { server, admin } = await startWithAdmin({ CLEARWELL_ANONYMOUS: 'false' });
    const anonymous = connect(server.url, {});
    expect(await outcomeOf(anonymous)).toBe('unauthorized');
    const foreign = connect(server.url, { cookie: String(admin.cookie), origin: 'https://evil.example' });
    expect(await outcomeOf(foreign)).toBe('unauthorized');
    const socket = connect(server.url, { cookie: String(admin.cookie) });
    expect(await outcomeOf(socket)).toBe('snapshot');
    const again = new Promise((resolve) => socket.once('snapshot', resolve));
    socket.emit('no-such-event');
    socket.emit('connection');
    socket.emit('resync');
    await again;
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    await admin.ask('DELETE', '/api/session');
    expect(await closed).toBe('io server disconnect');
    expect(await outcomeOf(connect(server.url, { cookie: String(admin.cookie) }))).toBe('unauthorized');
    await server.program.stop();
  });

  it('closes when time ends the session', async () => {
    const { server, admin } = await startWithAdmin({
      CLEARWELL_ANONYMOUS: 'false',
      CLEARWELL_SESSION_IDLE_MINUTES: '0.03',
    });
    const socket = connect(server.url, { cookie: String(admin.cookie) });
    expect(await outcomeOf(socket)).toBe('snapshot');
    await until(() => !socket.connected, { within: 10_000, saying: () => 'the socket to close' });
    expect(await admin.ask('GET', '/api/state')).toMatchObject({ status: 401 });
    await server.program.stop();
  });
});

describe('a server with a key', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({ settings: { CLEARWELL_API_KEY: KEY, CLEARWELL_ANONYMOUS: 'false' } });
  });

  afterAll(() => server.program.stop());

  it.each([
    ['no key', {}, /Authorization: Bearer/],
    ['another key', { authorization: 'Bearer another key of the same kind' }, /not the key/],
    ['the key in another scheme', { authorization: `Basic ${KEY}` }, /Authorization: Bearer/],
  ])('shows and changes nothing for a program with %s', async (_, headers, saying) => {
    const answer = await createdBy(server.url, { ...JSON_TYPE, ...headers });
    expect(answer).toMatchObject({ status: 401, body: { message: expect.stringMatching(saying) as string } });
    expect(await send(`${server.url}/api/stations`, 'GET', headers as Record<string, string>)).toMatchObject({
      status: 401,
    });
  });

  it('does what is asked with the key, under whatever name it is reached; but of people nothing', async () => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${KEY}`, host: 'clearwell.example' };
    expect(await createdBy(server.url, headers)).toMatchObject({ status: 201 });
    expect(await send(`${server.url}/api/stations`, 'GET', headers)).toMatchObject({ status: 200 });
    expect(await send(`${server.url}/api/people`, 'GET', headers)).toMatchObject({ status: 403 });
  });
});

describe('a server for this machine', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.program.stop());

  it.each([
    ['text', { 'content-type': 'text/plain' }, 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['no kind of body', {}, 415],
    ['a name that is not its own machine', { ...JSON_TYPE, host: 'rebound.example' }, 401],
    ['a page in a browser', { ...JSON_TYPE, origin: 'http://localhost:3000' }, 401],
    ['a browser that says so', { ...JSON_TYPE, 'sec-fetch-site': 'same-origin' }, 401],
    ['a proxy', { ...JSON_TYPE, 'x-forwarded-for': '203.0.113.9' }, 401],
    ['a cookie', { ...JSON_TYPE, cookie: 'clearwell=x' }, 401],
  ])('takes no change from whoever sends %s', async (_, headers, status) => {
    expect(await createdBy(server.url, headers as unknown as Record<string, string>)).toMatchObject({ status });
    const { body } = await send(`${server.url}/api/stations`, 'GET', {});
    expect(body).toMatchObject({ stations: [] });
  });

  it('takes a change from a program of it, once', async () => {
    expect(await createdBy(server.url, { ...JSON_TYPE, host: 'localhost:3000' })).toMatchObject({ status: 201 });
    expect(await createdBy(server.url, JSON_TYPE)).toMatchObject({ status: 409 });
  });

  it('says every fault of a station', async () => {
    const bad = { ...buildStation(), intervalMs: 0, region: 'Z Z' };
    const answer = await send(`${server.url}/api/stations`, 'POST', JSON_TYPE, bad);
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body['message']).toMatch(/intervalMs[^]*region|region[^]*intervalMs/);
  });
});

describe('a demo', () => {
  it('shows a ready account of each role to whoever comes, and lets them look before', async () => {
    const settings = { CLEARWELL_DEMO_STATIONS: '1', CLEARWELL_DEMO_DAYS: '0' };
    const server = await startServer({ settings, args: ['--demo'] });
    const browser = new Browser(server.url);
    const told = sessionSchema.parse((await browser.ask('GET', '/api/session')).body);
    expect(told).toMatchObject({ anonymousViewing: true, permissions: ['map.see'], person: null });
    expect(told.demoAccounts).toHaveLength(6);
    for (const { name, password, role } of told.demoAccounts)
      expect((await browser.signIn(name, password)).person).toMatchObject({ role, mustChangePassword: false });
    expect(server.program.lines.some((line) => line.includes('There was no admin'))).toBe(false);
    await server.program.stop();
  });
});
