import type { Credentials } from '@clearwell/ingest';
import type { InfluxSettings } from '@clearwell/history';
import type { Failpoint } from '@clearwell/ledger';
import type { Lifetimes } from '@clearwell/people';
import { DAY, HOUR, MINUTE, type EpochMs, type Standard } from '@clearwell/water-quality';
import { join, resolve } from 'node:path';
import { isAtHome, isLoopback, type Settings } from './settings.ts';

/** The settings in the shape in which the server uses them. */
export interface Config {
  readonly dataFolder: string;
  readonly ledgerFile: string;
  readonly stationsFile: string | null;
  readonly standards: readonly Standard[];
  /** How far behind a station's newest judged reading others are still judged: in sampling time, ms. */
  readonly horizon: number;
  /** False alerts a station and week that people can bear. */
  readonly alertBudget: number;
  /** JSON of other quality tests than the catalogue's; null: none. */
  readonly qualityFile: string | null;
  readonly http: { readonly host: string; readonly port: number };
  /** Who is let in over HTTP, and how. */
  readonly access: {
    /** The key of programs; null: there is none. */
    readonly apiKey: string | null;
    /** Programs of this machine need no key. */
    readonly localPrograms: boolean;
    /** Whoever has not signed in may look. */
    readonly anonymous: boolean;
    /** There is a ready account of each role, and the login page shows them. */
    readonly demoAccounts: boolean;
    /** Where the page is, as a browser says it; null: under whatever name it is reached. */
    readonly origin: string | null;
    /** Addresses of proxies whose word on where a request comes from is taken. */
    readonly proxies: readonly string[];
    readonly lifetimes: Lifetimes;
  };
  readonly mqtt:
    | {
        readonly kind: 'embedded';
        readonly host: string;
        readonly port: number;
        /** Password files; of an account that stands in several the first one counts. */
        readonly accountFiles: readonly string[];
        readonly anonymous: boolean;
        /** PEM files. */
        readonly tls: { readonly cert: string; readonly key: string } | null;
      }
    | {
        readonly kind: 'external';
        readonly url: string;
        readonly clientId: string;
        readonly credentials: Credentials | null;
      };
  /** Where readings are kept for long besides the ledger; null: nowhere. */
  readonly influx: InfluxSettings | null;
  /** Where notices are posted; null: nowhere. */
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  /** PEM file of the authority that signed the broker's certificate, for whoever connects to it from here. */
  readonly mqttCaFile: string | null;
  readonly clock: { readonly rate: number; readonly start: EpochMs | null };
  /** The commit that kills this server, where a crash is tried. */
  readonly failpoint: Failpoint | null;
  readonly logLevel: Settings['CLEARWELL_LOG_LEVEL'];
  readonly demo: {
    readonly stations: number;
    readonly seed: number;
    readonly days: number;
    readonly everyday: boolean;
    readonly scenarios: readonly string[];
    /** Folder of a recorded city that stands in for the simulated one. */
    readonly replay: string | null;
    /** The simulated stations' own accounts: in the clear for the simulator, and hashed for the broker. */
    readonly accountList: string;
    readonly accountFile: string;
  };
}

const pathOf = (text: string | undefined): string | null => (text === undefined ? null : resolve(text));

