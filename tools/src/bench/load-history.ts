import { Replication, type InfluxSettings } from '@clearwell/history';
import { Ledger } from '@clearwell/ledger';
import { bucketName, buildRegistration, realPart, startInflux, until } from '@clearwell/testkit';
import {
  channelKey,
  DAY,
  GOOD,
  PARAMETERS,
  SECOND,
  type Channel,
  type EpochMs,
  type ParameterCode,
  type QualifiedReading,
  type Station,
} from '@clearwell/water-quality';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Loaded {
  readonly readings: number;
  readonly seconds: number;
}

/** An InfluxDB that has been filled. */
export interface Influx {
  readonly settings: InfluxSettings;
  readonly loaded: Loaded;
  stop(): Promise<unknown>;
}

const USUAL: readonly (readonly [ParameterCode, number])[] = [
  ['free_chlorine', 0.5],
  ['turbidity', 0.2],
  ['ph', 7.4],
  ['conductivity', 520],
  ['temperature', 14],
  ['orp', 650],
  ['flow', 900],
  ['pressure', 0.32],
];

export const EIGHT_CHANNELS: readonly Channel[] = USUAL.map(([parameter]) => {
  const { unit, resolution } = PARAMETERS[parameter];
  return { key: channelKey(parameter), parameter, unit, resolution };
});

const PER_TRANSACTION = 20_000;
const QUALITY = Object.fromEntries(EIGHT_CHANNELS.map(({ key }) => [key, GOOD]));

/** Fills a ledger by its own table, in large transactions, station by station. */
export async function fillLedger(
  file: string,
  stations: readonly Station[],
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): Promise<Loaded> {
  const ledger = await Ledger.open(file);
  const start = performance.now();
  let readings = 0;
  for (const station of stations) {
    ledger.commit(() => {
      ledger.stations.add(buildRegistration({ station }));
    });
    for (let at = from; at < to; at += PER_TRANSACTION * station.intervalMs) {
      const end = Math.min(at + PER_TRANSACTION * station.intervalMs, to);
      ledger.commit(() => {
        for (let sampledAt = at; sampledAt < end; sampledAt += station.intervalMs, readings++) {
          const reading = readingAt(station, sampledAt, readings);
          ledger.readings.place(reading, () => reading);
        }
      });
    }
  }
  const seconds = (performance.now() - start) / SECOND;
  ledger.close();
  return { readings, seconds };
}

/** A day's wave and some noise, in steps of the probe's resolution. */
function readingAt(station: Station, sampledAt: EpochMs, seq: number): QualifiedReading {
  const wave = Math.sin((sampledAt / DAY) * 2 * Math.PI);
  const values = Object.fromEntries(
    station.channels.map(({ key, resolution }, i) => {
      const noise = ((seq * (i + 3) * 7_919) % 101) / 101 - 0.5;
      const value = (USUAL[i]?.[1] ?? 1) * (1 + 0.1 * wave + 0.04 * noise);
      return [key, Number((Math.round(value / resolution) * resolution).toFixed(3))];
    }),
  );
  return {
    station: station.id,
    sampledAt,
    receivedAt: sampledAt + 5 * SECOND,
    boot: 1,
    seq,
    historical: false,
    values,
    marks: {},
    device: {},
    quality: QUALITY,
    timing: 'judged',
  };
}

/** Fills an InfluxDB from a ledger, the way the server does; null where there is none on this machine. */
export async function replicate(ledgerFile: string, folder: string): Promise<Influx | null> {
  if (realPart('influxd') === null) return null;
  mkdirSync(folder);
  const influx = await startInflux({ folder });
  const { url, token, org } = influx;
  const settings = { url, token, org, bucket: bucketName(), retentionDays: null };
  const ledger = await Ledger.open(ledgerFile);
  const start = performance.now();
  const log = { info: () => undefined, error: (what: string) => console.log(what) };
  let readings = 0;
  const replication = new Replication(
    { ledgerFile, influx: settings },
    {
      aim: (target) => ledger.commit(() => ledger.replication.aim(target)),
      confirm: (progress) => {
        readings += progress.backfilled;
        ledger.commit(() => ledger.replication.confirm(progress));
      },
    },
    log,
  );
  replication.start();
  await until(() => replication.isWorking && ledger.replication.isBackfilled(), {
    within: DAY,
    saying: 'the replication to be done',
  });
  const seconds = (performance.now() - start) / SECOND;
  await replication.stop();
  ledger.close();
  return { settings, loaded: { readings, seconds }, stop: () => influx.stop() };
}

/** Size of a file or a folder on disk, MB. */
export function megabytes(path: string): number {
  const bytes = (at: string): number => {
    const found = statSync(at);
    if (!found.isDirectory()) return found.size;
    return readdirSync(at).reduce((sum, name) => sum + bytes(join(at, name)), 0);
  };
  return bytes(path) / 1_000_000;
}
