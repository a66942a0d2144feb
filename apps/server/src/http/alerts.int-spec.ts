import { problemSchema, SERVER_EVENTS, SOCKET_PATH } from '@clearwell/contracts';
import {
  actAnswerSchema,
  actProblemSchema,
  alertDetailSchema,
  alertListSchema,
  assigneesSchema,
  measurementSchema,
  muteListSchema,
  precisionReportSchema,
  windowListSchema,
} from '@clearwell/contracts/alerts';
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
import {
  channelKey,
  HOUR,
  MINUTE,
  stationId,
  type AlertId,
  type Episode,
  type StationId,
} from '@clearwell/water-quality';
import { join } from 'node:path';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { shapeConfig } from '../config/config.ts';
import { readSettings } from '../config/settings.ts';
import { Server } from '../server.ts';

const CENTRE = { zh: '中心区', en: 'Centre' };
const STATIONS = ['zz-001', 'zz-002', 'zz-003'].map((id, i) =>
  buildStation({ id: stationId(id), district: i === 2 ? { zh: '河屿', en: 'Heyu' } : CENTRE }),
);
const [FIRST, SECOND, THIRD] = STATIONS.map(({ id }) => id) as [StationId, StationId, StationId];

let data: string;
let ports: readonly [string, string];
let server: Server;
const headersOf = new Map<string, Readonly<Record<string, string>>>();
let keys = 0;
const newKey = (): string => `spec-key-${String(keys++)}`;

async function start(): Promise<void> {
  const settings = readSettings({
    CLEARWELL_DATA: data,
    CLEARWELL_HTTP_PORT: ports[0],
    CLEARWELL_MQTT_PORT: ports[1],
    CLEARWELL_ANONYMOUS: 'true',
    CLEARWELL_DEMO_ACCOUNTS: 'true',
  });
  server = await Server.start(shapeConfig(settings), pino({ level: 'silent' }));
}

async function signIn(role: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ name: `demo-${role}`, password: DEMO_PASSWORD }),
  });
  const cookie = String(answer.headers.get('set-cookie')?.split(';')[0]);
  const { csrfToken } = sessionSchema.parse(await answer.json());
  headersOf.set(role, { cookie, origin: server.url, 'x-csrf-token': String(csrfToken) });
}

beforeAll(async () => {
  data = join(temporaryFolder(), 'data');
  ports = [String(await freePort()), String(await freePort())];
  await start();
  atTheEnd(() => server.stop());
  server.house.registerAll(STATIONS);
  for (const role of ['inspector', 'field', 'supervisor']) await signIn(role);
}, 60_000);

/** Raises an alert, or adds to one. */
function raise(of: Partial<Episode> = {}): AlertId {
  const episode = buildEpisode({ start: Date.now(), ...of });
  const [outcome] = server.house.alertDesk.record([buildEpisodesEntry(episode)]);
  return required(outcome?.changes.alerts[0]).alert.id;
}

async function ask(path: string, role = 'inspector'): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(`${server.url}/api/${path}`, { headers: headersOf.get(role) ?? {} });
  return { status: answer.status, body: await answer.json() };
}

