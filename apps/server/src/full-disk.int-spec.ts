import { healthSchema, historySchema, SERVER_EVENTS, SOCKET_PATH, type ServerPayload } from '@clearwell/contracts';
import {
  buildStation,
  describeOnSmallDisk,
  startServer,
  temporaryFolder,
  until,
  type RunningServer,
} from '@clearwell/testkit';
import { connectAsync, type MqttClient } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';

const TOPIC = 'clearwell/v1/zz/zz-001/readings';
/** Sent at once, again and again, until they have outgrown the room that the ledger's files have inside them. */
const MORE = 500;

function stationsFile(): string {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
  return file;
}

/** Keeps what is not acknowledged, and sends it anew over each connection. */
class Logger {
  readonly first = Date.now() - 30 * 86_400_000;
  sampled = 0;
  readonly #url: string;
  readonly #kept = new Set<number>();
  #client: MqttClient | null = null;
  #stopped = false;

  constructor(url: string) {
    this.#url = url;
  }

  get isRid(): boolean {
    return this.#kept.size === 0;
  }

  async start(): Promise<void> {
    const client = await connectAsync(this.#url, { clientId: 'zz-001', reconnectPeriod: 0 });
    this.#client = client;
    client.once('close', () => {
      if (!this.#stopped) void this.start();
    });
    for (const slot of this.#kept) this.#send(slot);
  }

  sample(readings: number): void {
    for (const end = this.sampled + readings; this.sampled < end; this.sampled++) {
      this.#kept.add(this.sampled);
      this.#send(this.sampled);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.endAsync(true);
  }

  #send(slot: number): void {
    const reading = { sampledAt: this.first + slot * 1_000, values: { ph: 7 + (slot % 10) / 10 } };
    this.#client?.publish(TOPIC, JSON.stringify(reading), { qos: 1 }, (error) => {
      if (!error) this.#kept.delete(slot);
    });
  }
}

const health = async ({ url }: RunningServer) => {
  const answer = await fetch(`${url}/health`);
  return { code: answer.status, ...healthSchema.parse(await answer.json()) };
};

/** What the server says of itself to a browser, newest last. */
function listen({ url }: RunningServer): ServerPayload<'heartbeat'>[] {
  const beats: ServerPayload<'heartbeat'>[] = [];
  const socket = io(url, { path: SOCKET_PATH, transports: ['websocket'] });
  socket.on('heartbeat', (beat: unknown) => beats.push(SERVER_EVENTS.heartbeat.parse(beat)));
  ending.push(() => socket.close());
  return beats;
}

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

describeOnSmallDisk('a ledger on a full disk', 4_096, (disk) => {
  it('acknowledges nothing, says so, and goes on by itself when there is room', async () => {
    const server = await startServer({
      settings: { CLEARWELL_STATIONS: stationsFile(), CLEARWELL_DATA: join(disk.folder, 'data') },
    });
    ending.push(() => server.program.stop());
    const beats = listen(server);
    const logger = new Logger(server.mqttUrl);
    ending.push(() => logger.stop());
    await logger.start();
    logger.sample(1);
    await until(() => logger.isRid, { saying: 'the first acknowledgement' });
    disk.fill();
    await until(
      async () => {
        if (logger.isRid) logger.sample(MORE);
        return (await health(server)).code === 503;
      },
      { saying: 'the fault at /health' },
    );
    expect(await health(server)).toMatchObject({ code: 503, fault: { code: 'disk_full' } });
    await until(() => beats.some(({ fault }) => fault?.code === 'disk_full'), { saying: 'the fault on the socket' });
    expect(logger.isRid).toBe(false);
    disk.makeRoom();
    await until(() => logger.isRid, { saying: 'all acknowledgements' });
    await until(() => beats.at(-1)?.fault === null, { saying: 'the end of the fault on the socket' });
    expect(await health(server)).toMatchObject({ code: 200, fault: null });
    const { first, sampled } = logger;
    const stored = await fetch(`${server.url}/api/stations/zz-001/history?from=${first}&to=${first + sampled * 1_000}`);
    const all = Array.from({ length: sampled }, (_, slot) => first + slot * 1_000);
    expect(historySchema.parse(await stored.json()).sampledAt).toEqual(all);
  }, 60_000);
});
