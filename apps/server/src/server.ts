import { GapRequests, type Deliver } from '@clearwell/ingest';
import { LiveGateway } from '@clearwell/live';
import fastifyStatic from '@fastify/static';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { AccessGuard, type GuardedRoute } from './access/access-guard.ts';
import { AuditInterceptor } from './access/audit-interceptor.ts';
import { Identity } from './access/identity.ts';
import { PAGE_PATHS } from './access/page-routes.ts';
import { guardSockets } from './access/socket-guard.ts';
import { AppModule } from './app.module.ts';
import type { Config } from './config/config.ts';
import { House } from './house.ts';
import { keepJsonBytes } from './http/json-bytes.ts';
import { describeApi } from './http/open-api.ts';
import { ProblemFilter } from './http/problem-filter.ts';
import { nestLog } from './log.ts';
import { StartError } from './start-error.ts';
import { openStationDoor, type StationDoor } from './station-door.ts';

/** The built page, as seen from the built server. */
const WEB_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** A file of stations may have this many bytes. */
const CSV_BYTES = 4 * 1_024 * 1_024;

const GAPS_LOOKED_FOR_MS = 1_000;

/** Sessions that are over are looked for: their sockets have to close. */
const SESSIONS_SWEPT_MS = 2_000;

/** People come and go by the clock on the wall, whatever the city's does. */
const wallClock = (): number => Date.now();

/** The page takes everything from here; styles may be set by its scripts, and the socket may be of either kind. */
const PAGE_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
].join('; ');

/** A server: its house, its doors for browsers and for stations. Started and stopped in order. */
export class Server {
  readonly house: House;
  readonly #config: Config;
  readonly #app: NestFastifyApplication;
  readonly #stations: StationDoor;
  readonly #guard: AccessGuard;
  #asking: NodeJS.Timeout | null = null;
  #sweeping: NodeJS.Timeout | null = null;

  private constructor(config: Config, house: House, { app, guard }: Web, stations: StationDoor) {
    this.#config = config;
    this.house = house;
    this.#app = app;
    this.#guard = guard;
    this.#stations = stations;
  }

  /** Browsers first, stations last: a reading that comes in can be shown at once. */
  static async start(config: Config, log: Logger): Promise<Server> {
    const house = await House.open(config, log);
    const web = await makeWeb(config, house, log);
    const { app } = web;
    const deliver: Deliver = (topic, payload, account) => house.river.accept(topic, payload, account);
    const stations = await openStationDoor(config, deliver, house.refusals, log);
    const server = new Server(config, house, web, stations);
    await app.init();
    const live = app.get(LiveGateway);
    guardSockets(live.server, web.identity, house);
    // Fastify's own listen: Nest's would print a taken port as a fault of the program.
    await listen(() => app.getHttpAdapter().getInstance().listen(config.http), config.http, 'CLEARWELL_HTTP_PORT');
    house.start({
      states: (states) => {
        live.publish(states);
      },
      alerts: (changes) => {
        live.tellAlerts(changes);
      },
      quiet: () => {
        live.tellQuiet();
      },
      stations: () => {
        live.publishAll();
      },
      health: () => {
        live.beat();
      },
    });
    live.start();
    const { mqtt } = config;
    if (mqtt.kind === 'external') await stations.start();
    else await listen(() => stations.start(), mqtt, 'CLEARWELL_MQTT_PORT');
    // Last: a server that did not come up would have told a password that is told once.
    await house.admitPeople(config.access.demoAccounts, log);
    server.#askForGaps(log);
    server.#sweepSessions(log);
    return server;
  }

  /** Every route there is, and who may use it. */
  get routes(): readonly GuardedRoute[] {
    return this.#guard.routes;
  }

  /** Where the page is. */
  get url(): string {
    const address = this.#app.getHttpServer().address();
    const port = typeof address === 'object' && address !== null ? address.port : this.#config.http.port;
    const host = this.#config.http.host === '127.0.0.1' ? 'localhost' : this.#config.http.host;
    return `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  }

  /** Where stations publish. */
  get mqttUrl(): string {
    return this.#stations.url;
  }

  #askForGaps(log: Logger): void {
    const { ledger, register, clock, board } = this.house;
    const send = (topic: string, payload: string): Promise<void> => {
      log.debug(`Asking on ${topic}: ${payload}`);
      return this.#stations.publish(topic, payload);
    };
    const requests = new GapRequests(ledger.sequences, register, send, (id) => board.onlineSince(id));
    this.#asking = setInterval(() => {
      requests.ask(clock.now()).catch((error: unknown) => {
        log.warn({ err: error }, 'Missing readings could not be asked for');
      });
    }, GAPS_LOOKED_FOR_MS);
  }

  #sweepSessions(log: Logger): void {
    this.#sweeping = setInterval(() => {
      try {
        this.house.sessions.sweep(wallClock());
      } catch (error) {
        log.warn({ err: error }, 'Sessions that are over could not be removed; they are good for nothing all the same');
      }
    }, SESSIONS_SWEPT_MS);
  }

  /** Stations first: what was acknowledged is committed, what was not they send again. */
  async stop(): Promise<void> {
    if (this.#asking !== null) clearInterval(this.#asking);
    if (this.#sweeping !== null) clearInterval(this.#sweeping);
    await this.#stations.stop();
    this.#app.get(LiveGateway).stop();
    await this.#app.close();
    await this.house.close();
  }
}

interface Web {
  readonly app: NestFastifyApplication;
  readonly guard: AccessGuard;
  readonly identity: Identity;
}

async function makeWeb(config: Config, house: House, log: Logger): Promise<Web> {
  const { access } = config;
  const identity = new Identity(access, house.sessions, wallClock);
  const adapter = new FastifyAdapter({ trustProxy: access.proxies.length > 0 ? [...access.proxies] : false });
  const guard = new AccessGuard(house, identity, wallClock);
  guard.watch(adapter.getInstance());
  const module = AppModule.over(house, identity, access);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLog(log),
    abortOnError: false,
    forceCloseConnections: true,
  });
  keepJsonBytes(app);
  app.useBodyParser('text/csv', { bodyLimit: CSV_BYTES }, (_, body, done) => {
    done(null, body.toString('utf8'));
  });
  app.useGlobalPipes(new StandardSchemaValidationPipe());
  app.useGlobalInterceptors(new AuditInterceptor(house, wallClock));
  app.useGlobalFilters(new ProblemFilter(log));
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
  });
  if (existsSync(WEB_FOLDER)) await servePage(app);
  return { app, guard, identity };
}

/** The page's files have their content in their names and never change; the page itself is asked for anew. */
async function servePage(app: NestFastifyApplication): Promise<void> {
  await app.register(fastifyStatic, {
    root: WEB_FOLDER,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasting = path.includes('/assets/');
      void reply.header('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      void reply.header('Content-Security-Policy', PAGE_POLICY);
      void reply.header('X-Content-Type-Options', 'nosniff');
    },
  });
  // The page finds its way by its own address.
  for (const path of PAGE_PATHS) {
    app
      .getHttpAdapter()
      .getInstance()
      .get(path, (_, reply) => reply.sendFile('index.html'));
  }
}

async function listen(
  open: () => Promise<unknown>,
  address: { readonly host: string; readonly port: number },
  setting: string,
): Promise<void> {
  try {
    await open();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const where = `${address.host}:${String(address.port)}`;
    if (code === 'EADDRINUSE') {
      throw new StartError(`${where} is taken by another program: stop it, or set ${setting} to a free port`);
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new StartError(`${where} can't be used here (${code}): change ${setting}`);
    throw error;
  }
}