async function post(path: string, body: object, role = 'inspector') {
  const answer = await fetch(`${server.url}/api/${path}`, {
    method: 'POST',
    headers: { ...headersOf.get(role), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

const detail = async (id: AlertId) => alertDetailSchema.parse((await ask(`alerts/${id}`)).body);
const listed = async (query: string) => alertListSchema.parse((await ask(`alerts?${query}`)).body);
const idsOf = async (query: string) => (await listed(query)).alerts.map(({ id }) => id);
const actOn = (id: AlertId, act: object, role?: string) => post(`alerts/${id}/acts`, act, role);
const acknowledge = (revision: number | null, key = newKey()) => ({ do: 'acknowledge', key, revision });

interface Watcher {
  readonly socket: Socket;
  /** What it was told of alerts since it joined, by id the newest. */
  readonly alerts: Map<AlertId, string>;
  numbers: number[];
}

/** A page that is open: it takes what fits the contract. */
async function watch(): Promise<Watcher> {
  const watcher: Watcher = {
    socket: io(server.url, { path: SOCKET_PATH, transports: ['websocket'], reconnection: false }),
    alerts: new Map(),
    numbers: [],
  };
  atTheEnd(() => {
    watcher.socket.disconnect();
  });
  watcher.socket.on('delta', (payload: unknown) => {
    const { alerts = [], n, since } = SERVER_EVENTS.delta.parse(payload);
    watcher.numbers.push(n - since);
    for (const { id, handling, revision } of alerts) watcher.alerts.set(id, `${handling} ${String(revision)}`);
  });
  const snapshot = await new Promise((resolve) => watcher.socket.once('snapshot', resolve));
  for (const { id, handling, revision } of SERVER_EVENTS.snapshot.parse(snapshot).alerts)
    watcher.alerts.set(id, `${handling} ${String(revision)}`);
  return watcher;
}

describe('an act on an alert', () => {
  it('is done, stands in the timeline, and arrives at every page that is open', async () => {
    const long = 31 * MINUTE;
    const id = raise({ start: Date.now() - long, detectedAt: Date.now() });
    const [one, other] = [await watch(), await watch()];
    expect([one.alerts.get(id), other.alerts.get(id)]).toEqual(['new 1', 'new 1']);
    const { status, body } = await actOn(id, acknowledge(1));
    expect(status).toBe(200);
    expect(actAnswerSchema.parse(body)).toMatchObject({ outcome: 'done', alert: id, revision: 2 });
    await until(() => one.alerts.get(id) === 'acknowledged 2' && other.alerts.get(id) === 'acknowledged 2', {
      saying: 'both pages to hear of it',
    });
    expect(one.numbers).toEqual([1]);
    expect(await detail(id)).toMatchObject({
      handling: 'acknowledged',
      revision: 2,
      acknowledgement: { by: 'demo-inspector' },
      told: { inspectors: 'something_red' },
      timeline: [
        { what: 'raised', by: null },
        { what: 'acknowledged', by: 'demo-inspector' },
      ],
    });
  });

  it('that comes after somebody else’s is a conflict that says whose', async () => {
    const id = raise({ station: SECOND });
    await actOn(id, { do: 'comment', key: newKey(), revision: 1, text: 'On my way' }, 'field');
    const { status, body } = await actOn(id, acknowledge(1));
    expect(status).toBe(409);
    const { code, message, answer } = actProblemSchema.parse(body);
    expect(answer).toMatchObject({ outcome: 'conflict', conflict: { what: 'commented', by: 'demo-field' } });
    expect([code, message]).toEqual(['conflict', expect.stringMatching(/commented by demo-field/)]);
    expect(await detail(id)).toMatchObject({ handling: 'new', revision: 2 });
  });

  it('that comes twice is done once, and answered alike', async () => {
    const id = raise({ station: SECOND, channel: channelKey('ph'), rule: 'gb2022.ph.max' });
    const act = { do: 'comment', key: newKey(), revision: 1, text: '取样 <b>' };
    const answers = await Promise.all([actOn(id, act), actOn(id, act), actOn(id, act)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200 });
    expect((await detail(id)).timeline.map(({ what, text }) => [what, text])).toEqual([
      ['raised', undefined],
      ['commented', '取样 <b>'],
    ]);
  });

  it('needs a key of its own: nothing else is done by one that was used, and the log says so', async () => {
    const [id, other] = [raise(), raise({ station: SECOND })];
    const act = { do: 'comment', key: newKey(), revision: null, text: 'On my way' };
    const { key } = act;
    const first = await actOn(id, act);
    const before = [await detail(id), await detail(other), (await ask('mutes')).body, (await ask('windows')).body];
    const measured = { key, channel: 'ph', value: 7, method: 'portable', takenAt: Date.now() };
    const quiet = { key, until: Date.now() + HOUR, reason: 'Test' };
    const answers = [
      await actOn(other, act),
      await actOn(id, act, 'field'),
      await actOn(id, { ...act, text: 'On my way back' }),
      await actOn(id, { do: 'close', key, revision: null, verdict: 'sensor_fault', cause: 'Fouled' }),
      await post(`alerts/${id}/measurements`, measured),
      await post('mutes', { ...quiet, scope: { of: 'alert', alert: id } }, 'supervisor'),
      await post('windows', { ...quiet, station: FIRST, work: 'calibration' }, 'supervisor'),
    ];
    for (const { status, body } of answers)
      expect([status, actProblemSchema.parse(body)]).toEqual([
        409,
        expect.objectContaining({
          message: expect.stringContaining('used for another act'),
          answer: expect.objectContaining({ key, outcome: 'refused', refusal: 'key_used' }),
        }),
      ]);
    expect([await detail(id), await detail(other), (await ask('mutes')).body, (await ask('windows')).body]).toEqual(
      before,
    );
    const noted = server.house.ledger.audit.find({ limit: answers.length });
    expect(noted.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'failed'));
    expect(await actOn(id, act)).toEqual(first);
    expect(first.body).not.toHaveProperty('asked');
  });

  it('is refused with the reason where it can not be done', async () => {
    const id = raise();
    const close = { do: 'close', key: newKey(), revision: null, verdict: 'real_exceedance', cause: 'Main burst' };
    const { status, body } = await actOn(id, close);
    expect([status, actProblemSchema.parse(body).answer.refusal]).toEqual([422, 'still_lasting']);
  });

  it('needs an alert that there is', async () => {
    const { status, body } = await actOn('WQ-20200101-001' as AlertId, acknowledge(1));
    expect([status, problemSchema.parse(body).code]).toEqual([404, 'not_found']);
  });

  it('that is not well formed is answered with everything that is wrong with it', async () => {
    const { status, body } = await actOn(raise(), { do: 'close', key: 'x', verdict: 'ghosts', cause: ' ' });
    expect(status).toBe(400);
    expect(problemSchema.parse(body).message).toMatch(/key.*revision.*verdict.*cause/);
    expect((await actOn(raise(), { do: 'dance', key: newKey(), revision: 1 })).status).toBe(400);
  });

  it('closes and reopens for those who may close alone', async () => {
    const start = Date.now();
    const id = raise({ station: THIRD, start });
    raise({ station: THIRD, start, end: start + MINUTE, clearedAt: start + MINUTE });
    const close = { do: 'close', key: newKey(), revision: null, verdict: 'real_exceedance', cause: 'Main burst' };
    expect((await actOn(id, close, 'field')).status).toBe(403);
    const page = await watch();
    expect((await actOn(id, close, 'inspector')).status).toBe(200);
    await until(() => page.alerts.get(id)?.startsWith('closed') ?? false, {
      saying: 'the page to hear of its end',
    });
    expect((await watch()).alerts.has(id)).toBe(false);
    expect(await detail(id)).toMatchObject({
      handling: 'closed',
      judgement: { verdict: 'real_exceedance', cause: 'Main burst', by: 'demo-inspector' },
    });
    const report = precisionReportSchema.parse((await ask('precision')).body);
    expect(report.byStation.find(({ of }) => of === THIRD)).toMatchObject({ alerts: 1, judged: 1, right: 1 });
    const reopen = { do: 'reopen', key: newKey(), revision: null, reason: 'It was the valve' };
    expect((await actOn(id, reopen)).status).toBe(200);
    expect(await detail(id)).toMatchObject({ handling: 'investigating', verdict: null });
  });

  it('assigns to somebody who may handle it alone, and can be taken back', async () => {
    const asker = { by: { kind: 'system', id: null, name: 'spec' }, now: Date.now(), address: null } as const;
    const { people } = server.house;
    const make = async (name: string, districts: string[]) =>
      (await people.create({ name, fullName: name, role: 'inspector', districts }, asker)).person;
    await make('here', [CENTRE.zh]);
    await make('elsewhere', ['河屿']);
    const gone = await make('gone', [CENTRE.zh]);
    people.change(gone.id, { fullName: 'gone', role: 'inspector', districts: null, active: false }, asker);
    const id = raise();
    const assign = async (to: string | null, of = id) => {
      const { status, body } = await actOn(of, { do: 'assign', key: newKey(), revision: null, to });
      return status === 200 ? 'done' : `${String(status)} ${problemSchema.parse(body).message}`;
    };
    expect(await assign('demo-viewer')).toMatch(/^400 .*demo-viewer is viewer, who handles no alerts of kind limit/);
    expect(await assign('demo-maintainer')).toMatch(/^400 .*handles no alerts of kind limit/);
    expect(await assign('elsewhere')).toMatch(/^400 .*elsewhere handles other districts than 中心区/);
    expect(await assign('gone')).toMatch(/^400 .*gone is out of use/);
    expect(await assign('stranger')).toMatch(/^400 .*there is nobody stranger/);
    expect((await detail(id)).assignee).toBeNull();
    expect(await assign('demo-field')).toBe('done');
    expect(await assign('here')).toBe('done');
    expect(await detail(id)).toMatchObject({ assignee: 'here' });
    expect(await assign(null)).toBe('done');
    expect(await detail(id)).toMatchObject({ assignee: null, lastChange: { what: 'unassigned' } });
    const fault = raise({ kind: 'fault', channel: channelKey('ph'), rule: 'stuck', level: 'notice' });
    expect(await assign('demo-maintainer', fault)).toBe('done');
    const namesFor = async (query: string) =>
      assigneesSchema.parse((await ask(`assignees${query}`, 'field')).body).assignees.map(({ name }) => name);
    const roles = ['demo-supervisor', 'demo-inspector', 'demo-field', 'demo-maintainer', 'demo-admin'];
    expect(new Set(await namesFor(''))).toEqual(new Set([...roles, 'here', 'elsewhere']));
    expect(new Set(await namesFor(`?alert=${fault}`))).toEqual(new Set([...roles, 'here']));
    expect(await namesFor(`?alert=${id}`)).not.toContain('demo-maintainer');
  });
});

describe('GET /api/alerts', () => {
  it('lets through what all filters name, and pages from the newest to the oldest', async () => {
    const own = raise({ channel: channelKey('free_chlorine'), rule: 'gb2022.free_chlorine.min', station: FIRST });
    const amber = raise({ channel: channelKey('ph'), rule: 'op.ph.max', level: 'amber', station: FIRST });
    await actOn(own, { do: 'comment', key: newKey(), revision: null, text: '50%_done' });
    expect(await idsOf('text=free_chlorine')).toEqual([own]);
    expect(await idsOf('text=50%25_d')).toEqual([own]);
    expect(await idsOf('text=5_%25')).toEqual([]);
    expect(await idsOf('level=amber&kind=limit,event&handling=new&condition=active')).toEqual([amber]);
    expect(await idsOf(`district=heyu&station=${FIRST}`)).toEqual([]);
    expect(await idsOf(`to=${String(Date.now() - HOUR)}`)).toEqual([]);
    const all = await idsOf('limit=200');
    expect(all).toEqual([...all].sort().reverse());
    const paged: AlertId[] = [];
    let after = '';
    do {
      const page = await listed(`limit=2${after}`);
      paged.push(...page.alerts.map(({ id }) => id));
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');
    expect(paged).toEqual(all);
    const named = await idsOf(`text=${encodeURIComponent('zhongshan')}&station=${THIRD}`);
    expect(named).toEqual(await idsOf(`station=${THIRD}`));
  });

  it.each(['level=purple', 'limit=0', 'limit=500', 'from=yesterday', 'after=1', 'station=A!'])(
    'says what is wrong with %s',
    async (query) => {
      const { status, body } = await ask(`alerts?${query}`);
      expect(status).toBe(400);
      expect(problemSchema.parse(body).message).toContain(query.split('=')[0]);
    },
  );
});

describe('a measurement beside a probe', () => {
  it('is kept with the alert, held against the reading nearest in time', async () => {
    const at = Date.now() - 10 * MINUTE;
    const message = (sampledAt: number, chlorine: number) =>
      server.house.river.accept(
        `clearwell/v1/zz/${FIRST}/readings`,
        Buffer.from(JSON.stringify({ sampledAt, values: { free_chlorine: chlorine } })),
      );
    await message(at, 0.2);
    await message(at + 5 * MINUTE, 0.5);
    const id = raise();
    const asked = { key: newKey(), channel: 'free_chlorine', value: 0.21, method: 'portable', takenAt: at + MINUTE };
    const first = await post(`alerts/${id}/measurements`, asked, 'field');
    expect(measurementSchema.parse(first.body)).toMatchObject({
      agrees: true,
      by: 'demo-field',
      online: { sampledAt: at, value: 0.2 },
    });
    expect((await post(`alerts/${id}/measurements`, asked, 'field')).body).toEqual(first.body);
    for (const [of, by] of [
      [{ value: 0.22 }, 'field'],
      [{ note: 'Tap' }, 'field'],
      [{}, 'inspector'],
    ] as const)
      expect((await post(`alerts/${id}/measurements`, { ...asked, ...of }, by)).status).toBe(409);
    expect((await actOn(id, acknowledge(null, asked.key), 'field')).status).toBe(409);
    const laboratory = { ...asked, key: newKey(), method: 'laboratory', takenAt: at + 4 * MINUTE };
    await post(`alerts/${id}/measurements`, laboratory);
    const early = { ...asked, key: newKey(), takenAt: at - HOUR };
    await post(`alerts/${id}/measurements`, early);
    const { measurements, timeline, start } = await detail(id);
    expect(measurements.map(({ method, agrees }) => [method, agrees])).toEqual([
      ['portable', null],
      ['portable', true],
      ['laboratory', false],
    ]);
    expect(timeline.at(-3)).toMatchObject({
      what: 'commented',
      text: '余氯 0.21 mg/L（便携仪） / Free chlorine 0.21 mg/L (portable meter)',
    });
    const stranger = await post(`alerts/${id}/measurements`, { ...asked, key: newKey(), channel: 'orp' });
    expect([stranger.status, problemSchema.parse(stranger.body).message]).toEqual([
      400,
      expect.stringContaining('no channel orp'),
    ]);
    for (const [of, allowed] of [
      [{ channel: 'ph', value: 77 }, "`value` can't be 77: pH is 0 to 14"],
      [{ channel: 'turbidity', value: -5 }, "`value` can't be -5: Turbidity is 0 to 1000 NTU"],
      [{ value: 1e300 }, 'Free chlorine is 0 to 200 mg/L'],
      [{ takenAt: 0 }, new Date(start - 30 * 24 * HOUR).toISOString()],
      [{ takenAt: start - 31 * 24 * HOUR }, '30 days before the alert began'],
    ] as const)
      expect(await post(`alerts/${id}/measurements`, { ...asked, key: newKey(), ...of })).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining(allowed) as string },
      });
    expect((await detail(id)).measurements).toHaveLength(3);
    const future = await post(`alerts/${id}/measurements`, { ...asked, key: newKey(), takenAt: Date.now() + HOUR });
    expect(future.status).toBe(400);
  });
});

describe('windows and mutes', () => {
  it('hold notices back until they are ended, and say so with the alert', async () => {
    const window = { station: SECOND, work: 'maintenance', until: Date.now() + HOUR, reason: 'New probe' };
    const opened = actAnswerSchema.parse((await post('windows', { key: newKey(), ...window }, 'supervisor')).body);
    const id = raise({ station: SECOND, channel: channelKey('free_chlorine'), rule: 'gb2022.free_chlorine.min' });
    expect(await detail(id)).toMatchObject({ held: 'window', heldBack: [{ code: 'window', until: null }], told: {} });
    const ended = await post(`windows/${encodeURIComponent(String(opened.made))}/end`, { key: newKey() }, 'supervisor');
    expect(ended.status).toBe(200);
    const { held, heldBack, told } = await detail(id);
    expect([held, told]).toEqual([null, { inspectors: 'something_red' }]);
    expect(heldBack).toMatchObject([{ code: 'window', until: expect.any(Number) }]);
    const { windows } = windowListSchema.parse((await ask('windows')).body);
    expect(windows).toMatchObject([{ by: 'demo-supervisor', endedAt: expect.any(Number) }]);
  });

  it('are refused where they are too long, or where there is no such station or rule', async () => {
    const mute = { key: newKey(), scope: { of: 'station', station: FIRST }, reason: 'Test' };
    const long = await post('mutes', { ...mute, until: Date.now() + 8 * 24 * HOUR }, 'supervisor');
    expect([long.status, actProblemSchema.parse(long.body).answer.refusal]).toEqual([422, 'too_long']);
    const nowhere = { ...mute, key: newKey(), scope: { of: 'station', station: 'zz-999' }, until: Date.now() + HOUR };
    expect((await post('mutes', nowhere, 'supervisor')).status).toBe(400);
    for (const station of [null, FIRST]) {
      const of = (rule: string) => ({ key: newKey(), scope: { of: 'rule', rule, station } });
      const ghost = await post('mutes', { ...mute, ...of('ghosts'), until: Date.now() + HOUR }, 'supervisor');
      expect(ghost).toMatchObject({ status: 400, body: { message: expect.stringContaining('no rule ghosts') } });
      const known = await post('mutes', { ...mute, ...of('gb2022.ph.max'), until: Date.now() + HOUR }, 'supervisor');
      const { made } = actAnswerSchema.parse(known.body);
      await post(`mutes/${encodeURIComponent(String(made))}/end`, { key: newKey() }, 'supervisor');
    }
    expect(muteListSchema.parse((await ask('mutes')).body).mutes).toEqual([]);
    expect((await post('mutes/nothing/end', { key: newKey() }, 'supervisor')).status).toBe(422);
  });
});

describe('the log of acts', () => {
  it('names which act it was, and on what', async () => {
    const id = raise({ channel: channelKey('ph'), rule: 'gb2022.ph.max', station: THIRD });
    await actOn(id, { do: 'close', key: newKey(), revision: null, verdict: 'sensor_fault', cause: 'Fouled' });
    const mute = { key: newKey(), scope: { of: 'alert', alert: id }, until: Date.now() + HOUR, reason: 'Known' };
    const muted = actAnswerSchema.parse((await post('mutes', mute, 'supervisor')).body);
    const acts = server.house.ledger.audit.find({ limit: 2 });
    expect(acts.map(({ actor, target, detail }) => [actor, target, detail])).toEqual([
      ['demo-supervisor', id, expect.stringMatching(/^mute alert until \d+; POST \/api\/mutes$/)],
      ['demo-inspector', id, 'close as sensor_fault; POST /api/alerts/:id/acts'],
    ]);
    await post(`mutes/${encodeURIComponent(String(muted.made))}/end`, { key: newKey() }, 'supervisor');
  });
});

describe('after a restart', () => {
  it('alerts, windows, mutes and answers are what they were', async () => {
    const id = raise();
    const act = { do: 'investigate', key: newKey(), revision: null };
    const answered = await actOn(id, act);
    const mute = { key: newKey(), scope: { of: 'alert', alert: id }, until: Date.now() + HOUR, reason: 'Known' };
    await post('mutes', mute, 'supervisor');
    const before = [await detail(id), await listed('limit=200'), (await ask('mutes')).body];
    const open = [...(await watch()).alerts].sort();
    await server.stop();
    await start();
    expect([await detail(id), await listed('limit=200'), (await ask('mutes')).body]).toEqual(before);
    expect(muteListSchema.parse((await ask('mutes')).body).mutes).toHaveLength(1);
    expect([...(await watch()).alerts].sort()).toEqual(open);
    expect(await actOn(id, act)).toEqual(answered);
  });
});

describe('GET /api/alerts.cap', () => {
  it('is a feed of what is open, and cancels what was closed', async () => {
    const answer = await fetch(`${server.url}/api/alerts.cap`);
    expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const text = await answer.text();
    // A demo has no real stations.
    expect(text).toContain('<status>Test</status>');
    const { alerts } = await listed('limit=200');
    const closed = alerts.filter(({ handling }) => handling === 'closed');
    expect(text.match(/<entry>/g)).toHaveLength(alerts.length);
    for (const { id } of alerts) expect(text).toContain(`<identifier>${id}.`);
    expect(text.match(/<msgType>Cancel<\/msgType>/g) ?? []).toHaveLength(closed.length);
  });
});
