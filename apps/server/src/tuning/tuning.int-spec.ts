import { topicOf } from '@clearwell/contracts';
import { alertListSchema, precisionReportSchema, tuningAnswerSchema } from '@clearwell/contracts/alerts';
import { sessionSchema } from '@clearwell/contracts/people';
import { DEMO_PASSWORD } from '@clearwell/people';
import {
  atTheEnd,
  buildEpisode,
  buildEpisodesEntry,
  buildStation,
  freePort,
  NOON,
  quietWater,
  required,
  temporaryFolder,
} from '@clearwell/testkit';
import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';
import { join } from 'node:path';
import { pino } from 'pino';
import { shapeConfig } from '../config/config.ts';
import { readSettings } from '../config/settings.ts';
import { Server } from '../server.ts';

const STATION = buildStation();
const TOPIC = topicOf(STATION.region, STATION.id, 'readings');
/** Somebody takes the proposal up then. */
const ACCEPTED = NOON + 4 * DAY;
const SMALL = { from: ACCEPTED + 0.5 * DAY, until: ACCEPTED + 0.5 * DAY + HOUR, size: 2.9 };
const LARGE = { from: ACCEPTED + DAY, until: ACCEPTED + DAY + HOUR, size: 12 };

/** A server that is restarted now and then, at a time of its clock. */
class Life {
  readonly #settings: Readonly<Record<string, string>>;
  #server: Server | null = null;
  #headers: Readonly<Record<string, string>> = {};

  private constructor(settings: Readonly<Record<string, string>>) {
    this.#settings = settings;
  }

  static async begin(at: EpochMs): Promise<Life> {
    const life = new Life({
      CLEARWELL_DATA: join(temporaryFolder(), 'data'),
      CLEARWELL_HTTP_PORT: String(await freePort()),
      CLEARWELL_MQTT_PORT: String(await freePort()),
      CLEARWELL_ANONYMOUS: 'true',
      CLEARWELL_DEMO_ACCOUNTS: 'true',
    });
    atTheEnd(() => life.end());
    await life.restart(at);
    life.server.house.registerAll([STATION]);
    return life;
  }

  get server(): Server {
    return required(this.#server);
  }

  async restart(at: EpochMs): Promise<void> {
    await this.end();
    const settings = readSettings({ ...this.#settings, CLEARWELL_CLOCK_START: new Date(at).toISOString() });
    this.#server = await Server.start(shapeConfig(settings), pino({ level: 'silent' }));
    const { url } = this.#server;
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ name: 'demo-supervisor', password: DEMO_PASSWORD }),
    });
    const cookie = String(answer.headers.get('set-cookie')?.split(';')[0]);
    const { csrfToken } = sessionSchema.parse(await answer.json());
    this.#headers = { cookie, origin: url, 'x-csrf-token': String(csrfToken), 'content-type': 'application/json' };
  }

  async end(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }

  async post(path: string, body: object) {
    const init = { method: 'POST', headers: this.#headers, body: JSON.stringify(body) };
    const answer = await fetch(`${this.server.url}/api/${path}`, init);
    return { status: answer.status, body: await answer.json() };
  }

  /** An event that is over, and which somebody closes as the fault of a probe. */
  async cryWolf(at: EpochMs): Promise<void> {
    const details = { contributions: [], shifts: [], until: at + HOUR };
    const episode = buildEpisode({
      ...{ kind: 'event', rule: 'event', channel: null, level: 'amber', start: at, end: at + HOUR },
      ...{ clearedAt: at + HOUR, details },
    });
    const [outcome] = this.server.house.alertDesk.record([buildEpisodesEntry(episode)]);
    const { id } = required(outcome?.changes.alerts[0]).alert;
    const close = { do: 'close', key: `close-${id}`, revision: null, verdict: 'sensor_fault', cause: 'Fouled' };
    expect((await this.post(`alerts/${id}/acts`, close)).status).toBe(200);
  }

  /** Readings of a span, and what is in the water meanwhile. */
  async send(from: EpochMs, until: EpochMs, surges = [SMALL, LARGE]): Promise<void> {
    const { river } = this.server.house;
    const readings = quietWater(from, until, surges).map(({ sampledAt, values }) => ({ sampledAt, values }));
    for (let i = 0; i < readings.length; i += 100) {
      const payload = Buffer.from(JSON.stringify({ readings: readings.slice(i, i + 100) }));
      const sent = river.accept(TOPIC, payload);
      river.finish();
      await sent;
    }
  }

  async sensitivity() {
    const answer = await fetch(`${this.server.url}/api/precision`);
    return precisionReportSchema.parse(await answer.json()).sensitivity;
  }

  /** When events began since the proposal. */
  async events(): Promise<readonly EpochMs[]> {
    const answer = await fetch(`${this.server.url}/api/alerts?kind=event&from=${String(ACCEPTED)}`);
    const { alerts } = alertListSchema.parse(await answer.json());
    return alerts.map(({ start }) => start).sort((a, b) => a - b);
  }
}

