import { fork } from 'node:child_process';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  parseTopic,
  readingsMessageSchema,
  stationStatusSchema,
  topicOf,
  type ParsedReading,
} from '@clearwell/contracts';
import { atTheEnd, startNode, temporaryFolder, until, type Program } from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { Aedes } from 'aedes';
import type { SimulatorMessage } from '@clearwell/contracts';

const MAIN = join(import.meta.dirname, 'main.ts');
const FIRST = stationId('zz-001');

interface Arrival extends ParsedReading {
  readonly station: string;
  /** Which message it came in. */
  readonly message: number;
}

/** A broker that notes what it is sent, and acknowledges readings only while told to. */
class NotingBroker {
  readonly arrivals: Arrival[] = [];
  readonly statuses: { station: string; online: boolean }[] = [];
  acknowledges = true;
  #messages = 0;
  #aedes: Aedes | null = null;
  #server: Server | null = null;

  async start(port = 0): Promise<string> {
    const aedes = await Aedes.createBroker({
      authorizePublish: (_client, { topic, payload }, done) => {
        const kind = this.#note(topic, payload.toString());
        // Never calling back is what a broker does that cannot store: it does not acknowledge.
        if (kind !== 'readings' || this.acknowledges) done(null);
      },
    });
    const server = createServer((socket) => void aedes.handle(socket));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    [this.#aedes, this.#server] = [aedes, server];
    return `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  command(command: object): Promise<void> {
    const packet = { cmd: 'publish', qos: 1, retain: false, dup: false } as const;
    const publish = { ...packet, topic: topicOf('zz', FIRST, 'commands'), payload: JSON.stringify(command) };
    return new Promise((resolve) => this.#aedes?.publish(publish, () => resolve()));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#aedes?.close(() => resolve()));
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()));
  }

  #note(topic: string, text: string): string {
    const { station, kind } = parseTopic(topic) ?? { station: '', kind: '' };
    if (kind === 'status') this.statuses.push({ station, online: stationStatusSchema.parse(JSON.parse(text)).online });
    if (kind === 'readings') {
      this.#messages += 1;
      const message = readingsMessageSchema.parse(JSON.parse(text));
      const readings = 'readings' in message ? message.readings : [message];
      this.arrivals.push(...readings.map((reading) => ({ ...reading, station, message: this.#messages })));
    }
    return kind;
  }

  /** Numbers of the readings of one station, each once, in order. */
  seqsOf(station: string): number[] {
    const seqs = this.arrivals.filter((one) => one.station === station).map(({ seq }) => seq ?? -1);
    return [...new Set(seqs)].sort((a, b) => a - b);
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Hour upon hour, so that it goes on whenever the connection stands. */
const everyHour = (name: string): string[] => upTo(24).flatMap((hour) => ['--scenario', `${name}@${FIRST}+${hour}h`]);

describe('the simulator', () => {
  let broker: NotingBroker;
  let url: string;
  let data: string;
  const running: Program[] = [];

  const simulate = (...args: string[]): Program => {
    const program = startNode(MAIN, ['--broker', url, '--data', data, '--everyday', 'off', ...args]);
    running.push(program);
    return program;
  };

  beforeEach(async () => {
    broker = new NotingBroker();
    url = await broker.start();
    data = temporaryFolder();
  });
  afterEach(async () => {
    for (const program of running.splice(0)) await program.stop('SIGKILL');
    await broker.stop();
  });

  it('sends the last day in batches marked historical, the newest slot live, numbered without a hole', async () => {
    const program = simulate('--stations', '3', '--days', '2.5');
    await program.line(/history filled: 1,080 readings/);
    const own = broker.arrivals.filter(({ station }) => station === FIRST);
    expect(broker.seqsOf(FIRST)).toEqual(upTo(360));
    expect(own.filter(({ historical }) => !historical).map(({ seq }) => seq)).toEqual([360]);
    const sizes = [...Map.groupBy(own, ({ message }) => message).values()].map((readings) => readings.length);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([1, 71, 288]);
    expect(new Set(own.map(({ boot }) => boot))).toEqual(new Set([1]));
    expect(broker.statuses).toContainEqual({ station: FIRST, online: true });
  });

  it('keeps what nobody acknowledged through SIGKILL, and sends all of it after the restart under the same numbers', async () => {
    broker.acknowledges = false;
    const first = simulate('--stations', '2', '--days', '1');
    await until(() => broker.arrivals.length > 144, { saying: 'unacknowledged readings at the broker' });
    await first.kill();

    const file = new DatabaseSync(join(data, 'stations.db'));
    expect(file.prepare('SELECT count(*) AS n FROM reading WHERE acknowledged = 0').get()).toEqual({ n: 288 });
    file.close();
    const before = new Map(
      broker.arrivals.map(({ station, seq, sampledAt, values }) => [`${station} ${seq}`, { sampledAt, values }]),
    );

    broker.acknowledges = true;
    broker.arrivals.length = 0;
    await simulate('--stations', '2', '--days', '1').line(/history filled: 28[89] readings/);
    for (const station of ['zz-001', 'zz-002']) expect(broker.seqsOf(station).slice(0, 144)).toEqual(upTo(144));
    for (const { station, seq, sampledAt, values, boot } of broker.arrivals) {
      expect(boot).toBe(1);
      const earlier = before.get(`${station} ${seq}`);
      if (earlier !== undefined) expect({ sampledAt, values }).toEqual(earlier);
    }
  });

  it('has the broker say it is offline when its link is cut, and sends afterwards what it kept, marked historical', async () => {
    simulate('--stations', '2', '--days', '0', '--rate', '1800', '--scenario', 'link-outage@zz-001+30m');
    const down = await until(() => broker.statuses.findIndex(({ online }) => !online) + 1 || null, {
      saying: 'the last will',
    });
    expect(broker.statuses[down - 1]).toEqual({ station: FIRST, online: false });
    const historical = (): Arrival[] => broker.arrivals.filter((one) => one.station === FIRST && one.historical);
    await until(() => historical().length >= 5, { saying: 'what the station kept' });
    expect(broker.statuses.at(-1)).toEqual({ station: FIRST, online: true });
    const seqs = broker.seqsOf(FIRST);
    expect(seqs).toEqual(upTo(seqs.length));
  });

  it('sends each reading twice in the duplicate scenario, with the same content', async () => {
    simulate('--stations', '1', '--days', '0', '--rate', '3600', ...everyHour('duplicate'));
    const twice = await until(
      () => [...Map.groupBy(broker.arrivals, ({ seq }) => seq).values()].find((same) => same.length > 1),
      { saying: 'a reading sent twice' },
    );
    const [one, other] = twice.map(({ seq, sampledAt, values, historical }) => ({
      seq,
      sampledAt,
      values,
      historical,
    }));
    expect(one).toEqual(other);
  });

  it('counts from 1 under the next boot after a reboot, and loses nothing', async () => {
    simulate('--stations', '1', '--days', '0', '--rate', '3600', '--scenario', 'reboot@zz-001+1h');
    const after = (): Arrival[] => broker.arrivals.filter(({ boot }) => boot === 2);
    await until(() => after().length >= 4, { saying: 'readings of the second boot' });
    const times = [...new Set(broker.arrivals.map(({ sampledAt }) => sampledAt))].sort((a, b) => a - b);
    expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) === 600_000)).toBe(true);
    expect(after().map(({ seq }) => seq)).toEqual(expect.arrayContaining([1, 2, 3]));
    const before = broker.arrivals.filter(({ boot }) => boot === 1).map(({ seq }) => seq ?? 0);
    expect([...new Set(before)].sort((a, b) => a - b)).toEqual(upTo(Math.max(...before)));
  });

  it('sends a sampling time twice in the conflict scenario, under two numbers and both live', async () => {
    simulate('--stations', '1', '--days', '0', '--rate', '3600', ...everyHour('conflict'));
    const live = (): Arrival[] => broker.arrivals.filter(({ historical }) => !historical);
    const [one, other] = await until(
      () => [...Map.groupBy(live(), ({ sampledAt }) => sampledAt).values()].find((same) => same.length > 1),
      { saying: 'a sampling time sent twice' },
    );
    expect(other?.seq).toBe((one?.seq ?? NaN) + 1);
    expect(other?.values).not.toEqual(one?.values);
  });

  it('keeps its rhythm while its clock is ahead', async () => {
    simulate('--stations', '1', '--days', '0', '--rate', '3600', '--scenario', 'clock-skew@zz-001+30m');
    await until(() => broker.arrivals.length >= 18, { saying: 'three hours of readings' });
    const offset = ({ sampledAt }: Arrival): number => (sampledAt % 600_000) / 60_000;
    const inOrder = broker.arrivals.toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    expect(inOrder.filter((one) => offset(one) === 7)).toHaveLength(12);
    expect(inOrder.filter((one) => offset(one) === 0)).toHaveLength(inOrder.length - 12);
    expect(inOrder.map(({ seq }) => seq)).toEqual(upTo(inOrder.length));
  });

  it('sends readings again that a command asks for, marked historical', async () => {
    await simulate('--stations', '1', '--days', '1').line(/history filled/);
    broker.arrivals.length = 0;
    await broker.command({ id: 'a', kind: 'resend', boot: 1, fromSeq: 10, toSeq: 12 });
    await until(() => broker.arrivals.length >= 3, { saying: 'the readings asked for' });
    expect(broker.arrivals.map(({ seq, historical }) => ({ seq, historical }))).toEqual(
      [10, 11, 12].map((seq) => ({ seq, historical: true })),
    );
  });

  it('says itself that its stations are offline when it is stopped, and ends well', async () => {
    const program = simulate('--stations', '2', '--days', '0');
    await until(() => broker.statuses.length === 2, { saying: 'two stations online' });
    expect(await program.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    const offline = broker.statuses.slice(2).map(({ station, online }) => `${station} ${online}`);
    expect(offline.sort()).toEqual(['zz-001 false', 'zz-002 false']);
  });

  it('goes on where it stopped: what it missed is sampled at the next start, under the next numbers', async () => {
    const clock = (start: string): string[] => ['--stations', '1', '--days', '1', '--clock-start', start];
    const first = simulate(...clock('2026-05-01T00:00:00Z'));
    await first.line(/history filled: 144 readings/);
    await first.stop('SIGTERM');
    broker.arrivals.length = 0;
    await simulate(...clock('2026-05-01T01:00:00Z')).line(/history filled: 6 readings/);
    expect(
      broker.arrivals
        .map(({ boot, seq, historical }) => ({ boot, seq, historical }))
        .toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    ).toEqual([145, 146, 147, 148, 149, 150].map((seq) => ({ boot: 1, seq, historical: seq < 150 })));
  });

  it('starts a new count when the clock was set back behind what it has sampled', async () => {
    const clock = (start: string): string[] => ['--stations', '1', '--days', '1', '--clock-start', start];
    const first = simulate(...clock('2026-05-01T00:00:00Z'));
    await first.line(/history filled/);
    await first.stop('SIGTERM');
    broker.arrivals.length = 0;
    await simulate(...clock('2026-04-30T00:00:00Z')).line(/history filled: 1 readings/);
    expect(broker.arrivals).toMatchObject([{ boot: 2, seq: 1, historical: false }]);
  });

  it('tells the process that forked it how far it is, and stops when that process lets go', async () => {
    const child = fork(MAIN, ['--broker', url, '--data', data, '--stations', '2', '--days', '1'], { silent: true });
    atTheEnd(() => void child.kill('SIGKILL'));
    const messages: SimulatorMessage[] = [];
    child.on('message', (message) => messages.push(message as SimulatorMessage));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await until(() => messages.some(({ kind }) => kind === 'filled'), { saying: 'the message that all is filled' });
    expect(messages.filter(({ kind }) => kind === 'fill').at(-1)).toEqual({ kind: 'fill', done: 288, total: 288 });
    expect(messages.at(-1)).toEqual({ kind: 'filled', readings: 288 });
    child.disconnect();
    expect(await ended).toBe(0);
    expect(broker.statuses.filter(({ online }) => !online)).toHaveLength(2);
  });

  it('refuses a folder in which another one runs, in a sentence', async () => {
    await simulate('--stations', '1', '--days', '0').line(/connected/);
    const second = simulate('--stations', '1');
    await second.line(/cannot start with .*Is another one running there\?/);
    expect(await second.ended).toEqual({ code: 1, signal: null });
  });

  it('comes back by itself when the broker does', async () => {
    const program = simulate('--stations', '1', '--days', '0');
    await program.line(/1 of 1 stations connected/);
    await broker.stop();
    await program.line(/0 of 1 stations connected/);
    const port = Number(new URL(url).port);
    broker = new NotingBroker();
    await broker.start(port);
    await until(() => broker.statuses.some(({ online }) => online), { saying: 'the station at the new broker' });
  });
});
