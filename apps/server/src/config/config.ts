import type { Credentials } from '@clearwell/ingest';
import type { InfluxSettings } from '@clearwell/history';
import type { EpochMs, Standard } from '@clearwell/water-quality';
import { join, resolve } from 'node:path';
import type { Settings } from './settings.ts';

/** The settings in the shape in which the server uses them. */
export interface Config {
  readonly dataFolder: string;
  readonly ledgerFile: string;
  readonly stationsFile: string | null;
  readonly standards: readonly Standard[];
  readonly http: { readonly host: string; readonly port: number };
  readonly mqtt:
    | {
        readonly kind: 'embedded';
        readonly host: string;
        readonly port: number;
        readonly credentials: Credentials | null;
      }
    | {
        readonly kind: 'external';
        readonly url: string;
        readonly clientId: string;
        readonly credentials: Credentials | null;
      };
  /** Where readings are kept for long besides the ledger; null: nowhere. */
  readonly influx: InfluxSettings | null;
  readonly clock: { readonly rate: number; readonly start: EpochMs | null };
  readonly logLevel: Settings['CLEARWELL_LOG_LEVEL'];
  readonly demo: {
    readonly stations: number;
    readonly seed: number;
    readonly days: number;
    readonly scenarios: readonly string[];
  };
}

export function shapeConfig(settings: Settings): Config {
  const dataFolder = resolve(settings.CLEARWELL_DATA);
  return {
    dataFolder,
    ledgerFile: join(dataFolder, 'ledger.db'),
    stationsFile: settings.CLEARWELL_STATIONS === undefined ? null : resolve(settings.CLEARWELL_STATIONS),
    standards: settings.CLEARWELL_STANDARDS,
    http: { host: settings.CLEARWELL_HOST, port: settings.CLEARWELL_HTTP_PORT },
    mqtt: shapeMqtt(settings),
    influx: shapeInflux(settings),
    clock: { rate: settings.CLEARWELL_CLOCK_RATE, start: settings.CLEARWELL_CLOCK_START ?? null },
    logLevel: settings.CLEARWELL_LOG_LEVEL,
    demo: {
      stations: settings.CLEARWELL_DEMO_STATIONS,
      seed: settings.CLEARWELL_DEMO_SEED,
      days: settings.CLEARWELL_DEMO_DAYS,
      scenarios: settings.CLEARWELL_DEMO_SCENARIO,
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

function shapeMqtt(settings: Settings): Config['mqtt'] {
  const { CLEARWELL_MQTT_USERNAME: username, CLEARWELL_MQTT_PASSWORD: password, CLEARWELL_MQTT_URL: url } = settings;
  const credentials = username === undefined || password === undefined ? null : { username, password };
  if (url !== undefined) return { kind: 'external', url, clientId: settings.CLEARWELL_MQTT_CLIENT_ID, credentials };
  return { kind: 'embedded', host: settings.CLEARWELL_MQTT_HOST, port: settings.CLEARWELL_MQTT_PORT, credentials };
}