/** @param withDemo the simulated stations get in, and on loopback whoever tries the demo by hand */
export function shapeConfig(settings: Settings, withDemo = false): Config {
  const dataFolder = resolve(settings.CLEARWELL_DATA);
  const demo = {
    stations: settings.CLEARWELL_DEMO_STATIONS,
    seed: settings.CLEARWELL_DEMO_SEED,
    days: settings.CLEARWELL_DEMO_DAYS,
    everyday: settings.CLEARWELL_DEMO_EVERYDAY,
    scenarios: settings.CLEARWELL_DEMO_SCENARIO,
    replay: pathOf(settings.CLEARWELL_DEMO_REPLAY),
    accountList: join(dataFolder, 'demo-accounts', 'accounts.csv'),
    accountFile: join(dataFolder, 'demo-accounts', 'passwords'),
  };
  return {
    dataFolder,
    ledgerFile: join(dataFolder, 'ledger.db'),
    stationsFile: pathOf(settings.CLEARWELL_STATIONS),
    standards: settings.CLEARWELL_STANDARDS,
    horizon: settings.CLEARWELL_HORIZON_DAYS * DAY,
    alertBudget: settings.CLEARWELL_ALERT_BUDGET,
    qualityFile: pathOf(settings.CLEARWELL_QUALITY),
    http: { host: settings.CLEARWELL_HOST, port: settings.CLEARWELL_HTTP_PORT },
    access: shapeAccess(settings, withDemo),
    mqtt:
      settings.CLEARWELL_MQTT_URL === undefined
        ? shapeEmbedded(settings, withDemo ? demo : null)
        : shapeExternal(settings, settings.CLEARWELL_MQTT_URL),
    mqttCaFile: pathOf(settings.CLEARWELL_MQTT_CA),
    influx: shapeInflux(settings),
    webhook: shapeWebhook(settings),
    clock: { rate: settings.CLEARWELL_CLOCK_RATE, start: settings.CLEARWELL_CLOCK_START ?? null },
    failpoint: settings.CLEARWELL_FAILPOINT ?? null,
    logLevel: settings.CLEARWELL_LOG_LEVEL,
    demo,
  };
}

/** What is open is open to this machine alone, and of itself only in a demo. */
function shapeAccess(settings: Settings, withDemo: boolean): Config['access'] {
  const isOpen = withDemo && isAtHome(settings);
  const apiKey = settings.CLEARWELL_API_KEY ?? null;
  return {
    apiKey,
    localPrograms: apiKey === null && (settings.CLEARWELL_LOCAL_PROGRAMS ?? isOpen),
    anonymous: settings.CLEARWELL_ANONYMOUS ?? isOpen,
    demoAccounts: isAtHome(settings) && (settings.CLEARWELL_DEMO_ACCOUNTS ?? isOpen),
    origin: settings.CLEARWELL_PUBLIC_URL ?? null,
    proxies: settings.CLEARWELL_PROXY ?? [],
    lifetimes: {
      idle: settings.CLEARWELL_SESSION_IDLE_MINUTES * MINUTE,
      absolute: settings.CLEARWELL_SESSION_HOURS * HOUR,
    },
  };
}

function shapeInflux(settings: Settings): Config['influx'] {
  const {
    CLEARWELL_INFLUX_URL: url,
    CLEARWELL_INFLUX_TOKEN: token,
    CLEARWELL_INFLUX_ORG: org,
    CLEARWELL_INFLUX_BUCKET: bucket,
    CLEARWELL_INFLUX_RETENTION_DAYS: days,
  } = settings;
  if (url === undefined || token === undefined || org === undefined || bucket === undefined) return null;
  return { url, token, org, bucket, retentionDays: days === 0 ? null : days };
}

function shapeWebhook({ CLEARWELL_WEBHOOK_URL: url, CLEARWELL_WEBHOOK_SECRET: secret }: Settings): Config['webhook'] {
  return url === undefined || secret === undefined ? null : { url, secret };
}

function shapeExternal(settings: Settings, url: string): Config['mqtt'] {
  const { CLEARWELL_MQTT_USERNAME: username, CLEARWELL_MQTT_PASSWORD: password } = settings;
  const credentials = username === undefined || password === undefined ? null : { username, password };
  return { kind: 'external', url, clientId: settings.CLEARWELL_MQTT_CLIENT_ID, credentials };
}

function shapeEmbedded(settings: Settings, demo: Pick<Config['demo'], 'accountFile'> | null): Config['mqtt'] {
  const host = settings.CLEARWELL_MQTT_HOST;
  const [cert, key] = [pathOf(settings.CLEARWELL_MQTT_TLS_CERT), pathOf(settings.CLEARWELL_MQTT_TLS_KEY)];
  const tls = cert === null || key === null ? null : { cert, key };
  return {
    kind: 'embedded',
    host,
    port: settings.CLEARWELL_MQTT_PORT ?? (tls === null ? 1883 : 8883),
    accountFiles: [pathOf(settings.CLEARWELL_MQTT_ACCOUNTS), demo?.accountFile ?? null].filter((file) => file !== null),
    anonymous: settings.CLEARWELL_MQTT_ANONYMOUS ?? (demo !== null && isLoopback(host)),
    tls,
  };
}