/** All of a station's events were false, for a week: what is older lapses by itself. */
async function begin(): Promise<Life> {
  const life = await Life.begin(ACCEPTED);
  for (let i = 0; i < 8; i++) await life.cryWolf(ACCEPTED - 6.5 * DAY + i * 18 * HOUR);
  await life.send(NOON, ACCEPTED);
  return life;
}

const tune = (life: Life, lift: number, key = 'tune-once-1') =>
  life.post(`stations/${STATION.id}/tunings`, { key, lift });

describe('a station whose events were all judged false', () => {
  it('is proposed a higher threshold, which changes nothing by itself', async () => {
    const life = await begin();
    const [proposal] = await life.sensitivity();
    expect(proposal).toMatchObject({ station: STATION.id, lift: 0, since: null, judged: 8, wrong: 8 });
    expect(proposal?.proposed?.lift).toBeGreaterThan(0.4);
    const { usual, proposed } = required(proposal);
    expect(required(proposed).threshold).toBeCloseTo(usual + required(proposed).lift);
    await life.restart(ACCEPTED + 1.2 * DAY);
    await life.send(ACCEPTED, ACCEPTED + 1.2 * DAY);
    expect(await life.events()).toEqual([expect.closeTo(SMALL.from, -7), expect.closeTo(LARGE.from, -7)]);
  }, 60_000);

  it('tells what is large alone once somebody has taken it up, also of late readings and after restarts', async () => {
    const life = await begin();
    const lift = required((await life.sensitivity())[0]?.proposed).lift;
    const taken = tuningAnswerSchema.parse((await tune(life, lift)).body);
    expect(taken).toMatchObject({ station: STATION.id, lift });
    expect(required(taken.from)).toBeGreaterThanOrEqual(ACCEPTED);
    await life.restart(ACCEPTED + 1.2 * DAY);
    // The same act again, and what came before the restart late.
    expect(await tune(life, lift)).toEqual({ status: 200, body: taken });
    // Another one by its key is not.
    expect((await tune(life, 0)).status).toBe(409);
    await life.send(ACCEPTED + 0.3 * DAY, ACCEPTED + 1.2 * DAY);
    await life.send(ACCEPTED, ACCEPTED + 0.3 * DAY);
    expect(await life.events()).toEqual([expect.closeTo(LARGE.from, -7)]);
    expect(await life.sensitivity()).toMatchObject([{ lift, since: taken.from, judged: 0, proposed: null }]);
    expect((await tune(life, 0, 'tune-back-1')).body).toMatchObject({ lift: 0 });
    expect(await life.sensitivity()).toEqual([]);
    expect(await life.events()).toHaveLength(1);
  }, 60_000);

  it('is tuned to nothing else', async () => {
    const life = await begin();
    const lift = required((await life.sensitivity())[0]?.proposed).lift;
    expect(await tune(life, lift + 0.5)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining(String(lift)) as string },
    });
    expect(life.server.house.ledger.tunings.all()).toEqual([]);
    const acts = life.server.house.ledger.audit.find({ limit: 10, act: 'detector.tune' });
    expect(acts).toMatchObject([{ actor: 'demo-supervisor', target: STATION.id, outcome: 'failed' }]);
  }, 60_000);
});
